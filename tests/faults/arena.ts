import type { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Backend, openQueue } from '../../jobs/index.ts';
import { QUEUE_NAME } from '../../jobs/queue.ts';
import type { Bank } from '../../src/bank/load.ts';
import type { Clock } from '../../src/clock.ts';
import { createEngine, type Engine } from '../../src/engine.ts';
import { nextOccurrence } from '../../src/schedule/local-time.ts';
import type { ScheduleTerms } from '../../src/schedule/terms.ts';
import { openDatabase, type Sql } from '../../src/store/database.ts';
import { createStore, type Store } from '../../src/store/index.ts';
import { seeded } from '../setup/random.ts';
import type { Chat } from './chat.ts';
import { openFakeDiscord } from './chat-discord.ts';
import { openFakeSlack } from './chat-slack.ts';
import type { Lane } from './lane.ts';
import { openSender } from './senders.ts';
import { openTeam, type Team } from './team.ts';

/** Where days are played: one platform, one queue, one or three workers. */
export interface ArenaPlan {
  readonly platform: 'slack' | 'discord';
  readonly queue: Backend['kind'];
  readonly workers: 1 | 3;
  readonly seed: number;
}

/** A Prep of its own with a daily challenge in one channel, and some people who answer, two of whom want to be reminded. */
export interface Arena {
  readonly plan: ArenaPlan;
  readonly lane: Lane;
  readonly chat: Chat;
  readonly team: Team;
  readonly now: Clock;
  readonly sql: Sql;
  readonly store: Store;
  /** the process that people's clicks come to; it does no work of the queue */
  readonly engine: Engine;
  readonly bank: Bank;
  readonly random: () => number;
  readonly schedule: string;
  /** ids on the platform; the first has set the daily challenge up */
  readonly people: readonly string[];
  /** Moves the clock of all to `at` (epoch ms), and wakes whom the queue would have woken until then. */
  moveTo(at: number): Promise<void>;
  /** Empties the queue's Redis. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Shorter than BullMQ's 30 s, so that a frozen worker's jobs are given away while the suite waits. */
export const lockMs = 2_000;
const peopleCount = 4;
const terms: ScheduleTerms = {
  localTime: '09:00',
  zone: 'UTC',
  // Weeks are short, so that many of their recaps come.
  weekdays: [4, 5, 6, 7],
  topics: [],
  closes: '1h',
};

export async function openArena(lane: Lane, plan: ArenaPlan, bank: Bank, log: Logger): Promise<Arena> {
  const { clock } = lane;
  const fresh = await lane.newDatabase();
  const databaseUrl = fresh.url;
  const backend: Backend =
    plan.queue === 'redis' ? { kind: 'redis', url: lane.redisUrl } : { kind: 'postgres', url: databaseUrl };
  const redis = new Redis(lane.redisUrl);
  await redis.flushall();
  const database = await openDatabase({ url: databaseUrl }, { max: 5 });
  const store = createStore(database);
  const chat = await (plan.platform === 'slack' ? openFakeSlack : openFakeDiscord)(clock.now);
  const queue = await openQueue({ backend, clock: clock.now, log });
  const random = seeded(plan.seed);
  const engine = createEngine({ store, bank, wakeUps: queue.wakeUps, clock: clock.now, random, log });
  engine.addPlatform(await openSender(chat.access, clock.now, log));

  const people = Array.from({ length: peopleCount }, (_, place) => chat.newPerson(`Person ${place}`));
  const workspace = await store.people.ensureWorkspace(plan.platform, chat.workspace, 'Acme', clock.now());
  const channel = await store.people.ensureChannel(workspace.id, chat.channel, 'backend');
  const by = await store.people.ensurePlayer(workspace.id, people[0] ?? '', { name: 'Person 0' }, clock.now());
  for (const [place, id] of people.slice(1, 3).entries()) {
    const player = await store.people.ensurePlayer(workspace.id, id, { name: `Person ${place + 1}` }, clock.now());
    await store.reminders.chooseReminder(
      { workspace: workspace.id, channel: channel.id, player: player.id },
      'post',
      clock.now(),
    );
  }
  const next = nextOccurrence(terms, clock.now());
  const where = { workspace: workspace.id, channel: channel.id, by: by.id };
  const schedule = await store.schedules.saveSchedule(where, terms, { enabled: true, next }, clock.now());
  await queue.wakeUps.plan({ kind: 'schedule', id: schedule.id }, next.at);

  const spec = { databaseUrl, backend, chat: chat.access, clockFile: lane.clockFile, seed: plan.seed, lockMs };
  const team = await openTeam(lane.spares, plan.workers, spec);
  // BullMQ's own face of the queue: it waits by the machine's clock, so what is due by ours is promoted by hand.
  const planned = queue.backend.queue(QUEUE_NAME) as unknown as Queue;
  planned.on('error', () => undefined);

  return {
    plan,
    lane,
    chat,
    team,
    now: clock.now,
    sql: database.sql,
    store,
    engine,
    bank,
    random,
    schedule: schedule.id,
    people,
    async moveTo(at) {
      clock.moveTo(at);
      const jobs = await planned.getDelayed().catch(() => []);
      const due = jobs.filter((job) => Number(job.id?.split('-').at(-1)) * 1000 <= clock.now());
      await Promise.allSettled(due.map((job) => job.promote()));
    },
    async flush() {
      await redis.flushall();
    },
    async close() {
      await team.close();
      await Promise.allSettled([planned.close(), queue.close(), redis.quit(), engine.close()]);
      await database.close();
      await fresh.drop();
      await chat.close();
    },
  };
}
