import { Temporal } from 'temporal-polyfill';
import { type Parsed, refused, shortened, understood } from './parsed.ts';
import { parseWeekdays } from './weekdays.ts';

const hint = 'I read dates like 3 Jan, 25 December or 2027-01-03.';
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([a-z]{3,9})\.?(?:,?\s+(\d{4}))?$/;
const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\.?(?:,?\s+(\d{4}))?$/;
const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
/** Further ahead nobody plans a day off, and a slip of the year would silence a channel for it. */
const mostDaysAhead = 366;
const mostDates = 60;
/** Whoever names a first date in the past means a span that goes on, not next year's, if it isn't longer than this. */
const mostDaysBegun = 60;

/**
 * Reads a date as people type it (`3 Jan`, `January 3rd`, `2027-01-03`, `tomorrow`, `Monday`) into `2027-01-03`. Without a year
 * it is the next such date; one that has passed, or is more than a year ahead, is refused.
 */
export function parseDate(typed: string, today: string): Parsed<string> {
  const said = typed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(?:until|till|on) /i, '');
  const words = said.toLowerCase();
  if (words === '') return refused(`A date is missing. ${hint}`);
  const now = Temporal.PlainDate.from(today);
  if (words === 'today') return understood(today);
  if (words === 'tomorrow') return understood(now.add({ days: 1 }).toString());
  if (words === 'next week') return understood(now.add({ days: 8 - now.dayOfWeek }).toString());
  const weekday = parseWeekdays(words.replace(/^next /, ''));
  if (weekday.ok && weekday.value.length === 1) {
    return understood(now.add({ days: (((weekday.value[0] ?? 1) - now.dayOfWeek + 6) % 7) + 1 }).toString());
  }
  const date = written(words, now);
  if (date === undefined) return refused(`"${shortened(said)}" is not a date. ${hint}`);
  if (Temporal.PlainDate.compare(date, now) < 0) return refused(`${inWords(date)} has passed. Nothing was changed.`);
  if (now.until(date).days > mostDaysAhead) return refused(`${inWords(date)} is more than a year ahead.`);
  return understood(date.toString());
}

/** Reads a list of dates and spans of them (`25 Dec, 1 Jan`, `24 to 26 Dec`), each once, ascending; at most 60. */
export function parseDates(typed: string, today: string): Parsed<readonly string[]> {
  const joined = typed.replace(/([a-z]{3,9}\.? \d{1,2}),\s*(\d{4})/gi, '$1 $2');
  const parts = joined.split(/\s*(?:[,;&]|\band\b)\s*/i).filter((part) => part !== '');
  if (parts.length === 0) return refused(`The dates are missing. ${hint}`);
  const dates = new Set<string>();
  for (const part of parts) {
    const read = parseSpan(part, today);
    if (!read.ok) return read;
    for (const date of read.value) dates.add(date);
  }
  return dates.size > mostDates
    ? refused(`These are ${dates.size} dates, and I skip at most ${mostDates}. A pause is one line: pause until 3 Jan.`)
    : understood([...dates].sort());
}

function parseSpan(part: string, today: string): Parsed<readonly string[]> {
  const single = parseDate(part, today);
  if (single.ok) return understood([single.value]);
  const [, left = '', right = ''] = /^(.+?)\s*(?:\bto\b|\buntil\b|–|-)\s*(.+)$/i.exec(part) ?? [];
  if (right === '' || iso.test(part.trim())) return single;
  if (!parseDate(right, today).ok) return single;
  // "24 to 26 Dec": the month is said once.
  const begin = /^\d{1,2}$/.test(left) ? `${left} ${right.replace(/^\d{1,2}\S*\s+/, '')}` : left;
  const ends = parseEnds(begin, right, today);
  if (!ends.ok) return ends;
  const [first, last] = [Temporal.PlainDate.from(ends.value.from), Temporal.PlainDate.from(ends.value.to)];
  if (ends.value.from < today) return refused(`${inWords(first)} has passed. Nothing was changed.`);
  const days = first.until(last).days;
  if (days < 0) return refused(`"${shortened(part)}" ends before it begins. ${hint}`);
  return understood(Array.from({ length: days + 1 }, (_, day) => first.add({ days: day }).toString()));
}

/**
 * The first and the last date of a span. Said on a Wednesday, "Monday to Friday" is next week's; and "1 to 5 Dec", said on
 * the 3rd, began this year, so that its first date is one that has passed. Otherwise either is what {@link parseDate} reads.
 */
export function parseEnds(typedFrom: string, typedTo: string, today: string): Parsed<{ from: string; to: string }> {
  const from = parseDate(typedFrom, today);
  if (!from.ok) return from;
  const to = parseDate(typedTo, today);
  if (!to.ok) return to;
  if (from.value <= to.value) return understood({ from: from.value, to: to.value });
  const lastYear = Temporal.PlainDate.from(from.value).subtract({ years: 1 });
  const hasBegun = !/\d{4}/.test(typedFrom) && lastYear.until(to.value).days <= mostDaysBegun;
  if (hasBegun) return understood({ from: lastYear.toString(), to: to.value });
  const isWeekday = parseWeekdays(typedTo.trim().toLowerCase()).ok;
  const after = isWeekday ? parseDate(typedTo, from.value) : to;
  return after.ok ? understood({ from: from.value, to: after.value }) : after;
}

/** A day, a month and perhaps a year; undefined if there is no such date. */
function written(words: string, now: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const exact = iso.exec(words);
  if (exact) return dateOf(Number(exact[1]), Number(exact[2]), Number(exact[3]));
  const [, day, name = '', year] = dayFirst.exec(words) ?? reordered(monthFirst.exec(words));
  const month = months.findIndex((one) => longNames[one].startsWith(name) && name.startsWith(one)) + 1;
  if (month === 0 || day === undefined) return undefined;
  if (year !== undefined) return dateOf(Number(year), month, Number(day));
  const thisYear = dateOf(now.year, month, Number(day));
  if (thisYear && Temporal.PlainDate.compare(thisYear, now) >= 0) return thisYear;
  return dateOf(now.year + 1, month, Number(day));
}

function reordered(match: RegExpExecArray | null): readonly (string | undefined)[] {
  return match ? [match[0], match[2], match[1], match[3]] : [];
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

function inWords(date: Temporal.PlainDate): string {
  return date.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

const longNames: Readonly<Record<(typeof months)[number], string>> = {
  jan: 'january',
  feb: 'february',
  mar: 'march',
  apr: 'april',
  may: 'may',
  jun: 'june',
  jul: 'july',
  aug: 'august',
  sep: 'september',
  oct: 'october',
  nov: 'november',
  dec: 'december',
};
