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
}

const pollMs = 5;

/**
 * Runs steps of several sessions in their order. A step either ends or is seen (pg_blocking_pids) to wait for another session; only
 * then does the next one begin, so that the interleaving is the written one whatever the machine's speed. Outcomes of named steps go into prove.steps.
 * @throws {ProofError} where a step waits for a session that has no further step to let it go on
 */
export async function runSteps(steps: readonly Step[], connect: Connect, limitMs: number): Promise<void> {
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
      session = { client, pid: Number(pid), busy: Promise.resolve() };
      sessions.set(name, session);
    }
    await ended(session.busy, limitMs, name, text);
    const outcome: Outcome = { rows: [], count: null, sqlstate: null, message: null, waited: false };
    if (step.as !== undefined) named.push([step.as, outcome]);
    session.busy = perform(session.client, text, outcome);
    outcome.waited = await waits(session, watcher);
  }
  for (const [name, session] of sessions) await ended(session.busy, limitMs, name, 'its last step');
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

/** True once the session's step is blocked by another session, false once it has ended. */
async function waits(session: Session, watcher: pg.Client): Promise<boolean> {
  let over = false;
  const done = session.busy.then(() => {
    over = true;
  });
  for (;;) {
    await Promise.race([done, sleep(pollMs)]);
    if (over) return false;
    const { rows } = await watcher.query<string[]>({
      text: 'select cardinality(pg_blocking_pids($1)) + cardinality(pg_safe_snapshot_blocking_pids($1))',
      values: [session.pid],
      rowMode: 'array',
    });
    if (!over && Number(rows[0]?.[0]) > 0) return true;
  }
}

async function ended(busy: Promise<void>, limitMs: number, session: string, text: string): Promise<void> {
  const patience = new AbortController();
  const late = sleep(limitMs / 2, 'late' as const, { signal: patience.signal }).catch(() => 'over' as const);
  const first = await Promise.race([busy.then(() => 'over' as const), late]);
  patience.abort();
  if (first === 'late') throw new ProofError(`session ${session} waits for a lock that no step lets go`, [text]);
}
