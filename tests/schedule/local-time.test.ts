import { describe, expect, test } from 'vitest';
import { type LocalRule, localDateOf, nextOccurrence, occurrenceAt, weekdayOf } from '../../src/schedule/local-time.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const instant = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

describe('the moment of a local time', () => {
  test.each([
    // Plain days.
    ['Europe/Berlin', '2026-11-24', '09:00', '2026-11-24T08:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-24', '09:00', '2026-11-24T03:30:00.000Z'],
    ['UTC', '2026-02-28', '23:59', '2026-02-28T23:59:00.000Z'],
    // Clocks jump forward: the time is shifted by the jump. They go back: the first of the two.
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    // Zones that jump at midnight: 00:00 and 00:30 don't exist and become 01:00 and 01:30.
    ['Africa/Cairo', '2026-04-24', '00:00', '2026-04-23T22:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24', '00:30', '2026-04-23T22:30:00.000Z'],
    ['Asia/Beirut', '2026-03-29', '00:00', '2026-03-28T22:00:00.000Z'],
    ['Asia/Beirut', '2026-03-29', '00:30', '2026-03-28T22:30:00.000Z'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00.000Z'],
    ['America/Santiago', '2026-09-06', '00:30', '2026-09-06T04:30:00.000Z'],
    ['America/Havana', '2026-03-08', '00:00', '2026-03-08T05:00:00.000Z'],
    ['America/Havana', '2026-03-08', '00:30', '2026-03-08T05:30:00.000Z'],
    // Half an hour: 02:00 becomes 02:30 in October; in April 01:30 to 02:00 comes twice.
    ['Australia/Lord_Howe', '2026-10-04', '02:00', '2026-10-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:30', '2026-04-04T14:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '02:00', '2026-04-04T15:30:00.000Z'],
    // A gap over midnight: 23:30 of 28 March becomes 00:30 of the 29th and is still the 28th's.
    ['America/Nuuk', '2026-03-28', '22:59', '2026-03-29T00:59:00.000Z'],
    ['America/Nuuk', '2026-03-28', '23:30', '2026-03-29T01:30:00.000Z'],
    ['America/Nuuk', '2026-03-29', '00:30', '2026-03-29T01:30:00.000Z'],
    // Days before and after a date that the zone skips.
    ['Pacific/Apia', '2011-12-29', '09:00', '2011-12-29T19:00:00.000Z'],
    ['Pacific/Apia', '2011-12-31', '09:00', '2011-12-30T19:00:00.000Z'],
  ])('%s %s %s is %s', (zone, date, time, expected) => {
    expect(instant(occurrenceAt(date, time, zone))).toBe(expected);
  });

  test.each([
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Fakaofo', '2011-12-30'],
    ['Pacific/Kwajalein', '1993-08-21'],
    ['Pacific/Kiritimati', '1994-12-31'],
  ])('%s has no %s', (zone, date) => {
    for (const time of ['00:00', '09:00', '23:59']) expect(occurrenceAt(date, time, zone)).toBeUndefined();
  });

  test('a whole hour of the day exists where cron-parser throws: Lord Howe, 4 April 2026', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
    const moments = hours.map((time) => occurrenceAt('2026-04-04', time, 'Australia/Lord_Howe'));
    const first = Date.UTC(2026, 3, 3, 13);
    expect(moments).toEqual(hours.map((_, hour) => first + hour * 3_600_000));
  });
});

test.each([
  ['2026-11-24T22:59:59.999Z', 'Europe/Berlin', '2026-11-24'],
  ['2026-11-24T23:00:00.000Z', 'Europe/Berlin', '2026-11-25'],
  ['2026-11-24T09:59:59.999Z', 'Pacific/Kiritimati', '2026-11-24'],
  ['2026-11-24T10:00:00.000Z', 'Pacific/Kiritimati', '2026-11-25'],
  ['2011-12-30T09:59:59.999Z', 'Pacific/Apia', '2011-12-29'],
  ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31'],
])('%s in %s is %s', (moment, zone, date) => {
  expect(localDateOf(Date.parse(moment), zone)).toBe(date);
});

test('weekdays are ISO', () => {
  expect([weekdayOf('2026-11-23'), weekdayOf('2026-11-29')]).toEqual([1, 7]);
});

describe('the next occurrence', () => {
  const next = (rule: LocalRule, after: string): [string, string | undefined] => {
    const { localDate, at } = nextOccurrence(rule, Date.parse(after));
    return [localDate, instant(at)];
  };
  const working: LocalRule = { localTime: '09:00', zone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5] };

  test('is strictly after', () => {
    expect(next(working, '2026-11-24T07:59:59.999Z')).toEqual(['2026-11-24', '2026-11-24T08:00:00.000Z']);
    expect(next(working, '2026-11-24T08:00:00.000Z')).toEqual(['2026-11-25', '2026-11-25T08:00:00.000Z']);
  });

  test('leaves out the days off', () => {
    expect(next(working, '2026-11-27T08:00:00Z')).toEqual(['2026-11-30', '2026-11-30T08:00:00.000Z']);
  });

  test('keeps the local time over a clock change', () => {
    expect(next(working, '2026-10-23T07:00:00Z')).toEqual(['2026-10-26', '2026-10-26T08:00:00.000Z']);
  });

  test('keeps its date where the gap shifts it past midnight, and the next day has its own', () => {
    const late: LocalRule = { localTime: '23:30', zone: 'America/Nuuk', weekdays: EVERY_DAY };
    expect(next(late, '2026-03-29T01:00:00Z')).toEqual(['2026-03-28', '2026-03-29T01:30:00.000Z']);
    expect(next(late, '2026-03-29T01:30:00Z')).toEqual(['2026-03-29', '2026-03-30T00:30:00.000Z']);
  });

  test('goes past a date that the zone skips, by a whole week if need be', () => {
    const daily: LocalRule = { localTime: '09:00', zone: 'Pacific/Apia', weekdays: EVERY_DAY };
    expect(next(daily, '2011-12-29T19:00:00Z')).toEqual(['2011-12-31', '2011-12-30T19:00:00.000Z']);
    const fridays: LocalRule = { ...daily, weekdays: [5] };
    expect(next(fridays, '2011-12-29T19:00:00Z')).toEqual(['2012-01-06', '2012-01-05T19:00:00.000Z']);
  });

  test('comes once on a day whose time the clocks show twice', () => {
    const twice: LocalRule = { localTime: '02:30', zone: 'Europe/Berlin', weekdays: EVERY_DAY };
    expect(next(twice, '2026-10-25T00:29:00Z')).toEqual(['2026-10-25', '2026-10-25T00:30:00.000Z']);
    expect(next(twice, '2026-10-25T00:30:00Z')).toEqual(['2026-10-26', '2026-10-26T01:30:00.000Z']);
  });

  test('needs a weekday', () => {
    expect(() => nextOccurrence({ ...working, weekdays: [] }, 0)).toThrow(RangeError);
  });
});

describe('where cron-parser 5.10 skips a time or throws, walking comes by once', () => {
  const everyHour = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
  test.each([
    ['Africa/Cairo', '2026-04-24', ['00:00', '00:30']],
    ['Asia/Beirut', '2026-03-29', ['00:00', '00:30']],
    ['America/Santiago', '2026-09-06', ['00:00', '00:30']],
    ['America/Havana', '2026-03-08', ['00:00', '00:30']],
    ['Australia/Lord_Howe', '2026-10-04', ['02:00']],
    ['Australia/Lord_Howe', '2026-04-04', everyHour],
  ])('%s %s', (zone, date, times) => {
    for (const localTime of times) {
      const rule: LocalRule = { localTime, zone, weekdays: EVERY_DAY };
      const dates: string[] = [];
      let at = Date.parse(date) - 3 * 24 * 3_600_000;
      while (dates.length < 6) {
        const met = nextOccurrence(rule, at);
        dates.push(met.localDate);
        at = met.at;
      }
      expect(dates.filter((one) => one === date)).toEqual([date]);
      expect(new Set(dates).size).toBe(dates.length);
    }
  });
});
