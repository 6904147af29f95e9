import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { SqlProof } from '../proof.ts';
import { type Computed, ProofError } from './outcome.ts';
import { runSteps } from './sessions.ts';
import type { ProofServer } from './sql-server.ts';

/**
 * Runs a proof on a fresh database of `server`, and again without its set-up and steps: at least one entry must then fail or come
 * out otherwise, and no entry may be one that the planner folds to a constant.
 * @throws {ProofError} with the statement that failed, or where the proof could be a constant
 */
export async function proveSql(proof: SqlProof, server: ProofServer): Promise<Computed> {
  const texts = [proof.setup ?? [], proof.shows, (proof.sessions ?? []).flatMap((step) => Object.values(step))]
    .flat()
    .join('\n');
  const makesRoles = /\bcreate\s+(role|user)\b/i.test(texts);
  return makesRoles ? server.withRoles(() => proveAlone(proof, server)) : proveAlone(proof, server);
}

async function proveAlone(proof: SqlProof, server: ProofServer): Promise<Computed> {
  const limitMs = (proof.seconds ?? 10) * 1000;
  const result = await inFreshDatabase(server, proof, limitMs, async (connect) => {
    const setup = await connect();
    for (const text of [proof.setup ?? []].flat()) await said(setup, 'setup', text);
    await setup.end();
    if (proof.sessions !== undefined) await runSteps(proof.sessions, connect);
    const client = await connect();
    const found: boolean[] = [];
    for (const [n, show] of proof.shows.entries()) {
      await refuseFolded(client, n, show);
      found.push(await evaluate(client, n, show));
    }
    return found;
  });
  const bare = await inFreshDatabase(server, proof, limitMs, async (connect) => {
    const client = await connect();
    for (const [n, show] of proof.shows.entries()) {
      const alone = await evaluate(client, n, show).catch(() => undefined);
      if (alone !== result[n]) return false;
    }
    return true;
  });
  if (bare) {
    throw new ProofError(
      'comes out the same without its set-up: it could be a constant. Put the data that the options are about into `setup`',
    );
  }
  return { result, runtime: `PostgreSQL ${server.version}` };
}

type Connect = () => Promise<pg.Client>;

async function inFreshDatabase<T>(
  server: ProofServer,
  proof: SqlProof,
  limitMs: number,
  work: (connect: Connect) => Promise<T>,
): Promise<T> {
  const name = `proof_${randomBytes(6).toString('hex')}`;
  const clients: pg.Client[] = [];
  const connect = async () => {
    const client = await server.connect(name);
    clients.push(client);
    return client;
  };
  await server.create(name, proof.extensions ?? []);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProofError(`took more than ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([work(connect), tooLong]);
  } finally {
    clearTimeout(timer);
    // Dropping with force ends what still runs; the clients then only have to let go.
    await server.drop(name);
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

async function said(client: pg.Client, where: string, text: string): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    throw sqlFault(where, text, error);
  }
}

async function evaluate(client: pg.Client, n: number, show: string): Promise<boolean> {
  const where = `shows, entry ${n + 1}`;
  try {
    await client.query('begin');
    const { rows } = await client.query<unknown[]>({ text: show, rowMode: 'array' });
    const value = rows[0]?.[0];
    if (rows.length !== 1 || rows[0]?.length !== 1 || (value !== 't' && value !== 'f')) {
      throw new ProofError(`${where} has to return one boolean, and returned ${JSON.stringify(rows).slice(0, 120)}`, [
        show,
      ]);
    }
    return value === 't';
  } catch (error) {
    throw error instanceof ProofError ? error : sqlFault(where, show, error);
  } finally {
    await client.query('rollback').catch(() => undefined);
  }
}

/** Postgres folds what holds no data and no volatile function while planning; such an entry says nothing about the set-up. */
async function refuseFolded(client: pg.Client, n: number, show: string): Promise<void> {
  let plan: string[];
  try {
    const { rows } = await client.query<string[]>({ text: `explain (verbose, costs off) ${show}`, rowMode: 'array' });
    plan = rows.map(([line = '']) => line.trim());
  } catch (error) {
    throw sqlFault(`shows, entry ${n + 1}`, show, error);
  }
  const output = plan.find((line) => line.startsWith('Output: '));
  if (output !== undefined && /^Output: \(?(true|false|NULL::boolean)\)?$/i.test(output)) {
    throw new ProofError(
      `shows, entry ${n + 1} is a constant to the planner: let it read its values from the set-up's tables`,
      [show],
    );
  }
}

function sqlFault(where: string, text: string, error: unknown): ProofError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof pg.DatabaseError ? ` (${error.code})` : '';
  return new ProofError(`${where}: ${message}${code}`, text.trim().split('\n').slice(0, 12));
}
