/** A day on which a channel had its daily challenge; days off, paused and missed ones are none. */
export interface ChallengeDay {
  /** they follow each other; a number that is not there is no day */
  readonly number: number;
  readonly localDate: string;
  /** it came more than two hours late */
  readonly excused: boolean;
  /** a question of it can still be answered */
  readonly open: boolean;
}

/** Local dates on which a person said beforehand to be away, both included. */
export interface Away {
  readonly from: string;
  readonly to: string;
}

/** A streak as it was when its last day was answered. */
export interface Streak {
  readonly lastDay: number;
  /** days answered, right or wrong */
  readonly length: number;
  readonly best: number;
  /** missed days that it still covers by itself */
  readonly freezes: number;
}

/** So many answered days in a row earn a freeze. */
export const daysForAFreeze = 7;
export const mostFreezes = 2;

interface Counted extends Streak {
  /** the days before its last one that a freeze covered, since the one answered before */
  readonly covered: readonly ChallengeDay[];
}

const none: Counted = { lastDay: 0, length: 0, best: 0, freezes: 0, covered: [] };

/**
 * The rule, from the log alone: `days` in the order of their numbers, `answered` the numbers of those that were answered. An
 * answered day adds one, right or wrong, and each seventh in a row earns a freeze (2 at most). An unanswered day changes
 * nothing while it is open, if it came more than two hours late, and where the person was away; otherwise it uses a freeze,
 * or ends the streak where there is none. Days after the last answered one are left to {@link currentStreak}. Undefined if
 * nothing was answered. What the answering statement (src/store/answering.ts) keeps must be equal to it.
 */
export function streakOfLog(
  days: readonly ChallengeDay[],
  answered: ReadonlySet<number>,
  aways: readonly Away[],
): Streak | undefined {
  const last = [...count(days, answered, aways)].at(-1);
  if (!last) return undefined;
  const { covered: _, ...streak } = last;
  return streak;
}

/** The missed days between the answered `day` and the one answered before it that freezes covered; none if the streak ended there. */
export function coveredBefore(
  day: number,
  days: readonly ChallengeDay[],
  answered: ReadonlySet<number>,
  aways: readonly Away[],
): readonly ChallengeDay[] {
  for (const counted of count(days, answered, aways)) if (counted.lastDay === day) return counted.covered;
  return [];
}

/** How a streak stands now: `days` are those of its channel, at least the ones after its last; 0 once it has ended. */
export function currentStreak(
  streak: Streak | undefined,
  days: readonly ChallengeDay[],
  aways: readonly Away[],
): Pick<Streak, 'length' | 'freezes'> {
  let now: Counted = { ...none, ...streak };
  for (const day of days) if (day.number > now.lastDay) now = leftOut(now, day, aways);
  return { length: now.length, freezes: now.freezes };
}

/**
 * How many of a month's challenge days were answered, and how many there were so far; one that can still be answered is none
 * yet. It never falls within its month. `month` is its first date.
 */
export function daysOfMonth(
  days: readonly ChallengeDay[],
  answered: ReadonlySet<number>,
  month: string,
): { readonly answered: number; readonly days: number } {
  const within = days.filter(({ localDate }) => localDate.slice(0, 7) === month.slice(0, 7));
  const done = within.filter(({ number }) => answered.has(number));
  return { answered: done.length, days: within.filter((day) => !day.open || answered.has(day.number)).length };
}

function* count(
  days: readonly ChallengeDay[],
  answered: ReadonlySet<number>,
  aways: readonly Away[],
): Generator<Counted> {
  let now = none;
  for (const day of days) {
    if (!answered.has(day.number)) {
      now = leftOut(now, day, aways);
      continue;
    }
    const length = now.length + 1;
    const earned = length % daysForAFreeze === 0 ? 1 : 0;
    now = {
      lastDay: day.number,
      length,
      best: Math.max(now.best, length),
      freezes: Math.min(mostFreezes, now.freezes + earned),
      covered: now.covered,
    };
    yield now;
    now = { ...now, covered: [] };
  }
}

/** What a day that was not answered does to a streak. */
function leftOut(streak: Counted, day: ChallengeDay, aways: readonly Away[]): Counted {
  const away = aways.some(({ from, to }) => from <= day.localDate && day.localDate <= to);
  if (streak.length === 0 || day.open || day.excused || away) return streak;
  if (streak.freezes > 0) return { ...streak, freezes: streak.freezes - 1, covered: [...streak.covered, day] };
  return { ...streak, length: 0, covered: [] };
}
