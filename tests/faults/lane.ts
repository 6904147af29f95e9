import { mkdirSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { makeTemplate, templateName, withDatabase } from '../setup/database-template.ts';
import { startRedisServer } from '../setup/redis.ts';
import { type OwnPostgres, startOwnPostgres } from './postgres.ts';
import { type SharedClock, sharedClock } from './shared-clock.ts';
import { keepSpares, type Spares } from './spares.ts';

/** Servers of one's own, on which one arena after the other is played; two lanes never meet. */
export interface Lane {
  readonly clock: SharedClock;
  readonly clockFile: string;
  readonly postgres: OwnPostgres;
  readonly redisUrl: string;
  readonly spares: Spares;
  /** Makes a migrated, empty database. */
  newDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }>;
  close(): Promise<void>;
}

export async function openLane(options: {
  folder: string;
  redis: string;
  worker: { program: string; bankFile: string; log: number };
}): Promise<Lane> {
  const { folder } = options;
  mkdirSync(folder);
  const clockFile = path.join(folder, 'clock');
  const clock = sharedClock(clockFile, true);
  const [own, redis] = await Promise.all([
    startOwnPostgres(path.join(folder, 'postgres')),
    startRedisServer(options.redis, folder),
  ]);
  process.once('exit', () => kill(redis.pid));
  await makeTemplate(own.url);
  const spares = keepSpares(options.worker, 2);
  let made = 0;

  async function withServer(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
    const sql = postgres(own.url, { max: 1, onnotice: () => undefined });
    await work(sql);
    await sql.end();
  }

  return {
    clock,
    clockFile,
    postgres: own,
    redisUrl: redis.url,
    spares,
    async newDatabase() {
      made += 1;
      const name = `arena_${made}`;
      await withServer((sql) => sql`create database ${sql(name)} template ${sql(templateName)}`);
      return {
        url: withDatabase(own.url, name),
        drop: () => withServer((sql) => sql`drop database ${sql(name)} with (force)`),
      };
    },
    async close() {
      await spares.close();
      kill(redis.pid);
      await own.stop();
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
