import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { projectRoot } from '../project-root.ts';

/** Prep's own number among advisory locks: "prep" in ASCII. */
const migrationLock = 0x70726570;

/**
 * Applies the migrations that the database at `url` doesn't have yet. Processes that start together take turns under an
 * advisory lock, so each migration runs once. All pending ones are one transaction: they apply wholly or not at all.
 */
export async function migrate(url: string): Promise<void> {
  // One connection: the lock belongs to it, and goes with it if this process dies.
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: path.join(projectRoot, 'drizzle/migrations') });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
