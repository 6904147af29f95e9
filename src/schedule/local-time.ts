import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';

/** A time of day on the wall of a zone, on some weekdays: what a schedule repeats. */
export interface LocalRule {
  /** Hours and minutes, 24 hours: `09:00`. */
  readonly localTime: string;
  /** IANA zone: `Europe/Berlin`. */
  readonly zone: string;
  /** ISO weekdays, 1 is Monday and 7 is Sunday; at least one. */
  readonly weekdays: readonly number[];
  /** Dates that have no occurrence although their weekday has one; none unless said. */
  readonly isOff?: (localDate: string) => boolean;
}

/** One local date of a rule and the moment it falls on. */
export interface Occurrence {
  /** The planned date; after a shift across midnight `at` may lie on the next one. */
  readonly localDate: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The days a search looks ahead: two weeks find any weekday even where a zone skips a date. */
const SEARCH_DAYS = 16;
/** The same over days off: a pause is a year at most, and skipped dates and holidays may follow it. */
const SEARCH_DAYS_OFF = 3 * 366;

const dateIn = (at: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

/** Does the zone have this date at all? Its day then starts on it; of a skipped one the start is the next date's. */
const zoneHas = (date: Temporal.PlainDate, zone: string): boolean =>
  date.toZonedDateTime(zone).toPlainDate().equals(date);

const momentOf = (date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): number | undefined => {
  const moment = date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'compatible' });
  // Shown on another date it was shifted: by a gap over midnight, or because the zone skips this one.
  if (!moment.toPlainDate().equals(date) && !zoneHas(date, zone)) return undefined;
  return moment.epochMilliseconds;
};

/**
 * The moment (epoch ms) at which the clocks of `zone` show `localTime` on `localDate`. A time that the clocks jump over is
 * shifted by the jump, of a time they show twice it is the first, and a date that the zone skips has none.
 *
 * @throws RangeError for a date, time or zone that doesn't exist.
 */
export const occurrenceAt = (localDate: string, localTime: string, zone: string): number | undefined =>
  momentOf(Temporal.PlainDate.from(localDate), Temporal.PlainTime.from(localTime), zone);

/** The date (`2026-11-24`) that a calendar in `zone` shows at `at` (epoch ms). */
export const localDateOf = (at: number, zone: string): string => dateIn(at, zone).toString();

/** The ISO weekday of a date, 1 (Monday) to 7. */
export const weekdayOf = (localDate: string): number => Temporal.PlainDate.from(localDate).dayOfWeek;

const search = (rule: LocalRule, after: number): Occurrence | undefined => {
  const time = Temporal.PlainTime.from(rule.localTime);
  // A day early: yesterday's occurrence may have been shifted past midnight.
  const start = dateIn(after, rule.zone).subtract({ days: 1 });
  const most = rule.isOff ? SEARCH_DAYS_OFF : SEARCH_DAYS;
  for (let days = 0; days <= most; days += 1) {
    const date = start.add({ days });
    if (!rule.weekdays.includes(date.dayOfWeek) || rule.isOff?.(date.toString())) continue;
    const at = momentOf(date, time, rule.zone);
    if (at !== undefined && at > after) return { localDate: date.toString(), at };
  }
  return undefined;
};

/** Thousands of channels share a time and a zone, and all of them ask when they fall due. */
const known = new LRUCache<string, Occurrence>({ max: 10_000 });

/**
 * The first occurrence strictly after `after` (epoch ms). Walking from one to the next meets every date of the rule that the
 * zone has and that is not off exactly once, in strictly increasing moments.
 *
 * @throws RangeError for a rule without a weekday, or a time or zone that doesn't exist.
 */
export const nextOccurrence = (rule: LocalRule, after: number): Occurrence => {
  const key = rule.isOff ? undefined : `${rule.localTime} ${rule.zone} ${rule.weekdays.join()} ${after}`;
  const remembered = key === undefined ? undefined : known.get(key);
  if (remembered) return remembered;
  const found = search(rule, after);
  if (found === undefined) throw new RangeError(`No occurrence for the weekdays [${rule.weekdays.join(', ')}].`);
  if (key !== undefined) known.set(key, found);
  return found;
};
