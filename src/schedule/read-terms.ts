import { askedTopics } from '../bank/asked-topics.ts';
import type { Bank } from '../bank/load.ts';
import { readTopics, topicTitles } from '../bank/read-topics.ts';
import { closesTyped, parseCloses } from './closes.ts';
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
  /** the first thing that is wrong, what to do, and zones to choose from where a zone is meant */
  | {
      readonly kind: 'wrong';
      readonly field: TermField;
      readonly reason: string;
      readonly zones: readonly ZoneChoice[];
    }
  /** nobody has said the channel's zone yet */
  | { readonly kind: 'zone missing' };

/** Reads typed terms over the present ones. `zone` is the channel's, where it is known. */
export function readTerms(
  typed: TypedTerms,
  present: ScheduleTerms | undefined,
  zone: string | undefined,
  bank: Bank,
): ReadTerms {
  const wrong = (field: TermField, reason: string, zones: readonly ZoneChoice[] = []): ReadTerms => ({
    kind: 'wrong',
    field,
    reason,
    zones,
  });
  const time = given(typed.time) ? parseLocalTime(typed.time) : undefined;
  if (time && !time.ok) return wrong('time', time.reason);
  const localTime = time?.value ?? present?.localTime;
  if (localTime === undefined) return wrong('time', 'At what time? Write it like 09:00.');
  const weekdays = given(typed.weekdays) ? parseWeekdays(typed.weekdays) : undefined;
  if (weekdays && !weekdays.ok) return wrong('weekdays', weekdays.reason);
  const closes = given(typed.closes) ? parseCloses(typed.closes) : undefined;
  if (closes && !closes.ok) return wrong('closes', closes.reason);
  const topics = typed.topics === undefined ? undefined : readTopics(bank, typed.topics);
  if (topics?.unknown) {
    const near = topics.unknown.near.map((one) => one.title).join(', ');
    return wrong('topics', `There is no topic "${topics.unknown.word}".${near ? ` Did you mean ${near}?` : ''}`);
  }
  const asked = askedTopics(bank).map(({ path }) => path);
  const empty = topics?.paths.find((path) => !asked.includes(path));
  if (empty) return wrong('topics', `There is no question on ${topicTitles(bank.taxonomy, [empty])[0]} yet.`);
  const resolved = given(typed.zone) ? resolveZone(typed.zone) : undefined;
  if (resolved && resolved.kind !== 'zone') {
    return wrong('zone', resolved.reason, resolved.kind === 'ambiguous' ? resolved.choices : resolved.near);
  }
  const where = resolved?.zone ?? present?.zone ?? zone;
  if (where === undefined) return { kind: 'zone missing' };
  return {
    kind: 'terms',
    terms: {
      localTime,
      zone: where,
      weekdays: weekdays?.value ?? present?.weekdays ?? WORKING_DAYS,
      topics: topics?.paths ?? present?.topics ?? [],
      closes: closes ? closesTyped(closes.value) : (present?.closes ?? 'next'),
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
