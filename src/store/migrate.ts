import path from 'node:path';
import { DrizzleQueryError } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { projectRoot } from '../project-root.ts';
import { StartupError } from '../startup-error.ts';

/** Prep's own number among advisory locks: "prep" in ASCII. */
const migrationLock = 0x70726570;

/** Why a database takes no tables of ours, by Postgres's code, and what helps. */
const refusals: Readonly<Record<string, (said: string) => string>> = {
  '42501': (said) =>
    `The user in DATABASE_URL may not make Prep's tables (${said}). Make that user the owner of the database, or let DATABASE_URL name a user that may.`,
  '25006': () =>
    'The database that DATABASE_URL names can only be read. Let DATABASE_URL name the server that is written to.',
  '42P07': (said) =>
    `The database that DATABASE_URL names holds tables of another program (${said}). Give Prep a database of its own.`,
};

/**
 * Applies the migrations that the database at `url` doesn't have yet. Processes that start together take turns under an
 * advisory lock, so each migration runs once. All pending ones are one transaction: they apply wholly or not at all.
 * @throws StartupError if the database may not be changed, or is another program's
 */
export async function migrate(url: string): Promise<void> {
  // One connection: the lock belongs to it, and goes with it if this process dies.
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: path.join(projectRoot, 'drizzle/migrations') });
  } catch (error) {
    throw refused(error) ?? error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function refused(error: unknown): StartupError | undefined {
  const said = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(said instanceof postgres.PostgresError)) return undefined;
  const paragraph = refusals[said.code]?.(said.message);
  return paragraph === undefined ? undefined : new StartupError(paragraph, { cause: error });
}
