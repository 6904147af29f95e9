import { expect, vi } from 'vitest';
import type { Sql } from '../../src/store/database.ts';

/** Waits until at least so many sessions of this database wait for a lock, or `over` says that they need not. */
export async function untilWaiting(sql: Sql, sessions: number, over = () => false): Promise<void> {
  await vi.waitFor(async () => {
    const [row] = await sql<{ waiting: number }[]>`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    expect(over() || (row?.waiting ?? 0) >= sessions).toBe(true);
  }, 20_000);
}
