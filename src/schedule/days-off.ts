import { isPublicHoliday } from './holidays.ts';
import { type LocalRule, nextOccurrence, type Occurrence, weekdayOf } from './local-time.ts';
import type { ScheduleTerms } from './terms.ts';

/** Why a schedule asks nothing on a date that is one of its weekdays. */
export type WhyOff = 'paused' | 'skipped' | 'holiday';

/** Why this local date is off; undefined if it isn't. */
export function whyOff(terms: ScheduleTerms, localDate: string): WhyOff | undefined {
  if (terms.pausedUntil !== undefined && localDate < terms.pausedUntil) return 'paused';
  if (terms.skipDates?.includes(localDate)) return 'skipped';
  return terms.holidays !== undefined && isPublicHoliday(terms.holidays, localDate) ? 'holiday' : undefined;
}

/** The rule by which a schedule repeats, with its days off; everything that asks for its next time asks by this. */
export function ruleOf(terms: ScheduleTerms): LocalRule {
  const { localTime, zone, weekdays } = terms;
  const hasDaysOff = terms.pausedUntil !== undefined || terms.skipDates?.length || terms.holidays !== undefined;
  return {
    localTime,
    zone,
    weekdays,
    ...(hasDaysOff && { isOff: (date: string) => whyOff(terms, date) !== undefined }),
  };
}

/** The first occurrence of a schedule strictly after `after` (epoch ms), on a day that is not off. */
export function nextOf(terms: ScheduleTerms, after: number): Occurrence {
  return nextOccurrence(ruleOf(terms), after);
}

export interface DayOff {
  readonly localDate: string;
  readonly why: Exclude<WhyOff, 'paused'>;
}

/** The dates of the next `days` days on which a schedule would ask if they were not off, ascending; a pause is not listed day by day. */
export function comingDaysOff(terms: ScheduleTerms, today: string, days: number): DayOff[] {
  const start = Date.parse(today);
  return Array.from({ length: days }, (_, day) => new Date(start + day * dayMs).toISOString().slice(0, 10)).flatMap(
    (localDate) => {
      const why = terms.weekdays.includes(weekdayOf(localDate)) ? whyOff(terms, localDate) : undefined;
      return why === undefined || why === 'paused' ? [] : [{ localDate, why }];
    },
  );
}

const dayMs = 24 * 60 * 60 * 1000;
