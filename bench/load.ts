import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPart, redisPart } from '../tests/setup/parts.ts';
import { startRedisServer } from '../tests/setup/redis.ts';
import { loadDiscord } from './load-discord.ts';
import type { LoadPlatform } from './load-platform.ts';
import { reportLoad } from './load-report.ts';
import { loadSlack } from './load-slack.ts';
import type { LoadSpec, LoadUse } from './load-spec.ts';
import { unevenly } from './load-spread.ts';
import { line } from './measure.ts';
import { startProgram } from './program.ts';
import type { Use } from './use.ts';

/** What may be said beside the name of this bench. */
export interface LoadOptions {
  /** how many are due in the same minute */
  readonly channels?: string | undefined;
  /** how many of them are in one workspace */
  readonly large?: string | undefined;
  /** one platform alone */
  readonly platform?: string | undefined;
  /** where the queue is: Redis, unless the machine has none or Postgres is named */
  readonly queue?: string | undefined;
}

/** What people do meanwhile: a command or a press every so many ms. */
const actEveryMs = 200;
/** Without a post for so long nothing more is expected. */
const patienceMs = 60_000;
const platforms = { slack: loadSlack, discord: loadDiscord } as const;
/** At 300 posts a minute in a workspace of Slack, five thousand channels would take a quarter of an hour. */
const largest = { slack: 2_000, discord: 5_000 } as const;

/**
 * Thousands of channels due in the same minute on the strict fakes with their rate limits on, very unevenly spread over workspaces,
 * while people go on using Prep. What is compared with is what the limits allow.
 */
export async function benchLoad(options: LoadOptions): Promise<void> {
  for (const name of ['discord', 'slack'] as const) {
    if (options.platform !== undefined && options.platform !== name) continue;
    const channels = Number(options.channels ?? 10_000);
    const large = Number(options.large ?? Math.min(largest[name], channels / 2));
    const platform = await platforms[name](unevenly(channels, large));
    try {
      await withQueue(options.queue, (redis, folder) => onPlatform(platform, redis, folder));
    } finally {
      await platform.close();
    }
  }
}

async function onPlatform(platform: LoadPlatform, redis: string | undefined, folder: string): Promise<void> {
  const channels = platform.workspaces.flatMap((workspace) => workspace.channels).length;
  // Time to insert, to connect and for the first sweep to plan it all.
  const dueAt = Math.ceil((Date.now() + 15_000 + channels * 4) / 60_000) * 60_000;
  const server = await startServer({ ...platform.spec, redis, dueAt, workspaces: platform.workspaces }, folder);
  try {
    if (Date.now() > dueAt) line('Planning took until they were due: lateness is too high by that.');
    const before = await server.use();
    await sleep(Math.max(0, dueAt - Date.now() - 2_000));
    const acts: (number | undefined)[] = [];
    const acting = setInterval(() => {
      const n = acts.push(undefined) - 1;
      platform.act(n, server.origin).then(
        (ms) => {
          acts[n] = ms;
        },
        () => undefined,
      );
    }, actEveryMs);
    const posts: { channel: string; at: number }[] = [];
    let lastAt = dueAt;
    while (posts.length < channels && Date.now() - lastAt < patienceMs) {
      await sleep(250);
      const more = platform.newPosts();
      posts.push(...more);
      if (more.length > 0) lastAt = Date.now();
    }
    clearInterval(acting);
    // What was doubled may come late.
    await sleep(5_000);
    posts.push(...platform.newPosts());
    const after = await server.use();
    reportLoad({ platform, dueAt, posts, acts, before, after, queue: redis ? 'Redis' : 'Postgres' });
  } finally {
    await server.end();
  }
}

async function startServer(spec: LoadSpec, folder: string) {
  const file = path.join(folder, 'load.json');
  await writeFile(file, JSON.stringify(spec));
  const program = startProgram('load-server', [file]);
  const { origin } = await program.next<{ origin: string }>();
  return { origin, use: () => program.ask<Use & LoadUse>('use'), end: program.end };
}

/** Runs `work` on a queue that is empty: a Redis of its own, or the Postgres that the server starts. */
async function withQueue(
  wanted: string | undefined,
  work: (redis: string | undefined, folder: string) => Promise<void>,
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'prep-load-'));
  const program = wanted === 'postgres' ? undefined : findPart(redisPart);
  const redis = program ? await startRedisServer(program, folder) : undefined;
  try {
    await work(redis?.url, folder);
  } finally {
    if (redis) process.kill(redis.pid);
    await rm(folder, { recursive: true, force: true });
  }
}
