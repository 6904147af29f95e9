import { actionId } from '../actions.ts';
import type { OccurrenceState } from '../store/occurrences.ts';
import type { Schedule } from '../store/schedules.ts';
import { actions, instant, type Message, message, paragraph } from './message.ts';

/** How today stands; `set later`: its time had passed when the terms that hold now were set. */
type Today = OccurrenceState | 'day off' | 'set later';

/** The next one comes so soon by itself that whoever wants an extra one should know (ms). */
const soonMs = 30 * 60_000;

/** `/prep daily now` when there is nothing planned for today that could come earlier; an extra one is offered unless today's is on its way. */
export function extraQuestion(schedule: Schedule, today: Today, now: number): Message {
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

const todayWords: Readonly<Record<Today, string>> = {
  'day off': 'Today is a day off here.',
  'set later': "Today's time had passed when this was set.",
  posted: "Today's question was posted already.",
  planned: "Today's question follows as soon as it can be posted.",
  claimed: "Today's question is being posted at this moment.",
  missed: "Today's question could not be posted.",
  unknown: "I can't tell whether today's question was posted.",
};
