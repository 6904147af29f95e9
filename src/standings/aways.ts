import { Temporal } from 'temporal-polyfill';
import { periodOf } from './periods.ts';
import type { Away } from './streak.ts';

/** So many days of a quarter a person may be away without their streak ending. */
export const awayDaysAQuarter = 30;

export type AwayRefusal =
  | { readonly why: 'backwards' }
  /** it begins before `first`, the first date that can still be said */
  | { readonly why: 'too late' }
  | { readonly why: 'known already'; readonly away: Away }
  /** so many of the quarter's days are left, and so many more are wanted */
  | { readonly why: 'too long'; readonly quarter: string; readonly left: number; readonly wanted: number };

/** May a person say to be away then? `known` is what they said before; undefined if they may. */
export function refuseAway(wanted: Away, known: readonly Away[], first: string): AwayRefusal | undefined {
  if (wanted.to < wanted.from) return { why: 'backwards' };
  if (wanted.from < first) return { why: 'too late' };
  const away = known.find(({ from, to }) => from <= wanted.to && wanted.from <= to);
  if (away) return { why: 'known already', away };
  let quarter = quarterOf(wanted.from);
  while (quarter <= wanted.to) {
    const left = awayDaysLeft(known, quarter);
    const days = daysWithin(wanted, quarter);
    if (days > left) return { why: 'too long', quarter, left, wanted: days };
    quarter = Temporal.PlainDate.from(quarter).add({ months: 3 }).toString();
  }
  return undefined;
}

/** How many days of the quarter that starts on `quarter` can still be said. */
export function awayDaysLeft(known: readonly Away[], quarter: string): number {
  return Math.max(0, awayDaysAQuarter - known.reduce((sum, away) => sum + daysWithin(away, quarter), 0));
}

/** The first date of a date's quarter. */
export function quarterOf(localDate: string): string {
  const date = Temporal.PlainDate.from(periodOf(localDate, 'month'));
  return date.subtract({ months: (date.month - 1) % 3 }).toString();
}

/** The last date of the quarter that starts on `quarter`. */
export function quarterEnd(quarter: string): string {
  return Temporal.PlainDate.from(quarter).add({ months: 3 }).subtract({ days: 1 }).toString();
}

function daysWithin({ from, to }: Away, quarter: string): number {
  const end = quarterEnd(quarter);
  const first = Temporal.PlainDate.from(from > quarter ? from : quarter);
  const last = Temporal.PlainDate.from(to < end ? to : end);
  return Math.max(0, first.until(last).days + 1);
}
