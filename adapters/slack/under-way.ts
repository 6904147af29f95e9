import { setTimeout as sleep } from 'node:timers/promises';

/** Work that was acknowledged to Slack and is not done yet. */
export interface UnderWay {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way any more, and after `ms` at the latest. */
  settle(ms: number): Promise<void>;
}

/** Keeps count of it, so that a process that ends finishes what people were told it has. */
export function createUnderWay(): UnderWay {
  const running = new Set<Promise<unknown>>();
  return {
    async run(work) {
      const done = work();
      running.add(done);
      try {
        return await done;
      } finally {
        running.delete(done);
      }
    },
    async settle(ms) {
      const patience = new AbortController();
      const late = sleep(ms, undefined, { signal: patience.signal }).catch(() => {});
      await Promise.race([late, Promise.allSettled(running)]);
      patience.abort();
    },
  };
}
