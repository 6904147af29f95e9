import { Temporal } from 'temporal-polyfill';

/** The playground's own zone: its first person's, in which its daily challenge is set up. */
export const homeZone = 'Europe/London';
/** When its daily challenge comes. */
const dailyTime = { hour: 9, minute: 0 };
const friday = 5;

/** 09:00 of the day, or of the last weekday before it, that is not after `now` (epoch ms). */
export function lastDailyTime(now: number): number {
  let at = localTime(now).with({ ...dailyTime, second: 0, millisecond: 0 });
  while (at.epochMilliseconds > now || at.dayOfWeek > friday) at = at.subtract({ days: 1 });
  return at.epochMilliseconds;
}

/** A moment after the next daily challenge on a later date than `now`'s: tomorrow, or Monday after a weekend. */
export function nextMorning(now: number): number {
  let at = localTime(now)
    .add({ days: 1 })
    .with({ ...dailyTime, second: 2, millisecond: 0 });
  while (at.dayOfWeek > friday) at = at.add({ days: 1 });
  return at.epochMilliseconds;
}

/** The next Friday's end of work, 17:00. */
export function nextFriday(now: number): number {
  let at = localTime(now).with({ hour: 17, minute: 0, second: 0, millisecond: 0 });
  while (at.epochMilliseconds <= now || at.dayOfWeek !== friday) at = at.add({ days: 1 });
  return at.epochMilliseconds;
}

/** The morning four weeks later. */
export function fourWeeksOn(now: number): number {
  return nextMorning(localTime(now).add({ days: 27 }).epochMilliseconds);
}

function localTime(at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(homeZone);
}
