import { Temporal } from 'temporal-polyfill';

/** The spans that a leaderboard counts over: an ISO week (from Monday), a calendar month, or everything. */
export type PeriodKind = 'week' | 'month' | 'all';

/** The first and the last local date of a period, both within it. */
export interface DateRange {
  readonly start: string;
  readonly end: string;
}

/** Where "all time" starts: one date for every channel, so that a standing's key is whole. */
const ALL_TIME: DateRange = { start: '1970-01-01', end: '9999-12-31' };

/** The zone by which a channel's weeks and months begin: one for all who ask and all who look, or points would be on one board and looked for on another. */
export const zoneOfPeriods = (channel: { readonly zone: string | undefined }): string => channel.zone ?? 'UTC';

/** The start date of the period that `localDate` lies in. */
export const periodOf = (localDate: string, kind: PeriodKind): string => {
  const date = Temporal.PlainDate.from(localDate);
  if (kind === 'week') return date.subtract({ days: date.dayOfWeek - 1 }).toString();
  return kind === 'month' ? date.with({ day: 1 }).toString() : ALL_TIME.start;
};

/** The dates of the period that starts on `start`; all time ends on 9999-12-31. */
export const periodRange = (kind: PeriodKind, start: string): DateRange => {
  if (kind === 'all') return ALL_TIME;
  const length = kind === 'week' ? { weeks: 1 } : { months: 1 };
  return { start, end: Temporal.PlainDate.from(start).add(length).subtract({ days: 1 }).toString() };
};

/** The start date of the period before; all time has none. */
export const previousPeriod = (kind: PeriodKind, start: string): string | undefined => {
  if (kind === 'all') return undefined;
  return Temporal.PlainDate.from(start)
    .subtract(kind === 'week' ? { weeks: 1 } : { months: 1 })
    .toString();
};

const month = (date: Temporal.PlainDate): string => date.toLocaleString('en-GB', { month: 'long' });

/** The month of a date in words: `November`. */
export const monthName = (localDate: string): string => month(Temporal.PlainDate.from(localDate));

/**
 * A date in words: `3 March`, or `3 March 2025` where its year isn't that of `today`.
 */
export const dateInWords = (localDate: string, today: string): string => {
  const date = Temporal.PlainDate.from(localDate);
  const year = date.year === Temporal.PlainDate.from(today).year ? '' : ` ${date.year}`;
  return `${date.day} ${month(date)}${year}`;
};

/**
 * A span of dates in words: `23 to 27 November`, `30 November to 4 December`, a whole month as `November`, one day as
 * `3 March`. A year is named only where it isn't that of `today`: `November 2025`, `29 December 2025 to 2 January 2026`.
 */
export const datesInWords = ({ start, end }: DateRange, today: string): string => {
  if (start === ALL_TIME.start) return 'all time';
  if (start === end) return dateInWords(start, today);
  const from = Temporal.PlainDate.from(start);
  const to = Temporal.PlainDate.from(end);
  const thisYear = Temporal.PlainDate.from(today).year;
  const named = from.year !== thisYear || to.year !== thisYear;
  const year = (date: Temporal.PlainDate): string => (named ? ` ${date.year}` : '');
  if (from.year !== to.year) return `${from.day} ${month(from)}${year(from)} to ${to.day} ${month(to)}${year(to)}`;
  if (from.month !== to.month) return `${from.day} ${month(from)} to ${to.day} ${month(to)}${year(to)}`;
  const whole = from.day === 1 && to.day === to.daysInMonth;
  return whole ? `${month(to)}${year(to)}` : `${from.day} to ${to.day} ${month(to)}${year(to)}`;
};

/** Dates in words, ascending: `25 and 26 December`, `24, 25 December and 1 January 2027`; a year only where it isn't that of `today`. */
export const datesListed = (dates: readonly string[], today: string): string => {
  const words = dates.map((date, place) => {
    const next = dates[place + 1];
    const sameMonth = next !== undefined && next.slice(0, 7) === date.slice(0, 7);
    return sameMonth ? String(Temporal.PlainDate.from(date).day) : dateInWords(date, today);
  });
  return new Intl.ListFormat('en-GB', { style: 'long', type: 'conjunction' }).format(words);
};
