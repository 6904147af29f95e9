import { actionId } from '../actions.ts';
import { closesInWords, parseCloses } from '../schedule/closes.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
import { weekdaysInWords } from '../schedule/weekdays.ts';
import { zoneLabel } from '../schedule/zones.ts';
import type { OccurrenceState } from '../store/occurrences.ts';
import type { Schedule } from '../store/schedules.ts';
import {
  actions,
  bold,
  code,
  type Field,
  type Form,
  instant,
  type Message,
  message,
  note,
  paragraph,
} from './message.ts';
import { runs } from './refusals.ts';
import { list } from './words.ts';

/** "Monday to Friday at 09:00 (London), on Python and HTTP & APIs". */
export function termsInWords(terms: ScheduleTerms, topics: readonly string[]): string {
  const on = topics.length === 0 ? 'on every topic' : `on ${list(topics)}`;
  const days = weekdaysInWords(terms.weekdays);
  return `${days.charAt(0).toUpperCase()}${days.slice(1)} at ${terms.localTime} (${zoneLabel(terms.zone)}), ${on}`;
}

/** What the channel reads when somebody sets the daily challenge up or changes it; the post that proves that posting works. */
export function dailySetUp(
  by: string,
  terms: ScheduleTerms,
  topics: readonly string[],
  first: number,
  changed: boolean,
): Message {
  return message(
    paragraph(
      bold(changed ? `${by} changed the daily challenge.` : `${by} set up a daily challenge here.`),
      ` ${termsInWords(terms, topics)}. Each question closes ${closesWords(terms)}. The next one: `,
      instant(first),
      '.',
    ),
    actions({ label: 'Undo', action: actionId('undo-daily'), describes: 'Undo this change of the daily challenge' }),
  );
}

export function dailyOff(by: string): Message {
  return message(
    paragraph(
      bold(`${by} turned the daily challenge off.`),
      ' A question that is open keeps its close and its answer.',
    ),
    actions({ label: 'Undo', action: actionId('undo-daily'), describes: 'Turn the daily challenge on again' }),
  );
}

/** `/prep daily` alone. `left`: questions that this channel has not had. */
export function dailyState(
  schedule: Schedule | undefined,
  topics: readonly string[],
  left: number,
  mayChange: boolean,
): Message {
  if (!schedule) {
    return message(
      paragraph(
        'No daily challenge here yet. ',
        code('/prep daily at 09:00'),
        ' starts one, Monday to Friday unless you say otherwise.',
      ),
      actions(mayChange && { label: 'Set it up', action: actionId('daily'), primary: true }),
    );
  }
  const { next } = schedule;
  if (!schedule.enabled || !next) {
    return message(
      paragraph(`The daily challenge is off. It was ${termsInWords(schedule, topics)}.`),
      actions(
        mayChange && runs(`daily at ${schedule.localTime}`, 'Turn it on'),
        mayChange && { label: 'Change', action: actionId('daily') },
      ),
    );
  }
  return message(
    paragraph(bold(`${termsInWords(schedule, topics)}.`)),
    paragraph('The next one: ', instant(next.at), ` for you, ${schedule.localTime} in ${zoneLabel(schedule.zone)}.`),
    paragraph(
      `Each question closes ${closesWords(schedule)}. ${left === 0 ? 'Every question was asked here; old ones come again, the oldest first.' : `${left} questions are left that this channel hasn't had.`}`,
    ),
    mayChange
      ? actions(
          { label: 'Change', action: actionId('daily'), primary: true },
          runs('daily now', 'Post it now'),
          runs('daily off', 'Turn it off'),
        )
      : note('Managers change it.'),
  );
}

/** `/prep daily now` when there is nothing planned for today that could come earlier. */
export function extraQuestion(schedule: Schedule, today: OccurrenceState | 'day off'): Message {
  return message(
    paragraph(`${todayWords[today]} An extra one counts for points and for no streak.`),
    actions({ label: 'Post an extra one', action: actionId('extra', schedule.id), primary: true }),
  );
}

const todayWords: Readonly<Record<OccurrenceState | 'day off', string>> = {
  'day off': 'Today is a day off here.',
  posted: "Today's question was posted already.",
  planned: "Today's question follows as soon as it can be posted.",
  claimed: "Today's question is being posted.",
  missed: "Today's question could not be posted.",
  unknown: "I can't tell whether today's question was posted.",
};

/** The form behind *Change* and *Set it up*; also asked when the zone is missing. */
export function dailyForm(values: Readonly<Record<'time' | 'zone' | 'weekdays' | 'topics' | 'closes', string>>): Form {
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
    form: actionId('daily'),
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
