import { actionId } from '../actions.ts';
import { closesInWords, parseCloses } from '../schedule/closes.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
import { weekdaysInWords } from '../schedule/weekdays.ts';
import { zoneLabel } from '../schedule/zones.ts';
import type { Schedule, UnderWay } from '../store/schedules.ts';
import {
  actions,
  bold,
  type Field,
  type Form,
  instant,
  type Message,
  message,
  type Part,
  paragraph,
} from './message.ts';
import { list } from './words.ts';

/** Slack's limit for a field. */
const longestValue = 3000;

/** "Monday to Friday at 09:00 (London), on Python and HTTP & APIs". */
export function termsInWords(terms: ScheduleTerms, topics: readonly string[]): string {
  const on = topics.length === 0 ? 'on every topic' : `on ${list(topics)}`;
  const days = weekdaysInWords(terms.weekdays);
  return `${days.charAt(0).toUpperCase()}${days.slice(1)} at ${terms.localTime} (${zoneLabel(terms.zone)}), ${on}`;
}

/** "the daily challenge", or "daily challenge 2" where a channel has several. */
export function challengeName(number: number | undefined): string {
  return number === undefined ? 'the daily challenge' : `daily challenge ${number}`;
}

/** What becomes of a question that is being posted or open while something is changed; nothing if there is none. */
export function underWayWords(underWay: UnderWay | undefined): Part[] {
  if (underWay?.posting === 'now') return [" Today's question is being posted at this moment and keeps its close."];
  if (underWay?.posting === 'soon') return [" Today's question still follows as soon as it can be posted."];
  if (underWay?.openUntil === undefined) return [];
  return [' The question that is open keeps its close, ', instant(underWay.openUntil), '.'];
}

/** What the channel reads when somebody sets a daily challenge up or changes it; the post that proves that posting works. */
export function dailySetUp(change: {
  readonly by: string;
  readonly id: string;
  /** its moment, by which an Undo knows it (epoch ms) */
  readonly at: number;
  readonly number: number | undefined;
  readonly terms: ScheduleTerms;
  readonly topics: readonly string[];
  readonly next: number;
  readonly what: 'set up' | 'changed';
  readonly underWay?: UnderWay | undefined;
  /** today's question was still to come, and the change leaves today without one */
  readonly leavesOutToday?: boolean;
}): Message {
  const { by, number, terms } = change;
  const headline = {
    'set up':
      number === undefined ? `${by} set up a daily challenge here.` : `${by} set up daily challenge ${number} here.`,
    changed: `${by} changed ${challengeName(number)}.`,
  }[change.what];
  return message(
    paragraph(
      bold(headline),
      ` ${termsInWords(terms, change.topics)}. Each question closes ${closesWords(terms)}.`,
      ...underWayWords(change.underWay),
      change.leavesOutToday === true && ' There is none today any more.',
      ' The next one: ',
      instant(change.next),
      '.',
    ),
    actions({
      label: 'Undo',
      action: actionId('undo-daily', change.id, change.at),
      describes: 'Undo this change of the daily challenge',
    }),
  );
}

export function dailyOff(change: {
  readonly by: string;
  readonly id: string;
  readonly at: number;
  readonly number: number | undefined;
  readonly underWay?: UnderWay | undefined;
}): Message {
  return message(
    paragraph(
      bold(`${change.by} turned ${challengeName(change.number)} off.`),
      offWords[change.underWay?.posting ?? 'not'],
    ),
    actions({
      label: 'Undo',
      action: actionId('undo-daily', change.id, change.at),
      describes: 'Turn the daily challenge on again',
    }),
  );
}

/** What the channel reads once, when ten questions in a row had no answer. */
export function dailyQuiet(schedule: Schedule, number: number | undefined, key: string): Message {
  const what = number === undefined ? 'Ten questions' : `Ten questions of ${challengeName(number)}`;
  return message(
    paragraph(bold(`${what} without an answer, so Prep has stopped asking.`), ' Keep going whenever you like.'),
    actions({
      label: 'Keep going',
      // The key stands in it, because by that a platform without metadata finds the message again.
      action: actionId('keep-going', schedule.id, key),
      describes: 'Turn the daily challenge on again',
    }),
  );
}

const offWords = {
  now: " Today's question is being posted at this moment; it keeps its close and its answer.",
  soon: " Today's question couldn't be posted yet, and doesn't come any more.",
  not: ' A question that is open keeps its close and its answer.',
} as const;

/** The form behind *Change* and *Set it up*; also asked when the zone is missing. `target`: a schedule's id, or `add` for another one. */
export function dailyForm(
  values: Readonly<Record<'time' | 'zone' | 'weekdays' | 'topics' | 'closes', string>>,
  target?: string,
): Form {
  const line = (name: keyof typeof values, label: string, placeholder: string, optional: boolean): Field => ({
    kind: 'text',
    name,
    label,
    value: values[name].slice(0, longestValue),
    placeholder,
    // What was typed in a line may be longer than anybody fills in.
    maxLength: Math.max(200, Math.min(values[name].length, longestValue)),
    multiline: false,
    optional,
  });
  return {
    form: target === undefined ? actionId('daily') : actionId('daily', target),
    title: 'The daily challenge',
    submit: 'Save',
    fields: [
      line('time', 'Time', '09:00', false),
      line('zone', 'Time zone', 'A city, such as Berlin', false),
      line('weekdays', 'Days', 'mon-fri, every day, or mon,wed,fri', true),
      line('topics', 'Topics', 'Everything, or such as python, databases', true),
      line('closes', 'Closes', 'next, 17:00 or 6h', true),
    ],
  };
}

/** The end of "It closes …". */
export function closesWords(terms: ScheduleTerms): string {
  const closes = parseCloses(terms.closes);
  return closes.ok ? closesInWords(closes.value) : '';
}
