import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { type Backend, openQueue, startWorker } from '../jobs/index.ts';
import type { Platform } from '../src/platform.ts';
import type { Woken } from '../src/wakeups.ts';
import { findPart, redisPart } from '../tests/setup/parts.ts';
import { startRedisServer } from '../tests/setup/redis.ts';
import { dueChannels } from './due-channels.ts';
import { line, percentile, report } from './measure.ts';
import { type BenchStage, openStage } from './stage.ts';

const atOnce = 10_000;
const workspaces = 500;
const paced = { perSecond: 100, seconds: 20 };
const log = pino({ level: 'fatal' });

/**
 * Daily challenges that fall due at the same moment, from the queue to the recorded post, against as many jobs of BullMQ on
 * the same backend that do nothing; and at a steady pace. The platform takes everything: what is measured is ours.
 */
export async function benchDaily(): Promise<void> {
  const stage = await openStage({ connections: 16 });
  const program = findPart(redisPart);
  const folder = await mkdtemp(path.join(tmpdir(), 'prep-bench-redis-'));
  const redis = program ? await startRedisServer(program, folder) : undefined;
  if (!redis) line('Redis is not on this machine: that part is left out.');
  try {
    if (redis) await onBackend(stage, { kind: 'redis', url: redis.url }, 10);
    await onBackend(stage, { kind: 'postgres', url: stage.url }, 3);
  } finally {
    if (redis) process.kill(redis.pid);
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onBackend(stage: BenchStage, backend: Backend, atMost: number): Promise<void> {
  const none: Woken = { wake: async () => undefined, sweep: async () => {} };
  const names = Array.from({ length: atOnce }, (_, n) => `empty-${n}`);
  const empty = await drain(stage, backend, none, names, Date.now());

  const posts = gatherPosts(stage);
  const schedules = await dueChannels(stage, { channels: atOnce, workspaces, dueAt: () => Date.now() - 1000 });
  const statements = countStatements(stage);
  const ours = await drain(stage, backend, { wake: stage.engine.wake, sweep: none.sweep }, schedules, Date.now());
  line(
    `${atOnce} daily challenges due at once, queue on ${backend.kind}: ${seconds(ours)} s, as many empty jobs ${seconds(empty)} s; ${posts.length} posts`,
  );
  report(`daily challenges due at once, queue on ${backend.kind} / empty jobs`, ours / empty, { atMost });
  report(`statements of our own a post, queue on ${backend.kind}`, statements() / atOnce, { atMost: 4 });
  await atPace(stage, backend);
}

/** How long (ms) from starting a worker on a queue full of due jobs until all of them are done. */
async function drain(
  stage: BenchStage,
  backend: Backend,
  woken: Woken,
  ids: readonly string[],
  at: number,
): Promise<number> {
  const queue = await openQueue({ backend, clock: Date.now, log });
  await Promise.all(ids.map((id) => queue.wakeUps.plan({ kind: 'schedule', id }, at)));
  const expected = new Set(ids);
  let resolve = () => {};
  const done = new Promise<void>((all) => {
    resolve = all;
  });
  stage.planWith(queue.wakeUps);
  const began = performance.now();
  const worker = await startWorker(queue, {
    log,
    woken: {
      sweep: woken.sweep,
      async wake(wakeUp) {
        await woken.wake(wakeUp);
        if (expected.delete(wakeUp.id) && expected.size === 0) resolve();
        return undefined;
      },
    },
  });
  await done;
  const took = performance.now() - began;
  await worker.close();
  await queue.close();
  return took;
}

/** Daily challenges that fall due one after the other, and how long after its time each is posted. */
async function atPace(stage: BenchStage, backend: Backend): Promise<void> {
  const { perSecond, seconds: long } = paced;
  const first = Date.now() + 15_000;
  const dueAt = (n: number) => first + Math.floor(n / perSecond) * 1000;
  const posts = gatherPosts(stage);
  const ids = await dueChannels(stage, { channels: perSecond * long, workspaces, dueAt });
  const queue = await openQueue({ backend, clock: Date.now, log });
  stage.planWith(queue.wakeUps);
  await Promise.all(ids.map((id, n) => queue.wakeUps.plan({ kind: 'schedule', id }, dueAt(n))));
  const worker = await startWorker(queue, { log, woken: { wake: stage.engine.wake, sweep: async () => {} } });
  const giveUp = Date.now() + 3 * 60_000;
  while (posts.length < ids.length && Date.now() < giveUp) await sleep(200);
  await worker.close();
  await queue.close();
  const late = posts.map(({ channel, at }) => at - dueAt(Number(channel.slice(1))));
  const ms = (p: number) => percentile(late, p).toFixed(0);
  line(
    `${perSecond} channels due a second for ${long} s, queue on ${backend.kind}: ${posts.length} of ${ids.length} posted, lateness p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms, most ${ms(1)} ms`,
  );
}

/** Collects what the platform is given from now on: each channel's external id (`c<number>`) and when. */
function gatherPosts(stage: BenchStage): { channel: string; at: number }[] {
  const posts: { channel: string; at: number }[] = [];
  const platform: Platform = {
    name: 'web',
    can: { knowsZones: true, findsPosts: true, workspaceWord: 'workspace' },
    async post(channel) {
      posts.push({ channel: channel.channel, at: Date.now() });
      return { ...channel, message: String(posts.length) };
    },
    edit: async () => {},
    find: async () => ({ kind: 'absent' }),
    tell: async () => {},
    link: () => undefined,
  };
  stage.engine.addPlatform(platform);
  return posts;
}

/** Counts the store's statements from now on; beginning and ending a transaction are statements, too. */
function countStatements(stage: BenchStage): () => number {
  let statements = 0;
  stage.database.sql.options.debug = () => {
    statements += 1;
  };
  return () => {
    stage.database.sql.options.debug = false;
    return statements;
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
