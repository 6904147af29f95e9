import { lateMs } from './late.ts';
import { type LocalRule, localDateOf, nextOccurrence, type Occurrence, occurrenceAt } from './local-time.ts';
import { type Parsed, refused, shortened, understood } from './parsed.ts';
import { parseLocalTime } from './time-words.ts';

/** When a posted question of a schedule closes. */
export type Closes =
  /** Just before the next occurrence, so that every time zone gets a working day of it. */
  | { readonly kind: 'next' }
  /** At the first such local time (`17:00`) after the occurrence. */
  | { readonly kind: 'at'; readonly localTime: string }
  /** So many hours after opening. */
  | { readonly kind: 'after'; readonly hours: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A week: nobody remembers an older question. */
const MOST_HOURS = 7 * 24;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/**
 * When (epoch ms) the question of `opened` closes: always after it opened. `opened.localDate` is the occurrence that it stands
 * for and `opened.at` the real moment: opened before or after its time, `next` still means the occurrence that follows its own.
 * Opened late, it stays open for as long as it would have been in time; where that ends before the next occurrence, so does this.
 */
export const closesAt = (rule: Closes, opened: Occurrence, schedule: LocalRule): number => {
  const own = occurrenceAt(opened.localDate, schedule.localTime, schedule.zone) ?? opened.at;
  switch (rule.kind) {
    case 'after':
      return opened.at + rule.hours * HOUR_MS;
    case 'at': {
      if (opened.at <= own + lateMs) return firstSuch(rule.localTime, schedule, Math.max(own, opened.at));
      const usual = firstSuch(rule.localTime, schedule, own);
      const asLong = opened.at + (usual - own);
      const next = closeBeforeNext(schedule, own, opened.at);
      return usual <= next ? Math.min(asLong, next) : asLong;
    }
    case 'next':
      return closeBeforeNext(schedule, own, opened.at);
  }
};

/** The question asked for beside the daily one, at `at`: it is nobody's late occurrence. */
export const extraClosesAt = (rule: Closes, at: number, schedule: LocalRule): number =>
  rule.kind === 'at'
    ? firstSuch(rule.localTime, schedule, at)
    : closesAt(rule, { localDate: localDateOf(at, schedule.zone), at }, schedule);

const firstSuch = (localTime: string, { zone }: LocalRule, after: number): number =>
  nextOccurrence({ localTime, zone, weekdays: EVERY_DAY }, after).at;

/** A minute before the occurrence after `own`. At least a minute is left to answer, or it stays open until the one after. */
const closeBeforeNext = (schedule: LocalRule, own: number, openedAt: number): number => {
  const after = Math.max(own, openedAt + 2 * MINUTE_MS - 1);
  const following = nextOccurrence(schedule, own);
  return (following.at > after ? following : nextOccurrence(schedule, after)).at - MINUTE_MS;
};

/** Reads what may stand after `closes`: `next`, a time of day (`17:00`) or a number of hours (`6h`). */
export const parseCloses = (typed: string): Parsed<Closes> => {
  const text = typed.trim().toLowerCase();
  if (text === 'next' || text === 'before the next' || text === 'before the next one')
    return understood({ kind: 'next' });
  const hours = /^(?:after |in )?(\d{1,4})\s*(?:h|hrs?|hours?)$/.exec(text)?.[1];
  if (hours !== undefined) {
    const n = Number(hours);
    return n >= 1 && n <= MOST_HOURS
      ? understood({ kind: 'after', hours: n })
      : refused(`A question can stay open for 1 to ${MOST_HOURS} hours, not ${n}.`);
  }
  const time = parseLocalTime(text.replace(/^at /, ''));
  if (time.ok) return understood({ kind: 'at', localTime: time.value });
  const hint = 'Write next (just before the next question), a time such as 17:00, or hours such as 6h.';
  return refused(
    text === '' ? `When it closes is missing. ${hint}` : `I can't close at "${shortened(typed)}". ${hint}`,
  );
};

/** The rule as a person types it, for {@link parseCloses} to read again: `next`, `17:00`, `6h`. */
export const closesTyped = (rule: Closes): string => {
  if (rule.kind === 'next') return 'next';
  return rule.kind === 'at' ? rule.localTime : `${rule.hours}h`;
};

/** The rule as the end of "It closes …": `just before the next one`, `at 17:00`, `after 6 hours`. */
export const closesInWords = (rule: Closes): string => {
  if (rule.kind === 'next') return 'just before the next one';
  if (rule.kind === 'at') return `at ${rule.localTime}`;
  return `after ${rule.hours} ${rule.hours === 1 ? 'hour' : 'hours'}`;
};
