import { type Parsed, refused, shortened, understood } from './parsed.ts';

const HINT = 'I read times like 09:00, 9am or 17:30.';
/** Hours, minutes (after `:`, `.` or `h`, or as four digits) and am or pm; the hour may end in `h`. */
const TIME = /^(?:(\d{1,2})(?:[:.h](\d{2})|h)?|(\d{2})(\d{2}))\s*(?:([ap])\.?m\.?|uhr|o'clock)?$/;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['noon', '12:00'],
  ['midday', '12:00'],
  ['midnight', '00:00'],
]);

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/**
 * Reads a time of day as people type it (`09:00`, `9`, `9am`, `9:30 pm`, `0900`, `17h`, `noon`) into `HH:MM`, 24 hours.
 * A refusal says why and what would be read.
 */
export const parseLocalTime = (typed: string): Parsed<string> => {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  const shown = shortened(typed);
  const named = NAMED.get(text);
  if (named !== undefined) return understood(named);

  const match = TIME.exec(text);
  if (match === null) return refused(shown === '' ? `A time is missing. ${HINT}` : `"${shown}" is not a time. ${HINT}`);
  const hour = Number(match[1] ?? match[3]);
  const minute = Number(match[2] ?? match[4] ?? 0);
  const half = match[5];
  if (minute > 59) return refused(`"${shown}" is not a time: an hour has 60 minutes. ${HINT}`);
  if (half !== undefined) {
    if (hour > 12 && hour < 24)
      return refused(`"${shown}" says it twice. Write ${twoDigits(hour)}:${twoDigits(minute)}.`);
    if (hour < 1 || hour > 12) return refused(`"${shown}" is not a time. ${HINT}`);
    return understood(`${twoDigits((hour % 12) + (half === 'p' ? 12 : 0))}:${twoDigits(minute)}`);
  }
  if (hour === 24 && minute === 0) return refused('24:00 is the start of the next day. Write 00:00.');
  if (hour > 23) return refused(`"${shown}" is not a time: the last one of a day is 23:59. ${HINT}`);
  return understood(`${twoDigits(hour)}:${twoDigits(minute)}`);
};
