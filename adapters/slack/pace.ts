import { LRUCache } from 'lru-cache';

/** Keeps what each workspace or channel may do next; all times in ms of `now`, which only has to go forward. */
export interface Pace {
  /**
   * Takes the next free moment of `key` and gives the ms until then, or leaves it untaken and gives `undefined` if that is
   * further off than `atMostMs`.
   */
  reserve(key: string, atMostMs: number): number | undefined;
  /** ms until the next free moment of `key`. */
  next(key: string): number;
  /** Nothing of `key` for `ms` from now (Slack's Retry-After). */
  hold(key: string, ms: number): void;
}

/**
 * One thing every `everyMs` per key, with a burst of `burst` after a rest (the generic cell rate algorithm: one number a
 * key). Keys are independent of each other, so one that is held back holds back no other.
 */
export function createPace(everyMs: number, burst: number, now: () => number): Pace {
  const tolerance = everyMs * (burst - 1);
  const theoretical = new LRUCache<string, number>({ max: 10_000 });
  const wait = (key: string) => Math.max(0, (theoretical.get(key) ?? 0) - tolerance - now());
  return {
    reserve(key, atMostMs) {
      const ms = wait(key);
      if (ms > atMostMs) return undefined;
      theoretical.set(key, Math.max(theoretical.get(key) ?? 0, now()) + everyMs);
      return ms;
    },
    next: wait,
    hold(key, ms) {
      theoretical.set(key, Math.max(theoretical.get(key) ?? 0, now() + ms + tolerance));
    },
  };
}
