import { closest, distance } from 'fastest-levenshtein';
import { type Parsed, refused, shortened, understood } from './parsed.ts';

const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const SHORT: ReadonlyMap<string, number> = new Map(
  Object.entries({
    mo: 1,
    tu: 2,
    tue: 2,
    tues: 2,
    we: 3,
    wed: 3,
    weds: 3,
    th: 4,
    thu: 4,
    thur: 4,
    thurs: 4,
    fr: 5,
    sa: 6,
    su: 7,
    mon: 1,
    fri: 5,
    sat: 6,
    sun: 7,
  }),
);
const GROUPS: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries({
    'every day': [1, 2, 3, 4, 5, 6, 7],
    everyday: [1, 2, 3, 4, 5, 6, 7],
    'each day': [1, 2, 3, 4, 5, 6, 7],
    daily: [1, 2, 3, 4, 5, 6, 7],
    'every weekday': [1, 2, 3, 4, 5],
    weekday: [1, 2, 3, 4, 5],
    weekdays: [1, 2, 3, 4, 5],
    workdays: [1, 2, 3, 4, 5],
    weekend: [6, 7],
    weekends: [6, 7],
  }),
);

/** Monday to Friday, a schedule's days unless something else is said. */
export const WORKING_DAYS: readonly number[] = [1, 2, 3, 4, 5];

const dayNamed = (word: string): number | undefined => {
  const singular = word.length > 5 && word.endsWith('s') ? word.slice(0, -1) : word;
  const long = NAMES.findIndex((name) => name.toLowerCase() === singular);
  return long >= 0 ? long + 1 : SHORT.get(word);
};

const unknownDay = (word: string): Parsed<never> => {
  const names = NAMES.map((name) => name.toLowerCase());
  const near = closest(word, names);
  const name = distance(word, near) <= 2 ? NAMES[names.indexOf(near)] : undefined;
  const hint = name === undefined ? 'I read days like mon-fri, every day, or mon,wed,fri.' : `Did you mean ${name}?`;
  return refused(`"${shortened(word)}" is not a day. ${hint}`);
};

/** The days from `first` to `last`, over Sunday if need be. */
const span = (first: number, last: number): number[] =>
  Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => ((first - 1 + i) % 7) + 1);

const parsePart = (part: string): Parsed<readonly number[]> => {
  const group = GROUPS.get(part);
  if (group !== undefined) return understood(group);
  const [from = '', to, ...more] = part.split(/\s*(?:-|–|\bto\b|\bthrough\b)\s*/);
  if (more.length > 0) return refused(`"${shortened(part)}" is not a span of days. Write it as mon-fri.`);
  const first = dayNamed(from);
  if (first === undefined) return unknownDay(from);
  if (to === undefined) return understood([first]);
  const last = dayNamed(to);
  return last === undefined ? unknownDay(to) : understood(span(first, last));
};

/**
 * Reads days as people type them: `mon-fri`, `every day`, `daily`, `weekdays`, `mon,wed,fri`, `fri-mon`, `Tuesday and Thursday`.
 * The value is ISO weekdays (1 is Monday), each once, ascending, never empty.
 */
export const parseWeekdays = (typed: string): Parsed<readonly number[]> => {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ').replace(/^on /, '');
  if (text === '') return refused('The days are missing. I read days like mon-fri, every day, or mon,wed,fri.');
  const parts = text.split(/\s*(?:[,;&+/]|\band\b)\s*/).filter((part) => part !== '');
  // Days with nothing but blanks between them; a span ("mon to fri") and a group ("every day") keep theirs.
  const words = parts.flatMap((part) =>
    GROUPS.has(part) || /-|–|\bto\b|\bthrough\b/.test(part) ? [part] : part.split(' '),
  );
  const days = new Set<number>();
  for (const word of words) {
    const parsed = parsePart(word);
    if (!parsed.ok) return parsed;
    for (const day of parsed.value) days.add(day);
  }
  if (days.size === 0)
    return refused(`"${shortened(typed)}" names no day. I read days like mon-fri, every day, or mon,wed,fri.`);
  return understood([...days].sort((a, b) => a - b));
};

/** The long English name of an ISO weekday: 1 is `Monday`. */
export const weekdayName = (weekday: number): string => {
  const name = NAMES[weekday - 1];
  if (name === undefined) throw new RangeError(`${weekday} is not an ISO weekday.`);
  return name;
};

/** Days as words, for the middle of a sentence: `every day`, `Monday to Friday`, `Monday, Wednesday and Friday`. */
export const weekdaysInWords = (weekdays: readonly number[]): string => {
  const days = [...new Set(weekdays)].sort((a, b) => a - b);
  if (days.length === 7) return 'every day';
  // A run may go over Sunday (Friday to Monday): it starts where the day before is missing.
  const starts = days.filter((day) => !days.includes(day === 1 ? 7 : day - 1));
  const [start] = starts;
  if (start !== undefined && starts.length === 1 && days.length > 2) {
    return `${weekdayName(start)} to ${weekdayName(((start + days.length - 2) % 7) + 1)}`;
  }
  const names = days.map(weekdayName);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
};
