import { actionId } from '../actions.ts';
import { closesInWords, parseCloses } from '../schedule/closes.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
import { weekdaysInWords } from '../schedule/weekdays.ts';
import { zoneLabel } from '../schedule/zones.ts';
import type { OccurrenceState } from '../store/occurrences.ts';
import type { Schedule, UnderWay } from '../store/schedules.ts';
import {
  actions,
  type Block,
  bold,
  code,
  type Field,
  type Form,
  instant,
  type Message,
  message,
  note,
  type Part,
  paragraph,
} from './message.ts';
import { runs } from './refusals.ts';
import { remindButton } from './reminder.ts';
import { list } from './words.ts';

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
      action: actionId('undo-daily', change.id),
      describes: 'Undo this change of the daily challenge',
    }),
  );
}

export function dailyOff(change: {
  readonly by: string;
  readonly id: string;
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
      action: actionId('undo-daily', change.id),
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

/** One daily challenge of a channel, as `/prep daily` tells it. */
export interface DailyLine {
  readonly schedule: Schedule;
  /** titles for players */
  readonly topics: readonly string[];
  /** questions that this channel has not had */
  readonly left: number;
  /** the days to come that are off, a sentence each */
  readonly daysOff: readonly string[];
  readonly paused: boolean;
}

const status = runs('daily status', 'Status');

/** `/prep daily` alone, where there is one daily challenge or none yet. */
export function dailyState(line: DailyLine | undefined, mayChange: boolean): Message {
  if (!line) {
    return message(
      paragraph(
        'No daily challenge here yet. ',
        code('/prep daily at 09:00'),
        ' starts one, Monday to Friday unless you say otherwise.',
      ),
      actions(mayChange && { label: 'Set it up', action: actionId('daily'), primary: true }),
    );
  }
  const { schedule, topics, left, daysOff } = line;
  const { next } = schedule;
  if (!schedule.enabled || !next) {
    const quiet = schedule.stopped?.startsWith('quiet');
    return message(
      paragraph(
        quiet
          ? `Ten questions had no answer, so Prep has stopped asking. It was ${termsInWords(schedule, topics)}.`
          : `The daily challenge is off. It was ${termsInWords(schedule, topics)}.`,
      ),
      actions(
        mayChange &&
          (quiet
            ? { label: 'Keep going', action: actionId('keep-going', schedule.id) }
            : runs(`daily at ${schedule.localTime}`, 'Turn it on')),
        mayChange && { label: 'Change', action: actionId('daily', schedule.id) },
      ),
    );
  }
  return message(
    paragraph(bold(`${termsInWords(schedule, topics)}.`)),
    paragraph('The next one: ', instant(next.at), ` for you, ${schedule.localTime} in ${zoneLabel(schedule.zone)}.`),
    daysOff.length > 0 && paragraph(daysOff.join(' ')),
    paragraph(
      `Each question closes ${closesWords(schedule)}. ${left === 0 ? 'Every question was asked here; old ones come again, the oldest first.' : `${left} questions are left that this channel hasn't had.`}`,
    ),
    mayChange
      ? actions(
          { label: 'Change', action: actionId('daily', schedule.id), primary: true },
          line.paused ? runs('daily resume', 'Resume') : runs('daily now', 'Post it now'),
          runs('daily off', 'Turn it off'),
          status,
          remindButton({ id: schedule.channel }),
        )
      : actions(status, remindButton({ id: schedule.channel })),
    !mayChange && note('Managers change it.'),
  );
}

/** `/prep daily` alone, where there are several: each with its number and its buttons. */
export function dailyStates(lines: readonly DailyLine[], mayChange: boolean): Message {
  return message(
    paragraph(bold(`${lines.length} daily challenges here.`)),
    ...lines.flatMap(({ schedule, topics, daysOff }): Block[] => {
      const { number, next } = schedule;
      const off = !schedule.enabled || !next;
      const terms = paragraph(
        bold(`${number}. ${termsInWords(schedule, topics)}.`),
        ...(off ? [' It is off.'] : [' The next one: ', instant(next.at), '.']),
        daysOff.length > 0 && ` ${daysOff.join(' ')}`,
      );
      if (!mayChange) return [terms];
      const change = { label: `Change ${number}`, action: actionId('daily', schedule.id) };
      const buttons = off
        ? [runs(`daily resume #${number}`, `Turn ${number} on`), change]
        : [
            change,
            runs(`daily now #${number}`, `Post ${number} now`),
            runs(`daily off #${number}`, `Turn ${number} off`),
          ];
      return [terms, actions(...buttons)];
    }),
    actions(status, ...lines.slice(0, 1).map(({ schedule }) => remindButton({ id: schedule.channel }))),
    !mayChange && note('Managers change them.'),
  );
}

/** The next one comes so soon by itself that whoever wants an extra one should know (ms). */
const soonMs = 30 * 60_000;

/** `/prep daily now` when there is nothing planned for today that could come earlier; an extra one is offered unless today's is on its way. */
export function extraQuestion(schedule: Schedule, today: OccurrenceState | 'day off', now: number): Message {
  if (today === 'claimed' || today === 'planned') return message(paragraph(todayWords[today]));
  const { next } = schedule;
  return message(
    paragraph(
      `${todayWords[today]} An extra one counts for points and for no streak.`,
      ...(next && next.at - now < soonMs ? [' The next one comes by itself: ', instant(next.at), '.'] : []),
    ),
    actions({ label: 'Post an extra one', action: actionId('extra', schedule.id), primary: true }),
  );
}

/** Today's question came before its time, while the one before it was still open. */
export function postedEarly(openUntil: number): Message {
  return message(
    paragraph(
      "Today's question is in the channel, ahead of its time. The one before it keeps its close, ",
      instant(openUntil),
      '.',
    ),
  );
}

const todayWords: Readonly<Record<OccurrenceState | 'day off', string>> = {
  'day off': 'Today is a day off here.',
  posted: "Today's question was posted already.",
  planned: "Today's question follows as soon as it can be posted.",
  claimed: "Today's question is being posted at this moment.",
  missed: "Today's question could not be posted.",
  unknown: "I can't tell whether today's question was posted.",
};

/** The form behind *Change* and *Set it up*; also asked when the zone is missing. `target`: a schedule's id, or `add` for another one. */
export function dailyForm(
  values: Readonly<Record<'time' | 'zone' | 'weekdays' | 'topics' | 'closes', string>>,
  target?: string,
): Form {
  const line = (name: keyof typeof values, label: string, placeholder: string, optional: boolean): Field => ({
    kind: 'text',
    name,
    label,
    value: values[name],
    placeholder,
    maxLength: 200,
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

function closesWords(terms: ScheduleTerms): string {
  const closes = parseCloses(terms.closes);
  return closes.ok ? closesInWords(closes.value) : '';
}
