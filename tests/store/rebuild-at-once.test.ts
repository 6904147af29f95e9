import { expect, it } from 'vitest';
import { rebuild } from '../../src/standings/recount.ts';
import { onEachPostgres } from './engines.ts';
import { untilWaiting } from './waiting.ts';

onEachPostgres((game) => {
  it('a rebuild that Postgres undoes, because a count beside it waits for it, is done again', async () => {
    const { store, database } = game();
    const { sql } = database;
    const deadlocks = async () =>
      (await sql`select deadlocks::int as seen from pg_stat_database where datname = current_database()`)[0]?.seen;
    const before = await deadlocks();
    let rebuilt: Promise<number> = Promise.resolve(-1);
    await sql.begin(async (other) => {
      // Whoever finds the ring is undone: it shall not be this one.
      await other`set local deadlock_timeout = '1min'`;
      await other`lock table answers in row exclusive mode`;
      let ring: Promise<unknown> = Promise.resolve();
      await sql.begin(async (before) => {
        await before`lock table streaks in row exclusive mode`;
        rebuilt = rebuild(store);
        await untilWaiting(sql, 1);
        ring = other`lock table standings in row exclusive mode`;
        ring.catch(() => undefined);
        await untilWaiting(sql, 2);
      });
      // The rebuild has the standings and waits for the answers; the other one has those.
      await ring;
    });
    expect(await rebuilt).toBeGreaterThanOrEqual(0);
    await expect.poll(deadlocks, { timeout: 10_000 }).toBe(before + 1);
  });
});
