import { LRUCache } from 'lru-cache';
import type { PostLimit } from '../platform.ts';

/**
 * Whose post may go when, of many that are due at once: a platform's limit is met before anything is claimed, so that a post
 * that must wait costs a look at its row, and no claim, no request and no refusal. Remembers one moment a limit and nobody who waits:
 * they wait in the queue.
 */
export interface Turns {
  /**
   * Takes the next free moment of `line` and gives the ms until then. Further off than `atMostMs` it takes none, and gives
   * undefined.
   */
  take(line: string, limit: PostLimit, atMostMs?: number): number | undefined;
  /** Nothing of `line` goes for `ms` from now, and no burst after it: the platform said so. */
  hold(line: string, limit: PostLimit, ms: number): void;
  /** Whether {@link hold} forbids `line` just now. */
  held(line: string): boolean;
}

/** Workspaces whose next free moment is remembered. One that is forgotten was idle for longest, and may go at once. */
const remembered = 10_000;

/**
 * The generic cell rate algorithm, one number a line: a post every `everyMs`, and `burst` at once after a rest. `now` (ms) is real
 * time: so are the limits, whatever clock the schedules go by.
 */
export function createTurns(now: () => number): Turns {
  const lines = new LRUCache<string, { free: number; heldUntil: number }>({ max: remembered });
  const of = (line: string) => lines.get(line) ?? { free: 0, heldUntil: 0 };
  return {
    take(line, { everyMs, burst }, atMostMs = Number.POSITIVE_INFINITY) {
      const { free, heldUntil } = of(line);
      const ms = Math.max(0, free - everyMs * (burst - 1) - now());
      if (ms > atMostMs) return undefined;
      lines.set(line, { free: Math.max(free, now()) + everyMs, heldUntil });
      return ms;
    },
    hold(line, { everyMs, burst }, ms) {
      const { free, heldUntil } = of(line);
      const until = now() + ms;
      lines.set(line, {
        free: Math.max(free, until + everyMs * (burst - 1)),
        heldUntil: Math.max(heldUntil, until),
      });
    },
    held: (line) => of(line).heldUntil > now(),
  };
}
