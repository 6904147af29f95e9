import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PeriodKind } from '../../src/standings/periods.ts';
import { currentStreaks, recountStreak, wrongStreaks } from '../../src/standings/recount.ts';
import type { NewAnswer } from '../../src/store/answering.ts';
import type { Round } from '../../src/store/rounds.ts';
import { hour, minute, tuesday } from '../setup/game.ts';
import { makeTenant, openRound, type Tenant } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';

const players = 20;
const verdicts = [
  { verdict: 'wrong', points: 0 },
  { verdict: 'right', points: 15 },
  { verdict: 'half', points: 8 },
  { verdict: 'right', points: 20 },
] as const;

const roundKind = fc.record({
  feedback: fc.constantFrom('at once' as const, 'at reveal' as const, 'strict' as const),
  counts: fc.boolean(),
  challengeDay: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  localDate: fc.constantFrom('2026-11-24', '2026-11-30', '2026-12-01'),
});
const where = { round: fc.nat(2), pause: fc.nat(6) };
const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('answer' as const), option: fc.nat(3), after: fc.nat(9), ...where }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('lock' as const), ...where }) },
);
const closing = fc.record({ does: fc.constantFrom('close' as const, 'credit' as const), ...where });
const play = fc.record({
  rounds: fc.tuple(roundKind, roundKind, roundKind),
  lanes: fc.array(fc.array(deed, { maxLength: 6 }), { minLength: players, maxLength: players }),
  closings: fc.array(closing, { maxLength: 6 }),
});

type Play = typeof play extends fc.Arbitrary<infer T> ? T : never;

interface Row {
  readonly round: string;
  readonly player: string;
  readonly points: number;
  readonly verdict: string;
  readonly event_at: Date;
  readonly credited_at: Date | null;
}

onEachPostgres((game) => {
  /** Does it all at once, each player's deeds in their order; returns what was accepted. */
  async function run(tenant: Tenant, rounds: readonly Round[], { lanes, closings }: Play) {
    const { store } = game();
    const accepted: { round: string; answer: NewAnswer; fresh: boolean; final: boolean }[] = [];
    const locked = new Set<string>();
    const roundOf = (index: number): Round => rounds[index] as Round;

    async function lane(player: string, deeds: Play['lanes'][number]): Promise<void> {
      for (const one of deeds) {
        for (let waited = 0; waited < one.pause; waited += 1) await turn();
        const round = roundOf(one.round);
        if (one.does === 'lock') {
          if (await store.answers.lockAnswer(round, player)) locked.add(`${round.id} ${player}`);
          continue;
        }
        const scored = verdicts[one.option] ?? verdicts[0];
        const answer = { player, picked: [one.option], eventAt: tuesday + one.after * minute, ...scored };
        const told = await store.answers.recordAnswer(round, answer, tuesday);
        if (told?.uncounted) await recountStreak(store, { channel: tenant.channel.id, player });
        if (told) accepted.push({ round: round.id, answer, fresh: told.fresh, final: told.final });
      }
    }
    async function close(one: Play['closings'][number]): Promise<void> {
      for (let waited = 0; waited < one.pause * 4; waited += 1) await turn();
      const round = roundOf(one.round);
      if (one.does === 'close' || (await store.rounds.status(round)).state === 'open') {
        await store.rounds.closeRound(round, tuesday + hour);
      }
      await store.standings.creditRound(round, tuesday + hour);
    }
    await Promise.all([
      ...tenant.players.map(({ id }, index) => lane(id, lanes[index] ?? [])),
      ...closings.map((one) => close(one)),
    ]);
    return { accepted, locked };
  }

  it('equal a naive recount, whatever 20 players, closes, credits and locks do at the same time', async () => {
    const { store, database } = game();
    await fc.assert(
      fc.asyncProperty(play, async (made) => {
        const tenant = await makeTenant(store, players);
        const rounds: Round[] = [];
        for (const kind of made.rounds)
          rounds.push(await openRound(store, tenant, { ...kind, closesAt: tuesday + hour }));
        const { accepted, locked } = await run(tenant, rounds, made);
        for (const round of rounds) {
          await store.rounds.closeRound(round, tuesday + hour);
          await store.standings.creditRound(round, tuesday + hour);
        }

        const ids = rounds.map(({ id }) => id);
        const rows = await database.sql<Row[]>`
          select round_id as round, player_id as player, points, verdict, event_at, credited_at from answers where round_id in ${database.sql(ids)}`;
        expect(rows.filter((row) => row.credited_at === null)).toEqual([]);
        const key = (row: { round: string; player: string }) => `${row.round} ${row.player}`;
        const keys = (all: typeof accepted) =>
          all.map(({ round, answer }) => key({ round, player: answer.player })).sort();
        expect(rows.map(key).sort()).toEqual([...new Set(keys(accepted))].sort());
        expect(keys(accepted.filter(({ fresh }) => fresh))).toEqual(rows.map(key).sort());
        for (const row of rows) {
          const round = rounds.find(({ id }) => id === row.round);
          if (round?.feedback === 'at once' || locked.has(key(row))) continue;
          const events = accepted.filter(
            ({ round: at, answer }) => key(row) === key({ round: at, player: answer.player }),
          );
          expect(row.event_at.getTime()).toBe(Math.max(...events.map(({ answer }) => answer.eventAt)));
        }

        const standings = await database.sql`
          select period, start, player_id as player, points, answered, "right", half from standings where channel_id = ${tenant.channel.id}`;
        expect(sorted(standings.map((row) => ({ ...row })))).toEqual(sorted(recount(rounds, rows)));
        expect(await store.standings.wrongStandings()).toEqual([]);
        expect(await wrongStreaks(store)).toEqual([]);
        for (const { id } of tenant.players) {
          const days = rows
            .filter((row) => row.player === id)
            .flatMap((row) => rounds.find((round) => round.id === row.round)?.challengeDay ?? []);
          // No other days were posted here, so all that were answered are in a row.
          const length = new Set(days).size;
          expect((await currentStreaks(store, tenant.channel.id, [id])).get(id) ?? 0).toBe(length);
        }
      }),
      { numRuns: 8 },
    );
  });
});

/** The sums as anybody would make them on paper. */
function recount(rounds: readonly Round[], rows: readonly Row[]): object[] {
  const sums = new Map<
    string,
    { period: PeriodKind; start: string; player: string; points: number; answered: number; right: number; half: number }
  >();
  for (const row of rows) {
    const round = rounds.find(({ id }) => id === row.round);
    if (!round?.counts) continue;
    const periods = [
      ['week', round.weekStart],
      ['month', round.monthStart],
      ['all', '1970-01-01'],
    ] as const;
    for (const [period, start] of periods) {
      const key = `${period} ${start} ${row.player}`;
      const sum = sums.get(key) ?? { period, start, player: row.player, points: 0, answered: 0, right: 0, half: 0 };
      sum.points += row.points;
      sum.answered += 1;
      if (row.verdict === 'right') sum.right += 1;
      if (row.verdict === 'half') sum.half += 1;
      sums.set(key, sum);
    }
  }
  return [...sums.values()];
}

function sorted(rows: readonly object[]): object[] {
  return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
