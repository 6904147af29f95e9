import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { SqlProof } from '../proof.ts';
import { ProofError } from './outcome.ts';

type Step = NonNullable<SqlProof['sessions']>[number];
type Connect = () => Promise<pg.Client>;

/** What became of one step. */
interface Outcome {
  rows: unknown[][];
  count: number | null;
  sqlstate: string | null;
  message: string | null;
  waited: boolean;
}

interface Session {
  client: pg.Client;
  pid: number;
  /** The step under way: the next one of the same session follows it. */
  busy: Promise<void>;
  /** Whether that step has ended. */
  idle: boolean;
}

const pollMs = 5;

/**
 * Runs steps of several sessions in their order. A step either ends or is seen (pg_blocking_pids) to wait for another session; only
 * then does the next one begin, so that the interleaving is the written one whatever the machine's speed. Outcomes of named steps go into prove.steps.
 * @throws {ProofError} where a step has to end before the next can begin, but waits for a session that does nothing
 */
export async function runSteps(steps: readonly Step[], connect: Connect): Promise<void> {
  const watcher = await connect();
  const sessions = new Map<string, Session>();
  const named: [string, Outcome][] = [];
  for (const step of steps) {
    const [name = '', text = ''] = Object.entries(step).find(([key]) => key !== 'as') ?? [];
    let session = sessions.get(name);
    if (session === undefined) {
      const client = await connect();
      // A dropped database must not end the prover by an unhandled event.
      client.on('error', () => undefined);
      const pid = (await client.query<string[]>({ text: 'select pg_backend_pid()', rowMode: 'array' })).rows[0]?.[0];
      session = { client, pid: Number(pid), busy: Promise.resolve(), idle: true };
      sessions.set(name, session);
    }
    await ended(name, sessions, watcher);
    const outcome: Outcome = { rows: [], count: null, sqlstate: null, message: null, waited: false };
    if (step.as !== undefined) named.push([step.as, outcome]);
    begin(session, perform(session.client, text, outcome));
    outcome.waited = await waits(session, watcher);
  }
  for (const name of sessions.keys()) await ended(name, sessions, watcher);
  for (const session of sessions.values()) {
    await session.client.query('rollback').catch(() => undefined);
    await session.client.end();
  }
  for (const [name, o] of named) {
    await watcher.query(
      'insert into prove.steps (name, rows, count, sqlstate, message, waited) values ($1, $2, $3, $4, $5, $6)',
      [name, JSON.stringify(o.rows), o.count, o.sqlstate, o.message, o.waited],
    );
  }
  await watcher.end();
}

async function perform(client: pg.Client, text: string, outcome: Outcome): Promise<void> {
  try {
    const { rows, rowCount } = await client.query<unknown[]>({ text, rowMode: 'array' });
    outcome.rows = rows;
    outcome.count = rowCount;
  } catch (error) {
    outcome.sqlstate = error instanceof pg.DatabaseError ? (error.code ?? 'XX000') : 'XX000';
    outcome.message = error instanceof Error ? error.message : String(error);
  }
}

function begin(session: Session, step: Promise<void>): void {
  session.idle = false;
  session.busy = step.then(() => {
    session.idle = true;
  });
}

/** True once the session's step is blocked by another session, false once it has ended. */
async function waits(session: Session, watcher: pg.Client): Promise<boolean> {
  while (!(await isOver(session))) {
    if ((await blockers(session, watcher)).length > 0 && !session.idle) return true;
  }
  return false;
}

/** Waits for a session's step to end. One that is blocked by an idle session would wait for ever: the steps are in a fixed order. */
async function ended(name: string, sessions: ReadonlyMap<string, Session>, watcher: pg.Client): Promise<void> {
  const session = sessions.get(name);
  while (session !== undefined && !(await isOver(session))) {
    const by = await blockers(session, watcher);
    const idle = [...sessions].find(([, other]) => other.idle && by.includes(other.pid));
    if (idle !== undefined && !session.idle) {
      throw new ProofError(`session ${name} waits for a lock of session ${idle[0]}, which no step before lets go`);
    }
  }
}

/** Whether a session's step has ended within the time of a look. */
async function isOver(session: Session): Promise<boolean> {
  await Promise.race([session.busy, sleep(pollMs)]);
  return session.idle;
}

async function blockers(session: Session, watcher: pg.Client): Promise<number[]> {
  const { rows } = await watcher.query<string[]>({
    text: 'select unnest(pg_blocking_pids($1) || pg_safe_snapshot_blocking_pids($1))',
    values: [session.pid],
    rowMode: 'array',
  });
  return rows.map(([pid]) => Number(pid));
}
