import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reachedNothing } from '../../src/fail-points.ts';
import type { Parts } from '../../src/parts.ts';
import { takeBack } from '../../src/quiz/settle.ts';
import { currentStreaks, recountAfter, recountLeft, recountStreak, wrongStreaks } from '../../src/standings/recount.ts';
import { currentStreak, streakOfLog } from '../../src/standings/streak.ts';
import type { Round } from '../../src/store/rounds.ts';
import { day, minute, tuesday } from '../setup/game.ts';
import { makeTenant, numberDay, openRound, type Tenant } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';

const dateOf = (index: number) => new Date(tuesday + index * day).toISOString().slice(0, 10);
const feedback = fc.constantFrom('at once' as const, 'at reveal' as const);

const mostlyNewest = fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 2, 3);

/** What can happen in a channel; `at` names one of the rounds that there are. */
const deed = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('post' as const), excused: fc.boolean(), feedback }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('post another' as const), feedback }) },
  {
    weight: 9,
    arbitrary: fc.record({
      does: fc.constant('answer' as const),
      at: mostlyNewest,
      player: fc.constantFrom(0, 0, 0, 1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('close' as const), at: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('take back' as const), at: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('away' as const), player: fc.nat(1), for: fc.nat(2) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

onEachPostgres((game) => {
  const partsOf = () => ({ store: game().store, reached: reachedNothing }) as unknown as Parts;

  async function answer(tenant: Tenant, round: Round, player: number) {
    const { store } = game();
    const id = tenant.players[player]?.id ?? '';
    const given = { player: id, picked: [0], verdict: 'wrong' as const, points: 0, eventAt: tuesday + minute };
    const told = await store.answers.recordAnswer(round, given, tuesday);
    if (!told?.uncounted) return told?.streak;
    return (await recountStreak(store, { channel: round.channel, player: id })).streak?.length;
  }

  /** A channel's life, in which every deed is done on its own or together with the ones after it. */
  function channel(tenant: Tenant) {
    const { store, database } = game();
    const rounds: Round[] = [];
    let dates = 0;
    const newest = (at: number) => rounds.at(-1 - at);
    const post = async (more: Partial<Round>) => {
      const localDate = dateOf(dates);
      const number = await numberDay(database, tenant, localDate);
      rounds.push(
        await openRound(store, tenant, { ...more, localDate, challengeDay: number, closesAt: tuesday + day }),
      );
    };
    return async (one: Deed): Promise<void> => {
      if (one.does === 'post') {
        dates += 1;
        await post({ feedback: one.feedback });
        await database.sql`
          update challenge_days set excused = ${one.excused && dates % 3 === 0} where channel_id = ${tenant.channel.id} and local_date = ${dateOf(dates)}`;
      } else if (one.does === 'post another') {
        if (dates > 0) await post({ feedback: one.feedback });
      } else if (one.does === 'away') {
        const from = dates + 1;
        await store.aways.add(
          tenant.workspace.id,
          tenant.players[one.player]?.id ?? '',
          { from: dateOf(from), to: dateOf(from + one.for) },
          tuesday,
        );
      } else {
        const round = newest(one.at);
        if (!round) return;
        if (one.does === 'answer') await answer(tenant, round, one.player);
        if (one.does === 'take back') await takeBack(partsOf(), round);
        if (one.does === 'close') {
          await store.rounds.closeRound(round, tuesday);
          await recountAfter(store, round);
        }
      }
    };
  }

  async function expectTheRule(tenant: Tenant): Promise<void> {
    const { store } = game();
    const ids = tenant.players.map(({ id }) => id);
    const [kept, now] = [
      await store.streaks.streaks(tenant.channel.id, ids),
      await currentStreaks(store, tenant.channel.id, ids),
    ];
    for (const player of ids) {
      const { days, answered, aways } = await store.streaks.streakLog({ channel: tenant.channel.id, player });
      const streak = streakOfLog(days, answered, aways);
      expect(kept.get(player)).toEqual(streak);
      expect(now.get(player) ?? 0).toBe(currentStreak(streak, days, aways).length);
    }
  }

  it('is what the rule makes of the log, after whatever happened in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 20, maxLength: 90 }), async (deeds) => {
        const tenant = await makeTenant(game().store, 2);
        const happens = channel(tenant);
        for (const one of deeds) {
          await happens(one);
          await expectTheRule(tenant);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is what the rule makes of the log, whatever happens at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(deed, { maxLength: 8 }), { minLength: 3, maxLength: 10 }),
        async (together) => {
          const tenant = await makeTenant(game().store, 2);
          const happens = channel(tenant);
          for (const deeds of together) {
            await happens({ does: 'post', excused: false, feedback: 'at reveal' });
            await Promise.all(deeds.filter(({ does }) => !does.startsWith('post')).map(happens));
            await expectTheRule(tenant);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('earns freezes, uses them for missed days, and is told as the rule tells it', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 1);
    const happens = channel(tenant);
    for (let index = 0; index < 14; index += 1) {
      await happens({ does: 'post', excused: false, feedback: 'at reveal' });
      await happens({ does: 'answer', at: 0, player: 0 });
      await happens({ does: 'close', at: 0 });
    }
    const player = tenant.players[0]?.id ?? '';
    const kept = async () => (await store.streaks.streaks(tenant.channel.id, [player])).get(player);
    expect(await kept()).toEqual({ lastDay: 14, length: 14, best: 14, freezes: 2 });
    await happens({ does: 'post', excused: false, feedback: 'at reveal' });
    await happens({ does: 'close', at: 0 });
    expect((await currentStreaks(store, tenant.channel.id, [player])).get(player)).toBe(14);
    await happens({ does: 'post', excused: false, feedback: 'at reveal' });
    await happens({ does: 'answer', at: 0, player: 0 });
    expect(await kept()).toEqual({ lastDay: 16, length: 15, best: 15, freezes: 1 });
  });

  it('that a process left to be counted is counted by the next sweep', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 1);
    const happens = channel(tenant);
    for (let index = 0; index < 3; index += 1) await happens({ does: 'post', excused: false, feedback: 'at reveal' });
    await happens({ does: 'answer', at: 2, player: 0 });
    const player = tenant.players[0]?.id ?? '';
    const third = (await store.rounds.openRounds(tenant.channel.id)).find(({ challengeDay }) => challengeDay === 3);
    const given = { player, picked: [0], verdict: 'wrong' as const, points: 0, eventAt: tuesday + minute };
    if (third) expect(await store.answers.recordAnswer(third, given, tuesday)).toMatchObject({ uncounted: true });
    expect((await store.streaks.streaks(tenant.channel.id, [player])).get(player)).toBe('uncounted');
    expect((await currentStreaks(store, tenant.channel.id, [player])).get(player)).toBe(2);
    await recountLeft(store);
    await expectTheRule(tenant);
    expect(await wrongStreaks(store)).toEqual([]);
  });

  it('counts two questions of one day once, and a question of no day not at all', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 1);
    for (const challengeDay of [3, undefined, 3, 4]) {
      await answer(tenant, await openRound(store, tenant, { challengeDay }), 0);
    }
    const player = tenant.players[0]?.id ?? '';
    expect((await store.streaks.streaks(tenant.channel.id, [player])).get(player)).toEqual({
      lastDay: 4,
      length: 2,
      best: 2,
      freezes: 0,
    });
  });
});
