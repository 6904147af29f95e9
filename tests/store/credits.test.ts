import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { describe, expect, inject, it } from 'vitest';
import { currentStreaks, recountLeft } from '../../src/standings/recount.ts';
import type { NewAnswer } from '../../src/store/answering.ts';
import { postgres15 } from '../setup/database.ts';
import { type Game, hour, minute, openEngine, tuesday } from '../setup/game.ts';
import { makeTenant, openRound } from '../setup/rows.ts';

const many = 80;

const right = (player: string): NewAnswer => ({
  player,
  picked: [1],
  verdict: 'right',
  points: 15,
  eventAt: tuesday + minute,
});

/** Deadlocks that the database of a game has ever seen; its connections must be closed, because they report at their end. */
async function deadlocks(url: string, name: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    for (let waited = 0; waited < 5_000; waited += 100) {
      const [left] = await sql<
        { n: number }[]
      >`select count(*)::int as n from pg_stat_activity where datname = ${name}`;
      if (left?.n === 0) break;
      await sleep(100);
    }
    const [row] = await sql<{ n: number }[]>`select deadlocks::int as n from pg_stat_database where datname = ${name}`;
    return row?.n ?? -1;
  } finally {
    await sql.end();
  }
}

/** Rounds of one channel with the same people, credited, answered and locked at once. */
async function storm({ store }: Game): Promise<void> {
  const tenant = await makeTenant(store, many);
  const ids = tenant.players.map(({ id }) => id);
  const rounds = await Promise.all(
    [1, 2, 3, 4].map((challengeDay) => openRound(store, tenant, { challengeDay, closesAt: tuesday + hour })),
  );
  const atOnce = await openRound(store, tenant, { feedback: 'at once', challengeDay: 5, closesAt: tuesday + hour });
  const orders = [ids, [...ids].reverse(), [...ids].sort(), [...ids].sort().reverse()];
  // Each round's rows are stored in another order, so that a credit without an order of its own would meet the others.
  await Promise.all(
    rounds.map(async (round, index) => {
      for (const player of orders[index] ?? ids) await store.answers.recordAnswer(round, right(player), tuesday);
    }),
  );
  await Promise.all(rounds.map((round) => store.rounds.closeRound(round, tuesday + hour)));
  await Promise.all([
    ...rounds.flatMap((round) => [1, 2].map(() => store.standings.creditRound(round, tuesday + hour))),
    ...ids.map((player) => store.answers.recordAnswer(atOnce, right(player), tuesday)),
  ]);
  const board = await store.standings.leaderboard(tenant.channel.id, 'all', '1970-01-01', many);
  expect(new Set(board.map(({ points, answered }) => [points, answered].join()))).toEqual(new Set(['75,5']));
  await recountLeft(store);
  expect(new Set((await currentStreaks(store, tenant.channel.id, ids)).values())).toEqual(new Set([5]));
  expect(board).toHaveLength(many);
  expect(await store.standings.wrongStandings()).toEqual([]);
}

describe('crediting rounds of the same people at the same time', () => {
  it.each([
    ['Postgres 18', async (): Promise<string | undefined> => undefined],
    ['Postgres 15', postgres15],
  ] as const)('meets no deadlock on %s', async (name, url) => {
    const server = await url();
    if (name === 'Postgres 15' && server === undefined) return;
    const game = await openEngine({ server, connections: 16 });
    const [at] = await game.database.sql<{ name: string }[]>`select current_database() as name`;
    const admin = server ?? inject('postgresUrl');
    let left = -1;
    try {
      await storm(game);
      await game.database.close();
      left = await deadlocks(admin, at?.name ?? '');
    } finally {
      await game.close();
    }
    expect(left).toBe(0);
  });
});
