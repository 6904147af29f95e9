import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import type { Schedule } from '../store/schedules.ts';
import { daysOffChanged } from '../view/days-off.ts';
import { message, paragraph } from '../view/message.ts';
import { refusal, runs, say, unknownPress } from '../view/refusals.ts';
import { parseDate, parseDates } from './date-words.ts';
import { comingDaysOff } from './days-off.ts';
import { readHolidays } from './holidays.ts';
import { localDateOf } from './local-time.ts';
import { announce, nextFree, save } from './save.ts';
import type { ScheduleTerms } from './terms.ts';
import type { Meant } from './which.ts';

/** How far ahead the announcement of holidays looks for the next ones (days). */
const lookAhead = 366;

/** No question before that date; what is open keeps its close. */
export async function pauseDaily(parts: Parts, who: Who, meant: Meant, typed: string | undefined): Promise<Reply> {
  const present = meant.schedule;
  if (!present?.enabled) return isOffAlready();
  const today = localDateOf(parts.clock(), present.zone);
  const until = parseDate(typed ?? '', today);
  if (!until.ok) return wrongDates(until.reason);
  if (until.value <= today) return wrongDates('A pause ends on a day to come: pause until tomorrow, for example.');
  return change(parts, who, meant, present, { ...present, pausedUntil: until.value }, 'paused');
}

/** Ends a pause, and turns on what is off. */
export async function resumeDaily(parts: Parts, who: Who, meant: Meant): Promise<Reply> {
  const present = meant.schedule;
  if (!present) return refusal(['No daily challenge here yet. Nothing was changed.'], runs('daily', 'Show it'));
  const paused = present.pausedUntil !== undefined && present.pausedUntil > localDateOf(parts.clock(), present.zone);
  if (present.enabled && !paused) return refusal(["It isn't paused. Nothing was changed."], runs('daily', 'Show it'));
  return change(parts, who, meant, present, { ...present, pausedUntil: undefined }, 'resumed');
}

/** *Keep going*, below the message of a schedule that stopped itself. */
export async function keepGoing(parts: Parts, who: Who, id: string | undefined): Promise<Reply> {
  const schedules = await parts.store.schedules.schedulesOfChannel(who.channel.id);
  const schedule = schedules.find((one) => one.id === id);
  if (!schedule) return unknownPress();
  if (schedule.enabled) return refusal(['It is going already. Nothing was changed.'], runs('daily', 'Show it'));
  return resumeDaily(parts, who, {
    kind: 'meant',
    schedule,
    number: schedules.length > 1 ? schedule.number : undefined,
  });
}

/** Dates without a question, instead of those that were said before; "none" for none. */
export async function skipDates(parts: Parts, who: Who, meant: Meant, typed: string | undefined): Promise<Reply> {
  const present = meant.schedule;
  if (!present?.enabled) return isOffAlready();
  if (wantsNone(typed)) {
    if (!present.skipDates?.length) return say(message(paragraph('No date is skipped. Nothing was changed.')));
    return change(parts, who, meant, present, { ...present, skipDates: [] }, 'skips none');
  }
  const dates = parseDates(typed ?? '', localDateOf(parts.clock(), present.zone));
  if (!dates.ok) return wrongDates(dates.reason);
  return change(parts, who, meant, present, { ...present, skipDates: dates.value }, 'skips');
}

/** No question on the public holidays of a country or region; "off" for none. */
export async function skipHolidays(parts: Parts, who: Who, meant: Meant, typed: string | undefined): Promise<Reply> {
  const present = meant.schedule;
  if (!present?.enabled) return isOffAlready();
  if (wantsNone(typed)) {
    if (present.holidays === undefined)
      return say(message(paragraph('No public holidays are skipped. Nothing was changed.')));
    return change(parts, who, meant, present, { ...present, holidays: undefined }, 'keeps holidays');
  }
  const place = readHolidays(typed ?? '');
  if (!place.ok) return refusal([`${place.reason} Nothing was changed.`], runs('daily', 'Show it'));
  return change(parts, who, meant, present, { ...present, holidays: place.value }, 'skips holidays');
}

async function change(
  parts: Parts,
  who: Who,
  { number }: Meant,
  present: Schedule,
  terms: ScheduleTerms,
  what: Parameters<typeof daysOffChanged>[0]['what'],
): Promise<Reply> {
  if (present.enabled && sameDaysOff(present, terms))
    return say(message(paragraph('That is how it is already. Nothing was changed.')));
  const next = await nextFree(parts, present, terms);
  const at = parts.clock();
  const today = localDateOf(at, terms.zone);
  const content = daysOffChanged({
    what,
    by: who.player.name,
    id: present.id,
    at,
    number,
    terms,
    today,
    coming: what === 'skips holidays' ? comingDaysOff(terms, today, lookAhead) : [],
    next: next.at,
    underWay: await parts.store.schedules.underWay(present.id),
  });
  const refused = await announce(parts, who, content);
  if (refused) return refused;
  await save(parts, who, { id: present.id, present }, terms, true, at);
  return { kind: 'done' };
}

function sameDaysOff(a: ScheduleTerms, b: ScheduleTerms): boolean {
  const key = ({ pausedUntil, skipDates = [], holidays }: ScheduleTerms) =>
    JSON.stringify([pausedUntil, skipDates, holidays]);
  return key(a) === key(b);
}

function isOffAlready(): Reply {
  return refusal(['The daily challenge is off, so nothing was changed.'], runs('daily', 'Show it'));
}

function wrongDates(reason: string): Reply {
  return refusal(
    [reason.endsWith('Nothing was changed.') ? reason : `${reason} Nothing was changed.`],
    runs('daily', 'Show it'),
  );
}

function wantsNone(typed: string | undefined): boolean {
  return ['none', 'off', 'no', 'nothing', 'clear'].includes((typed ?? '').trim().toLowerCase());
}
