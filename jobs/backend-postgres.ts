import { type PostgresPoolConfig, runMigrations } from 'bullmq';
import { Client } from 'pg';
import { StartupError } from '../src/startup-error.ts';

/** BullMQ's tables and functions have a schema of their own, so that Prep's stays free of them. */
const SCHEMA = 'bullmq';
const CONNECT_MS = 4_500;

/** How BullMQ connects to the Postgres at `url`: a pool of at most `max` connections, beside the one that a worker listens on. */
export function postgresConnection(url: string, max: number): PostgresPoolConfig {
  return { ...address(url), schema: SCHEMA, max, connectionTimeoutMillis: CONNECT_MS, application_name: 'prep queue' };
}

/**
 * Brings BullMQ's tables up to date. Safe in several processes at once: BullMQ takes an advisory lock.
 *
 * @throws what `unusable` makes of it, if the database can't be reached within about 5 seconds, or its user may not make the
 * tables.
 */
export async function preparePostgres(url: string, unusable: (cause: unknown) => StartupError): Promise<void> {
  const client = new Client({ ...address(url), connectionTimeoutMillis: CONNECT_MS, application_name: 'prep queue' });
  // A connection that is lost in between also rejects what is under way.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await runMigrations(client, SCHEMA);
  } catch (cause) {
    throw unusable(cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Options inside the URL would replace BullMQ's, which say what schema it works in; as a setting they are added to. */
function address(url: string): { connectionString: string; options?: string } {
  const parsed = new URL(url);
  const options = parsed.searchParams.get('options');
  if (options === null) return { connectionString: url };
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options };
}

/**
 * Why the Postgres at `url` can't hold the queue, with the way out; the host is named, the password never. `embeddedLog`: the
 * log of the embedded one, which no variable names.
 */
export function postgresUnusable(url: string, cause: unknown, embeddedLog?: string): StartupError {
  const { host, password } = new URL(url);
  const detail = (cause instanceof Error ? cause.message : String(cause)).replaceAll(password || '\0', '…');
  if (embeddedLog !== undefined) {
    return new StartupError(
      `Prep can't keep its queue in its own Postgres: ${detail.replace(/\.$/, '')}. Start Prep again; if that doesn't help, ${embeddedLog} says what is wrong, and REDIS_URL can name a Redis for the queue instead.`,
      { cause },
    );
  }
  const refused = typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '42501';
  const remedy = refused
    ? `Let its user create the schema ${SCHEMA} (grant create on database), or set REDIS_URL to keep the queue in Redis.`
    : 'Start that Postgres or correct DATABASE_URL, or set REDIS_URL to keep the queue in Redis.';
  return new StartupError(
    `Prep can't keep its queue in the Postgres that DATABASE_URL names (${host}): ${detail.replace(/\.$/, '')}. ${remedy}`,
    { cause },
  );
}
