import type { Logger } from 'pino';
import { sweepEveryMs, type Woken } from '../src/wakeups.ts';
import { endsWithin } from './deadline.ts';

/** After a failed one: the database may be back in a moment. */
const RETRY_MS = 15_000;
/** So many intervals without a sweep, and the process isn't ready. */
const FRESH_INTERVALS = 3;

/** The fixed tick that calls the sweep. */
export interface Sweeping {
  /** When the last sweep ended well (epoch ms on the machine's clock); undefined before the first has. */
  lastSweepAt(): number | undefined;
  /** Whether a sweep has ended well within three intervals; for that long after the start it is taken to be. */
  isFresh(): boolean;
  /** Sweeps at once, or right after the sweep that is under way; its failure is logged, not thrown. */
  sweepNow(): Promise<void>;
  /** Stops the tick and waits up to `ms` for the sweep that is under way. */
  close(ms: number): Promise<void>;
}

/**
 * Sweeps at once and then at a fixed interval, never twice at the same time.
 *
 * A plain timer in each process, not a job of the queue: the sweep is what finds work when the queue is away or was emptied,
 * and every process has to know for itself that it sweeps. Time is the machine's, because a playground's clock jumps.
 */
export function startSweeping(woken: Woken, log: Logger, everyMs = sweepEveryMs): Sweeping {
  const startedAt = Date.now();
  let lastAt: number | undefined;
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const sweep = async (): Promise<void> => {
    clearTimeout(timer);
    let pause = everyMs;
    try {
      await woken.sweep();
      lastAt = Date.now();
    } catch (err) {
      pause = Math.min(everyMs, RETRY_MS);
      log.error({ err }, 'The sweep failed and is tried again.');
    }
    if (!closed) timer = setTimeout(tick, pause);
  };
  const tick = (): void => {
    underWay ??= sweep().finally(() => {
      underWay = undefined;
    });
  };
  tick();

  return {
    lastSweepAt: () => lastAt,
    isFresh: () => Date.now() - (lastAt ?? startedAt) <= FRESH_INTERVALS * everyMs,
    async sweepNow() {
      await underWay;
      if (closed) return;
      tick();
      await underWay;
    },
    async close(ms) {
      closed = true;
      clearTimeout(timer);
      if (underWay !== undefined) await endsWithin(underWay, ms);
    },
  };
}
