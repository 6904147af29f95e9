import type { StreakRow } from '../store/standings.ts';

/** The newest challenge day of a channel; `open` while a question of it can still be answered. */
export interface LatestDay {
  readonly number: number;
  readonly open: boolean;
}

/**
 * How long a streak is now: its length while its last day is the newest, or the one before a newest that is still open;
 * 0 once a closed challenge day went by unanswered.
 */
export function currentStreak(streak: StreakRow | undefined, latest: LatestDay | undefined): number {
  if (!streak || !latest) return 0;
  const stillCounts = streak.lastDay >= latest.number - (latest.open ? 1 : 0);
  return stillCounts ? streak.length : 0;
}

/** The same rule from the log alone: the streak that ends with the last of `days`, answered challenge days in any order. */
export function streakOfLog(days: readonly number[]): { lastDay: number; length: number; best: number } | undefined {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  let [length, best, lastDay] = [0, 0, Number.NaN];
  for (const day of sorted) {
    length = day === lastDay + 1 ? length + 1 : 1;
    best = Math.max(best, length);
    lastDay = day;
  }
  return sorted.length === 0 ? undefined : { lastDay, length, best };
}
