import type { Logger } from 'pino';

const FIRST_LOOK_MS = 1_000;
const LOOK_AGAIN_MS = 2_000;
/** Between two warnings; a fault that comes and goes is counted in between. */
const QUIET_MS = 60_000;

/** Turns the many errors of a backend that is away into two lines of the log: one when it goes, one when it is back. */
export interface Outage {
  /** The backend has failed and not answered since. */
  readonly ongoing: boolean;
  /** Takes an error of the backend. */
  report(error: unknown): void;
  /** Calls `listener` each time the backend is back. */
  onBack(listener: () => void): void;
  /** Stops looking. */
  close(): void;
}

/** Watches a backend: `answers` resolves to whether it does, and never rejects. */
export function watchOutage(answers: () => Promise<boolean>, log: Logger): Outage {
  const listeners: (() => void)[] = [];
  let since: number | undefined;
  let errors = 0;
  let told = false;
  let lastToldAt = Number.NEGATIVE_INFINITY;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (began: number): Promise<void> => {
    const back = await answers();
    if (closed) return;
    if (!back) {
      timer = setTimeout(() => void look(began), LOOK_AGAIN_MS);
      return;
    }
    since = undefined;
    if (told) log.info({ errors, awayMs: Date.now() - began }, 'The queue answers again.');
    for (const listener of listeners) listener();
  };

  return {
    get ongoing() {
      return since !== undefined;
    },
    report(error) {
      if (closed) return;
      errors += 1;
      if (since !== undefined) return;
      since = Date.now();
      told = since - lastToldAt >= QUIET_MS;
      if (told) {
        errors = 1;
        lastToldAt = since;
        // Only what it says: a driver's error carries its whole connection with it.
        log.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'The queue does not answer. Nothing is lost: the sweep finds what is due meanwhile.',
        );
      }
      const began = since;
      timer = setTimeout(() => void look(began), FIRST_LOOK_MS);
    },
    onBack(listener) {
      listeners.push(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
