import { UnrecoverableError } from 'bullmq';
import type { Logger } from 'pino';
import type { Woken } from '../src/wakeups.ts';
import { endsWithin } from './deadline.ts';
import { type JobQueue, QUEUE_NAME } from './queue.ts';
import { startSweeping } from './sweep.ts';
import { wakeJob } from './wake.ts';

/** Jobs at a time: they wait for platforms and for each other, since what they read and write at the same time goes together. */
const CONCURRENCY = 256;
const RETRY_MS = 1_000;
/** For work in hand to end; what doesn't is taken up by another process or the next start. */
const FINISH_MS = 4_000;
const DISCONNECT_MS = 1_000;

/** The worker: takes wake-ups as they fall due, and sweeps. */
export interface JobWorker {
  /** When the last sweep ended well (epoch ms on the machine's clock); undefined before the first has. */
  lastSweepAt(): number | undefined;
  /** Whether the last sweep is at most three intervals old, for /readyz. */
  sweepsOnTime(): boolean;
  /** Sweeps at once, say after a playground's clock has jumped; resolves when it has ended, well or not. */
  sweepNow(): Promise<void>;
  /**
   * Lets work in hand finish for some 4 seconds, with what falls due at that very moment, and disconnects; nothing is taken
   * after. At most 5 seconds in all; calling it again waits for the same end.
   */
  close(): Promise<void>;
}

/**
 * Starts working: a sweep at once and at a fixed interval, also whenever the queue comes back after an outage, and up to 256
 * wake-ups at a time. A wake-up that fails is logged and tried again with growing pauses, then left to the sweep. One whose
 * process is silent for `lockMs` (BullMQ's 30 seconds unless it is said) is handed to another.
 *
 * @throws {StartupError} if the backend went away since the queue was opened.
 */
export async function startWorker(
  queue: JobQueue,
  parts: { woken: Woken; log: Logger; sweepEveryMs?: number; lockMs?: number },
): Promise<JobWorker> {
  const { woken, log } = parts;
  const worker = queue.backend.worker(QUEUE_NAME, wakeJob(woken), {
    autorun: false,
    concurrency: CONCURRENCY,
    runRetryDelay: RETRY_MS,
    ...(parts.lockMs === undefined ? {} : { lockDuration: parts.lockMs, stalledInterval: parts.lockMs }),
  });
  worker.on('error', (error) => queue.outage.report(error));
  worker.on('failed', (job, err) => {
    const last = err instanceof UnrecoverableError || (job?.attemptsMade ?? 0) >= (job?.opts.attempts ?? 1);
    const then = last ? 'It is left to the sweep.' : 'It is tried again.';
    log.warn({ err, job: job?.id, attempt: job?.attemptsMade }, `A wake-up failed. ${then}`);
  });
  try {
    await worker.waitUntilReady();
  } catch (cause) {
    await endsWithin(worker.disconnect(), DISCONNECT_MS);
    throw queue.backend.unusable(cause);
  }
  worker.run().catch((error: unknown) => queue.outage.report(error));
  const sweeping = startSweeping(woken, log, parts.sweepEveryMs);
  queue.outage.onBack(() => void sweeping.sweepNow());

  const close = async (): Promise<void> => {
    const finished = Promise.all([sweeping.close(FINISH_MS), worker.close()]);
    if (await endsWithin(finished, FINISH_MS)) return;
    log.warn('Some work in hand did not end in time. It is taken up again later.');
    await endsWithin(worker.disconnect(), DISCONNECT_MS);
  };
  let closed: Promise<void> | undefined;
  return {
    lastSweepAt: sweeping.lastSweepAt,
    sweepsOnTime: sweeping.isFresh,
    sweepNow: sweeping.sweepNow,
    close() {
      closed ??= close();
      return closed;
    },
  };
}
