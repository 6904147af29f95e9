import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { type Game, minute, openEngine, tuesday } from '../setup/game.ts';
import { makeTenant, openRound } from '../setup/rows.ts';

let game: Game;
beforeAll(async () => {
  // One connection, whose counts of what it read can be asked for.
  game = await openEngine({ connections: 1 });
});
afterAll(() => game.close());

async function roundsRead({ sql }: Database): Promise<number> {
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await sql<{ n: number }[]>`
    select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_user_tables where relname = 'rounds'`;
  return row?.n ?? 0;
}

it('a click reads its own round, however many are open', async () => {
  const { store, database, clock } = game;
  const tenant = await makeTenant(store);
  const open = await Promise.all(Array.from({ length: 200 }, () => openRound(store, tenant)));
  await database.sql`analyze`;
  const before = await roundsRead(database);
  const clicked = open.slice(0, 20);
  const answer = { player: tenant.players[0]?.id ?? '', picked: [1], verdict: 'right', points: 15 } as const;
  for (const round of clicked) {
    await store.answers.recordAnswer(round, { ...answer, eventAt: tuesday + minute }, clock());
  }
  // Once for the click, and once more because the answer refers to it.
  expect((await roundsRead(database)) - before).toBe(2 * clicked.length);
});
