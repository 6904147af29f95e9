import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from '../../drizzle/schema.ts';
import { StartupError } from '../startup-error.ts';

export type Sql = postgres.Sql;

/** One pool of connections, with drizzle on top; the hot statements go through `sql` directly. */
export interface Database {
  readonly sql: Sql;
  readonly db: PostgresJsDatabase<typeof schema>;
  close(): Promise<void>;
}

/** Where a database is. What has a `log` is Prep's own server, which no variable names. */
export interface DatabasePlace {
  /** postgres://… */
  readonly url: string;
  /** The path of the same server's Unix socket, which is quicker than the URL's port. */
  readonly socket?: string | undefined;
  /** Where Prep's own server writes what goes wrong. */
  readonly log?: string | undefined;
}

/** Of the 30 connections a process may use, BullMQ's backend has its own few. */
const connections = 16;
const oldestSupported = 150_000;
/** What is no Postgres closes or says nothing, and the client would try it for ever (ms). */
const answersWithinMs = 12_000;
/** A process that stands still in the middle of a transaction loses it, or nobody else would get past its locks (ms). */
const abandonedMs = 5_000;

/**
 * Opens the pool.
 * @throws StartupError if the server can't be reached or is older than version 15
 */
export async function openDatabase(
  place: DatabasePlace,
  options: { max?: number; answersWithinMs?: number } = {},
): Promise<Database> {
  const sql = postgres(place.url, {
    max: options.max ?? connections,
    ...(place.socket === undefined ? {} : { path: place.socket }),
    onnotice: () => {},
    connect_timeout: 10,
    // Its own pauses grow to 20 s, and whoever waits for an answer would wait that much longer than the outage.
    backoff: () => 0.25 + Math.random() / 4,
    connection: {
      application_name: 'prep',
      idle_in_transaction_session_timeout: abandonedMs,
      // Statements for many channels at once look dear to the planner, and are over before they would be compiled.
      jit: 'off',
    },
  });
  const patience = setTimeout(() => void sql.end({ timeout: 0 }), options.answersWithinMs ?? answersWithinMs);
  try {
    const [row] = await sql<{ version: number; name: string }[]>`
      select current_setting('server_version_num')::int as version, current_setting('server_version') as name`;
    if (row && row.version < oldestSupported) {
      throw new StartupError(
        `DATABASE_URL names a PostgreSQL ${row.name}. Prep needs version 15 or newer: point it at a newer server, or unset DATABASE_URL to use the embedded one.`,
      );
    }
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error instanceof StartupError ? error : unreachable(error, place.log);
  } finally {
    clearTimeout(patience);
  }
  const db = drizzle(keepingPlans(sql), { schema });
  readMomentsAsDates(sql);
  return { sql, db, close: () => sql.end({ timeout: 5 }) };
}

/**
 * Drizzle sends its statements in a way that is parsed and planned anew each time, and described in a journey of its own
 * first; sent as the others are, a connection remembers them.
 */
function keepingPlans(sql: Sql): Sql {
  const { unsafe } = sql;
  sql.unsafe = (query, parameters, options) => unsafe(query, parameters, { ...options, prepare: true });
  return sql;
}

/**
 * Drizzle makes its client hand out every date and time as text, for the statements that go through `sql` directly, too.
 * Moments are given back their reading as `Date`, which drizzle's own columns take as well; local dates stay text.
 */
function readMomentsAsDates(sql: Sql): void {
  const timestamptz = 1184;
  sql.options.parsers[timestamptz] = (text: string) => new Date(text);
  sql.options.serializers[timestamptz] = (moment: Date | string) => new Date(moment).toISOString();
}

/** Codes of Postgres, of its client and of the system that a mistaken address leads to, in words. */
const inWords: Readonly<Record<string, string>> = {
  '28000': 'it refuses that user',
  '28P01': 'it refuses that user or password',
  '3D000': 'it has no database of that name',
  '53300': 'it takes no more connections',
  CONNECT_TIMEOUT: 'no answer',
  CONNECTION_DESTROYED: 'no answer of a Postgres',
  ECONNREFUSED: 'nothing listens there: ECONNREFUSED',
  ENOTFOUND: 'there is no such host: ENOTFOUND',
};

function unreachable(cause: unknown, embeddedLog: string | undefined): StartupError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
  const reason = inWords[code] ?? code;
  if (embeddedLog !== undefined) {
    return new StartupError(
      `Prep's own Postgres runs, but can't be used (${reason}). Start Prep again; if that doesn't help, ${embeddedLog} says what is wrong, and DATABASE_URL can name another Postgres.`,
    );
  }
  return new StartupError(
    `The database that DATABASE_URL names can't be used (${reason}). Check the address, the user and that the server runs, or unset DATABASE_URL to use the embedded one.`,
  );
}
