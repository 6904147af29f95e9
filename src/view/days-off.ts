import { actionId } from '../actions.ts';
import type { DayOff } from '../schedule/days-off.ts';
import { holidaysLabel } from '../schedule/holidays.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
import { dateInWords, datesListed } from '../standings/periods.ts';
import type { UnderWay } from '../store/schedules.ts';
import { challengeName, underWayWords } from './daily.ts';
import { actions, bold, instant, type Message, message, paragraph } from './message.ts';

/** Dates that a sentence names before it counts the rest. */
const mostNamed = 6;

/** What the channel reads when days off were said or taken back. */
export function daysOffChanged(change: {
  readonly what: 'paused' | 'resumed' | 'skips' | 'skips none' | 'skips holidays' | 'keeps holidays';
  readonly by: string;
  readonly id: string;
  /** its moment, by which an Undo knows it (epoch ms) */
  readonly at: number;
  readonly number: number | undefined;
  readonly terms: ScheduleTerms;
  readonly today: string;
  /** the next public holidays that would have had a question */
  readonly coming: readonly DayOff[];
  readonly next: number;
  readonly underWay: UnderWay;
}): Message {
  const { by, terms, today } = change;
  const which = challengeName(change.number);
  const place = terms.holidays === undefined ? '' : holidaysLabel(terms.holidays);
  const holidays = change.coming.filter(({ why }) => why === 'holiday').map(({ localDate }) => localDate);
  const headline = {
    paused: `${by} paused ${which} until ${dateInWords(terms.pausedUntil ?? today, today)}.`,
    resumed: `${by} resumed ${which}.`,
    skips: `${by} took days off ${which}: no question on ${named(terms.skipDates ?? [], today)}.`,
    'skips none': `${by} put the skipped dates back into ${which}.`,
    'skips holidays': `${by} took public holidays in ${place} off ${which}.`,
    'keeps holidays': `${by} put public holidays back into ${which}.`,
  }[change.what];
  return message(
    paragraph(
      bold(headline),
      holidays.length > 0 && ` The first: ${named(holidays.slice(0, 2), today)}.`,
      ...underWayWords(change.underWay),
      ' The next question: ',
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

/** What `/prep daily` says of the days to come that are off, a sentence each; none if there are none. */
export function daysOffInWords(terms: ScheduleTerms, coming: readonly DayOff[], today: string): string[] {
  const on = (why: DayOff['why']) => coming.filter((day) => day.why === why).map(({ localDate }) => localDate);
  const [skipped, holidays] = [on('skipped'), on('holiday')];
  const place = terms.holidays === undefined ? '' : holidaysLabel(terms.holidays);
  return [
    ...(terms.pausedUntil !== undefined && terms.pausedUntil > today
      ? [`Paused until ${dateInWords(terms.pausedUntil, today)}.`]
      : []),
    ...(skipped.length > 0 ? [`No question on ${named(skipped, today)}: skipped.`] : []),
    ...(holidays.length > 0
      ? [`No question on ${named(holidays, today)}: public holidays in ${place}.`]
      : terms.holidays === undefined
        ? []
        : [`No question on public holidays in ${place}.`]),
  ];
}

function named(dates: readonly string[], today: string): string {
  const rest = dates.length - mostNamed;
  return rest > 1 ? `${datesListed(dates.slice(0, mostNamed), today)} and ${rest} more` : datesListed(dates, today);
}
