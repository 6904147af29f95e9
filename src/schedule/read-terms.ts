import { askedTopics } from '../bank/asked-topics.ts';
import type { Bank } from '../bank/load.ts';
import { readTopics, topicTitles } from '../bank/read-topics.ts';
import { asTyped } from '../view/words.ts';
import { closesTyped, parseCloses } from './closes.ts';
import type { Parsed } from './parsed.ts';
import type { ScheduleTerms } from './terms.ts';
import { parseLocalTime } from './time-words.ts';
import { parseWeekdays, WORKING_DAYS } from './weekdays.ts';
import { resolveZone, type ZoneChoice } from './zones.ts';

/** What a person typed about a daily challenge; what is missing keeps its present value or has the default. */
export interface TypedTerms {
  readonly time?: string | undefined;
  readonly zone?: string | undefined;
  readonly weekdays?: string | undefined;
  readonly topics?: string | undefined;
  readonly closes?: string | undefined;
}

export type TermField = keyof TypedTerms;

export type ReadTerms =
  | { readonly kind: 'terms'; readonly terms: ScheduleTerms }
  /** the first thing that is wrong, what to do, and zones to choose from where a zone is meant; and all that is wrong, by field */
  | (Fault & { readonly kind: 'wrong'; readonly errors: Readonly<Partial<Record<TermField, string>>> })
  /** nobody has said the channel's zone yet */
  | { readonly kind: 'zone missing' };

interface Fault {
  readonly field: TermField;
  readonly reason: string;
  readonly zones: readonly ZoneChoice[];
}

const timeMissing: Fault = { field: 'time', reason: 'At what time? Write it like 09:00.', zones: [] };

/** Reads typed terms over the present ones. `zone` is the channel's, where it is known. */
export function readTerms(
  typed: TypedTerms,
  present: ScheduleTerms | undefined,
  zone: string | undefined,
  bank: Bank,
): ReadTerms {
  const faults: Fault[] = [];
  const fault = (field: TermField, reason: string, zones: readonly ZoneChoice[] = []) =>
    void faults.push({ field, reason, zones });
  const read = <T>(field: TermField, parse: (text: string) => Parsed<T>): T | undefined => {
    const text = typed[field];
    const parsed = given(text) ? parse(text) : undefined;
    if (parsed && !parsed.ok) fault(field, parsed.reason);
    return parsed?.ok ? parsed.value : undefined;
  };
  const localTime = read('time', parseLocalTime) ?? present?.localTime;
  if (localTime === undefined && faults.length === 0) faults.push(timeMissing);
  const weekdays = read('weekdays', parseWeekdays);
  const closes = read('closes', parseCloses);
  const topics = typed.topics === undefined ? undefined : readTopics(bank, typed.topics);
  const asked = askedTopics(bank).map(({ path }) => path);
  const empty = topics?.paths.find((path) => !asked.includes(path));
  if (topics?.unknown) {
    const near = topics.unknown.near.map((one) => one.title).join(', ');
    fault('topics', `There is no topic "${asTyped(topics.unknown.word, 40)}".${near ? ` Did you mean ${near}?` : ''}`);
  } else if (empty) fault('topics', `There is no question on ${topicTitles(bank.taxonomy, [empty])[0]} yet.`);
  const resolved = given(typed.zone) ? resolveZone(typed.zone) : undefined;
  if (resolved && resolved.kind !== 'zone') {
    fault('zone', resolved.reason, resolved.kind === 'ambiguous' ? resolved.choices : resolved.near);
  }
  const [first = timeMissing] = faults;
  if (faults.length > 0 || localTime === undefined) {
    const errors = Object.fromEntries(faults.map(({ field, reason }) => [field, reason]));
    return { kind: 'wrong', ...first, errors };
  }
  const where = (resolved?.kind === 'zone' ? resolved.zone : undefined) ?? present?.zone ?? zone;
  if (where === undefined) return { kind: 'zone missing' };
  return {
    kind: 'terms',
    terms: {
      localTime,
      zone: where,
      weekdays: weekdays ?? present?.weekdays ?? WORKING_DAYS,
      topics: topics?.paths ?? present?.topics ?? [],
      closes: closes ? closesTyped(closes) : (present?.closes ?? 'next'),
      // Days off are said in lines of their own, and hold whatever else is changed.
      pausedUntil: present?.pausedUntil,
      skipDates: present?.skipDates,
      holidays: present?.holidays,
    },
  };
}

function given(typed: string | undefined): typed is string {
  return typed !== undefined && typed.trim() !== '';
}
