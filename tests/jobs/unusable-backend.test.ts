import { createServer, type Server } from 'node:net';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Backend, openQueue } from '../../jobs/index.ts';
import { systemClock } from '../../src/clock.ts';
import { StartupError } from '../../src/startup-error.ts';
import { freshDatabase } from '../setup/database.ts';
import { freePort } from '../setup/free-port.ts';
import { redisUrl } from '../setup/redis.ts';
import { keepingLogger } from './recorder.ts';

/** What opening the queue there says; it must fail, and as a start's failure. */
const refusal = async (backend: Backend): Promise<string> => {
  const failure = await openQueue({ backend, clock: systemClock, log: keepingLogger().log }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StartupError);
  return failure instanceof StartupError ? failure.message : '';
};

const SECRET = 'hush-hush';

/** Accepts connections and never says a word. */
let silent: Server;
let silentHost: string;
let closedHost: string;

beforeAll(async () => {
  silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  silentHost = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  closedHost = `127.0.0.1:${await freePort()}`;
});
afterAll(() => {
  silent.close();
});

describe('a Redis', () => {
  const remedy = 'Start that Redis or correct REDIS_URL, or unset REDIS_URL to keep the queue in Postgres.';

  test('that is not there', async () => {
    const said = await refusal({ kind: 'redis', url: `redis://prep:${SECRET}@${closedHost}/3` });
    expect(said).toBe(
      `Prep can't use the Redis that REDIS_URL names (${closedHost}): connect ECONNREFUSED ${closedHost}. ${remedy}`,
    );
  });

  test('that does not answer', async () => {
    const said = await refusal({ kind: 'redis', url: `redis://:${SECRET}@${silentHost}` });
    expect(said).toContain(`(${silentHost}): `);
    expect(said).toContain(remedy);
    expect(said).not.toContain(SECRET);
  });

  test('that does not take the password', async ({ skip }) => {
    const url = await redisUrl(41);
    if (url === undefined) return skip('no Redis on this machine');
    const wrong = new URL(url);
    wrong.username = 'nobody';
    wrong.password = SECRET;
    const said = await refusal({ kind: 'redis', url: wrong.href });
    expect(said).toContain('WRONGPASS');
    expect(said).toContain(remedy);
    expect(said).not.toContain(SECRET);
  });
});

describe('a Postgres', () => {
  const remedy = 'Start that Postgres or correct DATABASE_URL, or set REDIS_URL to keep the queue in Redis.';

  test('that is not there', async () => {
    const said = await refusal({ kind: 'postgres', url: `postgres://prep:${SECRET}@${closedHost}/prep` });
    expect(said).toBe(
      `Prep can't keep its queue in the Postgres that DATABASE_URL names (${closedHost}): connect ECONNREFUSED ${closedHost}. ${remedy}`,
    );
  });

  test('that does not answer', async () => {
    const said = await refusal({ kind: 'postgres', url: `postgres://prep:${SECRET}@${silentHost}/prep` });
    expect(said).toContain(`(${silentHost}): `);
    expect(said).toContain(remedy);
    expect(said).not.toContain(SECRET);
  });

  test('of its own, which no variable names', async () => {
    const backend = { kind: 'postgres', url: `postgres://prep:${SECRET}@${closedHost}/prep` } as const;
    expect(await refusal({ ...backend, embeddedLog: '/here/.data/postgres.log' })).toBe(
      `Prep can't keep its queue in its own Postgres: connect ECONNREFUSED ${closedHost}. Start Prep again; if that doesn't help, /here/.data/postgres.log says what is wrong, and REDIS_URL can name a Redis for the queue instead.`,
    );
  });

  test('whose user may not make a schema', async () => {
    const database = await freshDatabase();
    const name = new URL(database.url).pathname.slice(1);
    const role = `r_${name}`;
    const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => undefined });
    try {
      await admin`create role ${admin(role)} login password ${admin.unsafe(`'${SECRET}'`)}`;
      const url = new URL(database.url);
      url.username = role;
      url.password = SECRET;
      const said = await refusal({ kind: 'postgres', url: url.href });
      expect(said).toContain(`permission denied for database ${name}`);
      expect(said).toContain('Let its user create the schema bullmq (grant create on database), or set REDIS_URL');
      expect(said).not.toContain(SECRET);
    } finally {
      await database.drop();
      await admin`drop role ${admin(role)}`;
      await admin.end();
    }
  });
});
