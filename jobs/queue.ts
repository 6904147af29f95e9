import type { JobsOptions } from 'bullmq';
import type { Logger } from 'pino';
import type { Clock } from '../src/clock.ts';
import { gather } from '../src/gather.ts';
import type { WakeUp, WakeUps } from '../src/wakeups.ts';
import { type Backend, type ConnectedBackend, connectBackend } from './backend.ts';
import { endsWithin } from './deadline.ts';
import { type Outage, watchOutage } from './outage.ts';

export const QUEUE_NAME = 'wake-ups';
/** A busy process plans many wake-ups at a time: on Postgres BullMQ makes tables for each addition. */
const PLAN_EVERY_MS = 50;
/** How long a person's action waits for the queue: what isn't planned by then, the sweep finds. */
const PLAN_MS = 2_000;
const PING_MS = 2_000;
const CLOSE_MS = 1_000;
/** BullMQ's priorities end at 2,097,151. */
const LAST_RANK = 2_000_000;

/** The open queue. */
export interface JobQueue {
  /** For the engine. Neither member rejects or takes longer than 2 seconds: a queue that is away delays work and fails nothing. */
  readonly wakeUps: WakeUps;
  /** For {@link startWorker}. */
  readonly backend: ConnectedBackend;
  readonly outage: Outage;
  /** Whether the queue answers (within 2 seconds), for /readyz. Never rejects. */
  ping(): Promise<boolean>;
  /** Disconnects, within 2 seconds even from a backend that is away; calling it again waits for the same end. Close the worker first. */
  close(): Promise<void>;
}

/**
 * Connects to the backend and opens the queue of wake-ups.
 *
 * @throws {StartupError} within about 5 seconds if the backend can't be reached or used.
 */
export async function openQueue(parts: { backend: Backend; clock: Clock; log: Logger }): Promise<JobQueue> {
  const { clock, log } = parts;
  const backend = await connectBackend(parts.backend);
  const queue = backend.queue(QUEUE_NAME);
  const answers = async (): Promise<boolean> => {
    const count = queue.getDelayedCount().then(
      () => true,
      () => false,
    );
    return (await endsWithin(count, PING_MS)) && count;
  };
  const outage = watchOutage(answers, log);
  queue.on('error', (error) => outage.report(error));
  try {
    await queue.waitUntilReady();
  } catch (cause) {
    outage.close();
    await endsWithin(queue.disconnect(), CLOSE_MS);
    throw backend.unusable(cause);
  }

  const attempt = async (work: Promise<unknown>): Promise<void> => {
    const watched = work.catch((error: unknown) => outage.report(error));
    // Known to be away: BullMQ still does it if it comes back soon, but nobody waits for that.
    if (outage.ongoing) return;
    if (!(await endsWithin(watched, PLAN_MS))) outage.report(new Error(`The queue took longer than ${PLAN_MS} ms.`));
  };

  // One journey to the backend for wake-ups that are planned at the same time.
  const plan = gather<Planned, void>({
    async send(planned) {
      const now = clock();
      await attempt(queue.addBulk(planned.map((one) => jobOf(one, now))));
      return planned.map(() => undefined);
    },
    key: ({ wakeUp, at }) => jobId(wakeUp, at),
    undone: () => false,
    sendings: 1,
    everyMs: PLAN_EVERY_MS,
  });

  const close = async (): Promise<void> => {
    const away = outage.ongoing;
    outage.close();
    if (away || !(await endsWithin(queue.close(), CLOSE_MS))) await endsWithin(queue.disconnect(), CLOSE_MS);
  };
  let closed: Promise<void> | undefined;

  return {
    wakeUps: {
      plan: (wakeUp, at) => plan({ wakeUp, at }),
      cancel: (wakeUp, at) => attempt(queue.remove(jobId(wakeUp, at))),
    },
    backend,
    outage,
    ping: answers,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** The whole second in which a wake-up falls due: rounded up, because woken early there would be nothing to do yet. */
const dueSecond = (at: number): number => Math.ceil(at / 1_000);

/** One wake-up a second and subject; BullMQ refuses a colon in it. */
const jobId = (wakeUp: WakeUp, at: number): string => `${wakeUp.kind}-${wakeUp.id}-${dueSecond(at)}`;

const jobData = (wakeUp: WakeUp): WakeUp =>
  wakeUp.kind === 'schedule' && wakeUp.again
    ? { kind: wakeUp.kind, id: wakeUp.id, again: true }
    : { kind: wakeUp.kind, id: wakeUp.id };

/**
 * What is due together goes by rank: every workspace's first post before any one's second. Closes and reminders come
 * after: who posts closes what is due in its channel itself.
 */
const priority = (wakeUp: WakeUp): number =>
  wakeUp.kind === 'schedule' ? Math.min(wakeUp.rank ?? 1, LAST_RANK) : LAST_RANK + 1;

interface Planned {
  readonly wakeUp: WakeUp;
  readonly at: number;
}

function jobOf({ wakeUp, at }: Planned, now: number) {
  const delay = Math.max(0, dueSecond(at) * 1_000 - now);
  return {
    name: wakeUp.kind,
    data: jobData(wakeUp),
    opts: { ...jobOptions, jobId: jobId(wakeUp, at), delay, priority: priority(wakeUp) },
  };
}

const jobOptions: JobsOptions = {
  // A job that stays, finished or failed, would make BullMQ ignore the next one with its id.
  removeOnComplete: true,
  removeOnFail: true,
  // After about 15 seconds it is left to the sweep.
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.3 },
};
