import { setTimeout as sleep } from 'node:timers/promises';

/** Work that was taken on and is not done yet, so that a process that ends finishes what people were told it has. */
export interface UnderWay {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way any more, and after `ms` at the latest. */
  settle(ms?: number): Promise<void>;
}

/**
 * A count, not a set of promises: V8 replaces the table of a set every few additions, and each table that is let go keeps the
 * next one, with all that was in it, over every collection of young objects. Clicks would then be garbage that stays.
 */
export function createUnderWay(): UnderWay {
  let running = 0;
  let idle: (() => void)[] = [];

  function ended(): void {
    running -= 1;
    if (running > 0) return;
    for (const resolve of idle) resolve();
    idle = [];
  }

  return {
    async run(work) {
      running += 1;
      try {
        return await work();
      } finally {
        ended();
      }
    },
    async settle(ms) {
      if (running === 0) return;
      const settled = new Promise<void>((resolve) => idle.push(resolve));
      if (ms === undefined) return settled;
      const patience = new AbortController();
      const late = sleep(ms, undefined, { signal: patience.signal }).catch(() => {});
      await Promise.race([late, settled]);
      patience.abort();
    },
  };
}
