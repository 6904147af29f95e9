import { actionId } from '../actions.ts';
import { zoneLabel } from '../schedule/zones.ts';
import type { Schedule } from '../store/schedules.ts';
import { closesWords, termsInWords } from './daily.ts';
import { actions, type Block, bold, code, instant, type Message, message, note, paragraph } from './message.ts';
import { runs } from './refusals.ts';
import { remindButton } from './reminder.ts';

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

/** After a moment that each reader sees in their own zone: the same in the schedule's, for whom that is another or whose nobody knows. */
export function inTheirZone({ localTime, zone }: Schedule, readerZone: string | undefined): string {
  return zone === readerZone ? '.' : ` for you, ${localTime} in ${zoneLabel(zone)}.`;
}

/** `/prep daily` alone, where there is one daily challenge or none yet. `readerZone`: IANA zone of who asked, if it is known. */
export function dailyState(line: DailyLine | undefined, mayChange: boolean, readerZone?: string): Message {
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
    const was = termsInWords(schedule, topics).replace(/^Every/, 'every');
    return message(
      paragraph(
        quiet
          ? `Ten questions had no answer, so Prep has stopped asking. It was ${was}.`
          : `The daily challenge is off. It was ${was}.`,
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
    paragraph('The next one: ', instant(next.at), inTheirZone(schedule, readerZone)),
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
