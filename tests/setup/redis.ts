import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { needPart, redisPart } from './parts.ts';
import { type StartedService, sharedService, spawnService } from './shared-service.ts';

/**
 * The run's Redis; `undefined`, with one printed line, where the machine has none. All tests share it: give a database
 * number (0 to 63) of your own, and a prefix where the code under test takes one.
 */
export async function redisUrl(databaseNumber = 0): Promise<string | undefined> {
  const program = needPart(redisPart);
  if (!program) return undefined;
  const url = await sharedService('redis', (folder) => startRedis(program, folder));
  return `${url}/${databaseNumber}`;
}

async function startRedis(program: string, folder: string): Promise<StartedService> {
  const started = await startRedisServer(program, folder);
  return { url: started.url, pid: started.pid };
}

/** Starts a Redis that keeps nothing on disk. A test that stops or flushes its Redis starts one of its own and ends it by pid. */
export async function startRedisServer(program: string, folder: string, port?: number): Promise<StartedService> {
  const chosen = port ?? (await freePort());
  const log = path.join(folder, 'redis.log');
  const flags = [
    '--port',
    String(chosen),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--databases',
    '64',
  ];
  const pid = spawnService(program, [...flags, '--dir', folder, '--maxmemory-policy', 'noeviction'], log);
  const url = `redis://127.0.0.1:${chosen}`;
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    for (let waited = 0; ; waited += 50) {
      const ready = await client.connect().then(
        () => true,
        () => false,
      );
      if (ready) return { url, pid };
      if (waited > 10_000) throw new Error(`redis-server did not start: ${readFileSync(log, 'utf8')}`);
      await sleep(50);
    }
  } finally {
    client.disconnect();
  }
}
