import { expect, it } from 'vitest';
import { rebuild, wrongStreaks } from '../../src/standings/recount.ts';
import type { NewAnswer } from '../../src/store/answering.ts';
import type { Round } from '../../src/store/rounds.ts';
import { hour, minute, tuesday } from '../setup/game.ts';
import { makeTenant, openRound, type Tenant } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';

const pick = (tenant: Tenant, player: number, option: number, more: Partial<NewAnswer> = {}): NewAnswer => ({
  player: tenant.players[player]?.id ?? '',
  picked: [option],
  ...(option === 1 ? { verdict: 'right', points: 15 } : { verdict: 'wrong', points: 0 }),
  eventAt: tuesday + minute,
  ...more,
});

onEachPostgres((game) => {
  const record = (round: Round, answer: NewAnswer) => game().store.answers.recordAnswer(round, answer, game().clock());

  it('keeps one answer of a double click, and tells the loser what stands', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    for (let time = 0; time < 20; time += 1) {
      const round = await openRound(store, tenant, { feedback: 'at once' });
      const clicks = await Promise.all([0, 1, 2, 3].map((option) => record(round, pick(tenant, 0, option))));
      expect(clicks.filter((click) => click?.fresh)).toHaveLength(1);
      const stands = await store.answers.answer(round, tenant.players[0]?.id ?? '');
      expect(clicks.map((click) => click?.picked)).toEqual(clicks.map(() => stands?.picked));
      expect(await store.answers.countAnswers(round)).toBe(1);
    }
    expect(await store.standings.wrongStandings()).toEqual([]);
  });

  it('lets the newest pick win at reveal, whatever comes first', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const round = await openRound(store, tenant);
    const at = (seconds: number) => ({ eventAt: tuesday + seconds * 1000 });
    await record(round, pick(tenant, 0, 0, at(10)));
    expect(await record(round, pick(tenant, 0, 2, at(30)))).toMatchObject({ picked: [2], fresh: false });
    expect(await record(round, pick(tenant, 0, 3, at(20)))).toMatchObject({ picked: [2], final: false });
    expect(await record(round, pick(tenant, 0, 1, at(30)))).toMatchObject({ picked: [1], points: 15 });
  });

  it('changes nothing after an answer was locked in', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const round = await openRound(store, tenant);
    const player = tenant.players[0]?.id ?? '';
    expect(await store.answers.lockAnswer(round, player)).toBeUndefined();
    await record(round, pick(tenant, 0, 0));
    expect(await store.answers.lockAnswer(round, player)).toMatchObject({ picked: [0], final: true });
    expect(await store.answers.lockAnswer(round, player)).toMatchObject({ picked: [0], final: true });
    const later = await record(round, pick(tenant, 0, 1, { eventAt: tuesday + hour }));
    expect(later).toMatchObject({ picked: [0], points: 0, verdict: 'wrong', final: true, fresh: false });
  });

  it('refuses a click received after the time of the close, and one that arrives after the close', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    for (const feedback of ['at once', 'at reveal', 'strict'] as const) {
      const round = await openRound(store, tenant, { feedback });
      expect(await record(round, pick(tenant, 0, 1, { eventAt: round.closesAt + 1 }))).toBeUndefined();
      expect(await record(round, pick(tenant, 0, 1, { eventAt: round.closesAt }))).toMatchObject({ fresh: true });
      expect(await store.rounds.closeRound(round, tuesday + hour)).toBe(true);
      expect(await store.rounds.closeRound(round, tuesday + hour)).toBe(false);
      expect(await record(round, pick(tenant, 1, 1))).toBeUndefined();
      expect(await store.answers.lockAnswer(round, tenant.players[0]?.id ?? '')).toBeUndefined();
      expect(await store.answers.countAnswers(round)).toBe(1);
    }
  });

  it('takes no answer to a round of another workspace', async () => {
    const { store } = game();
    const [mine, theirs] = [await makeTenant(store), await makeTenant(store)];
    const round = await openRound(store, mine);
    const foreign = { ...round, workspace: theirs.workspace.id };
    expect(await record(foreign, pick(theirs, 0, 1))).toBeUndefined();
    await expect(record(round, pick(theirs, 0, 1))).rejects.toThrow('answers_player_id_workspace_id_players');
    expect(await store.rounds.round(theirs.workspace.id, round.id)).toBeUndefined();
  });

  it('credits every accepted answer once, however often and by whomever it is done', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 12);
    const round = await openRound(store, tenant);
    await Promise.all(tenant.players.map((_, index) => record(round, pick(tenant, index, index % 2))));
    await store.rounds.closeRound(round, tuesday + hour);
    const credited = await Promise.all([1, 2, 3, 4].map(() => store.standings.creditRound(round, tuesday + hour)));
    expect(credited.reduce((sum, one) => sum + one, 0)).toBe(12);
    expect(await store.standings.creditRound(round, tuesday + hour)).toBe(0);
    const board = await store.standings.leaderboard(tenant.channel.id, 'week', round.weekStart, 20);
    // Whoever has no points is on no board: the line would tell that they were wrong.
    expect(board.map(({ place, points, answered, right }) => [place, points, answered, right])).toEqual(
      Array.from({ length: 6 }, () => [1, 15, 1, 1]),
    );
    const wrong = await store.standings.standing(
      tenant.channel.id,
      'week',
      round.weekStart,
      tenant.players[0]?.id ?? '',
    );
    expect(wrong).toMatchObject({ place: 7, points: 0, answered: 1, right: 0 });
    expect(await store.standings.wrongStandings()).toEqual([]);
  });

  it('names those who were right by the alphabet, whoever came first, and any of them where there are many', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 8);
    const round = await openRound(store, tenant);
    for (const index of [5, 1, 7, 0, 3]) {
      await record(round, pick(tenant, index, index === 0 ? 0 : 1, { eventAt: tuesday + (10 - index) * minute }));
    }
    const all = await store.answers.tally(round, 10);
    expect(all).toMatchObject({ answered: 5, right: 4 });
    expect(all.rightNames).toEqual(['Player 1', 'Player 3', 'Player 5', 'Player 7']);
    const some = await store.answers.tally(round, 2);
    expect(some.rightNames).toHaveLength(2);
    expect(all.rightNames).toEqual(expect.arrayContaining([...some.rightNames]));
    expect(await store.answers.tally(round, 2)).toEqual(some);
  });

  it('does for each click what its own round needs, whatever is clicked at the same moment', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 4);
    const rounds = {
      plain: await openRound(store, tenant),
      credited: await openRound(store, tenant, { feedback: 'at once' }),
      raising: await openRound(store, tenant, { challengeDay: 1 }),
      closed: await openRound(store, tenant),
    };
    await store.rounds.closeRound(rounds.closed, tuesday + minute);
    const clicks = Object.values(rounds).map((round, player) => record(round, pick(tenant, player, 1)));
    const [plain, credited, raising, closed] = await Promise.all(clicks);
    expect(plain).toMatchObject({ picked: [1], fresh: true, final: false, streak: undefined });
    expect(credited).toMatchObject({ picked: [1], fresh: true, final: true, streak: undefined });
    expect(raising).toMatchObject({ picked: [1], fresh: true, final: false, streak: 1 });
    expect(closed).toBeUndefined();
    const again = await Promise.all([
      record(rounds.plain, pick(tenant, 0, 2)),
      record(rounds.raising, pick(tenant, 2, 2)),
      record(rounds.credited, pick(tenant, 1, 2)),
    ]);
    expect(again).toMatchObject([
      { picked: [2], fresh: false, streak: undefined },
      { picked: [2], fresh: false, streak: 1 },
      { picked: [1], fresh: false, streak: undefined },
    ]);
    const board = await store.standings.leaderboard(tenant.channel.id, 'all', '1970-01-01', 10);
    expect(board).toMatchObject([{ player: tenant.players[1]?.id, points: 15, answered: 1 }]);
  });

  it('credits nobody for practice', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    for (const feedback of ['at once', 'at reveal'] as const) {
      const round = await openRound(store, tenant, { counts: false, feedback });
      await record(round, pick(tenant, 0, 1));
      await store.rounds.closeRound(round, tuesday + hour);
      await store.standings.creditRound(round, tuesday + hour);
    }
    expect(await store.standings.leaderboard(tenant.channel.id, 'all', '1970-01-01', 10)).toEqual([]);
  });

  it('rebuilds standings and streaks that were spoilt', async () => {
    const { store, database } = game();
    const tenant = await makeTenant(store, 3);
    for (const day of [1, 2, 4]) {
      const round = await openRound(store, tenant, { feedback: 'at once', challengeDay: day });
      await Promise.all([0, 1, 2].map((player) => record(round, pick(tenant, player, player))));
    }
    const board = () => store.standings.leaderboard(tenant.channel.id, 'all', '1970-01-01', 10);
    const before = await board();
    await database.sql`update standings set points = points + 5, half = 3 where channel_id = ${tenant.channel.id}`;
    await database.sql`delete from standings where channel_id = ${tenant.channel.id} and period = 'week' and points < 10`;
    await database.sql`update streaks set length = 40, best = 40 where channel_id = ${tenant.channel.id}`;
    expect((await store.standings.wrongStandings()).length).toBeGreaterThan(0);
    expect((await wrongStreaks(store)).length).toBeGreaterThan(0);
    await rebuild(store);
    expect(await wrongStreaks(store)).toEqual([]);
    expect(await store.standings.wrongStandings()).toEqual([]);
    expect(await board()).toEqual(before);
    const player = tenant.players[0]?.id ?? '';
    expect((await store.streaks.streaks(tenant.channel.id, [player])).get(player)).toMatchObject({
      lastDay: 4,
      length: 3,
    });
  });
});
