import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type JobQueue, type JobWorker, openQueue, startWorker } from '../../jobs/index.ts';
import { systemClock } from '../../src/clock.ts';
import { needPart, redisPart } from '../setup/parts.ts';
import { startRedisServer } from '../setup/redis.ts';
import { keepingLogger, type Recorder, recorder } from './recorder.ts';

const eventually = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 20_000, interval: 25 });
const SOON_MS = 1_500;

let folder: string;
let server: Awaited<ReturnType<typeof startRedisServer>>;
let restart: () => Promise<void>;
let queue: JobQueue;
let worker: JobWorker | undefined;
let engine: Recorder;

beforeEach(async ({ skip }) => {
  worker = undefined;
  const program = needPart(redisPart);
  if (program === undefined) return skip('no Redis on this machine');
  folder = mkdtempSync(path.join(os.tmpdir(), 'prep-redis-'));
  server = await startRedisServer(program, folder);
  restart = async () => {
    server = await startRedisServer(program, folder, Number(new URL(server.url).port));
  };
  const { log } = keepingLogger();
  queue = await openQueue({ backend: { kind: 'redis', url: server.url }, clock: systemClock, log });
  engine = recorder();
  worker = await startWorker(queue, { woken: engine, log, sweepEveryMs: 200 });
});

afterEach(async () => {
  if (worker === undefined) return;
  await worker.close();
  await queue.close();
  process.kill(server.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  [
    'flushed',
    async () => {
      const client = new Redis(server.url);
      await client.flushall();
      await client.quit();
    },
  ],
  [
    'killed and started again, empty',
    async () => {
      process.kill(server.pid, 'SIGKILL');
      await restart();
    },
  ],
])('a Redis that is %s loses what was planned; the sweep goes on, and so does new work', async (_, lose) => {
  const lost = { kind: 'schedule', id: 'lost' } as const;
  await queue.wakeUps.plan(lost, Date.now() + SOON_MS);
  await lose();
  const sweeps = engine.sweeps;
  await eventually(() => expect(engine.sweeps).toBeGreaterThan(sweeps + 2));
  const fresh = { kind: 'close', id: 'fresh' } as const;
  await eventually(async () => expect(await queue.ping()).toBe(true));
  await queue.wakeUps.plan(fresh, Date.now() + SOON_MS + 1_000);
  await eventually(() => expect(engine.woken).toContainEqual(fresh));
  expect(engine.woken).not.toContainEqual(lost);
});
