import { describe, expect, it, test } from 'vitest';
import { closesAt } from '../../src/schedule/closes.ts';
import { parseDate, parseDates } from '../../src/schedule/date-words.ts';
import { comingDaysOff, nextOf, ruleOf } from '../../src/schedule/days-off.ts';
import { completeHolidays, holidaysLabel, isPublicHoliday, readHolidays } from '../../src/schedule/holidays.ts';
import { datesListed } from '../../src/standings/periods.ts';

const daily = { localTime: '09:00', zone: 'UTC', weekdays: [1, 2, 3, 4, 5], topics: [], closes: 'next' };
const at = (date: string): number => Date.parse(`${date}T09:00:00Z`);
const today = '2026-11-24';

describe('the next occurrence', () => {
  it.each([
    ['paused', { ...daily, pausedUntil: '2027-01-03' }, '2027-01-04'],
    ['paused for a year', { ...daily, pausedUntil: '2027-11-24' }, '2027-11-24'],
    ['skipped', { ...daily, skipDates: ['2026-11-25', '2026-11-26'] }, '2026-11-27'],
    ['a holiday', { ...daily, holidays: 'US', weekdays: [4] }, '2026-12-03'],
    ['all of them', { ...daily, pausedUntil: '2026-12-25', skipDates: ['2026-12-28'], holidays: 'GB' }, '2026-12-29'],
    ['nothing', { ...daily, skipDates: [] }, '2026-11-25'],
  ])('passes over days that are off: %s', (_, terms, expected) => {
    expect(nextOf(terms, at(today))).toEqual({ localDate: expected, at: at(expected) });
  });

  it('is the one before which a question closes, and a time of day is none', () => {
    const rule = ruleOf({ ...daily, skipDates: ['2026-11-25'] });
    const opened = { localDate: today, at: at(today) };
    expect(closesAt({ kind: 'next' }, opened, rule)).toBe(at('2026-11-26') - 60_000);
    expect(closesAt({ kind: 'at', localTime: '08:00' }, opened, rule)).toBe(Date.parse('2026-11-25T08:00:00Z'));
  });

  it('is told with the days before it that are off, of its own weekdays', () => {
    const terms = { ...daily, weekdays: [5, 6], holidays: 'DE', skipDates: ['2026-12-04', '2026-12-09'] };
    expect(comingDaysOff(terms, today, 60)).toEqual([
      { localDate: '2026-12-04', why: 'skipped' },
      { localDate: '2026-12-25', why: 'holiday' },
      { localDate: '2026-12-26', why: 'holiday' },
      { localDate: '2027-01-01', why: 'holiday' },
    ]);
  });
});

describe('public holidays', () => {
  it.each([
    ['DE', '2026-12-25', true],
    ['DE', '2026-12-24', false],
    ['DE', '2026-01-06', false],
    ['DE-BY', '2026-01-06', true],
    ['US', '2026-07-03', true],
    // Four days from one entry; and one that begins at noon leaves its morning.
    ['SA', '2026-03-22', true],
    ['CN', '2026-05-04', false],
    ['XX', '2026-12-25', false],
  ])('%s on %s: %s', (place, date, expected) => {
    expect(isPublicHoliday(place, date)).toBe(expected);
  });

  it.each([
    ['Germany', 'DE'],
    ['germany', 'DE'],
    ['de', 'DE'],
    ['DE-BY', 'DE-BY'],
    ['Bavaria', 'DE-BY'],
    ['bayern', 'DE-BY'],
    ['UK', 'GB'],
    ['usa', 'US'],
    ['Georgia', 'GE'],
  ])('of %s are those of %s', (typed, code) => {
    expect(readHolidays(typed)).toEqual({ ok: true, value: code });
  });

  it.each([
    ['Germny', "I don't know the public holidays of Germny. Did you mean Germany?"],
    ['', /^Whose public holidays\? Write a country, or a country and its region: Germany, DE or DE-BY\.$/],
    ['constructor', /^I don't know the public holidays of constructor\./],
  ])('are asked back where nobody knows: "%s"', (typed, reason) => {
    expect(readHolidays(typed)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('have names to choose from', () => {
    expect(holidaysLabel('DE-BY')).toBe('Bayern, Germany');
    expect(completeHolidays('swi')).toContainEqual({ value: 'CH', label: 'Switzerland' });
    expect(completeHolidays('a').length).toBe(25);
  });
});

describe('dates as people type them', () => {
  test.each([
    ['3 Jan', '2027-01-03'],
    ['until 3 Jan', '2027-01-03'],
    ['January 3rd', '2027-01-03'],
    ['3. january 2027', '2027-01-03'],
    ['2027-01-03', '2027-01-03'],
    ['25 Dec', '2026-12-25'],
    ['24 November', '2026-11-24'],
    ['23 nov', '2027-11-23'],
    ['1 sept', '2027-09-01'],
    ['tomorrow', '2026-11-25'],
    ['Monday', '2026-11-30'],
    ['next tuesday', '2026-12-01'],
    ['next week', '2026-11-30'],
  ])('%s', (typed, date) => {
    expect(parseDate(typed, today)).toEqual({ ok: true, value: date });
  });

  test.each([
    ['', 'A date is missing. I read dates like 3 Jan, 25 December or 2027-01-03.'],
    ['1/3', '"1/3" is not a date. I read dates like 3 Jan, 25 December or 2027-01-03.'],
    ['30 Feb', /^"30 Feb" is not a date/],
    ['3 Janx', /is not a date/],
    ['until Yesterday', /^"Yesterday" is not a date/],
    ['2026-11-23', '23 November 2026 has passed. Nothing was changed.'],
    ['3 Jan 2029', '3 January 2029 is more than a year ahead.'],
  ])('not "%s"', (typed, reason) => {
    expect(parseDate(typed, today)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  test.each([
    ['25 Dec, 1 Jan', ['2026-12-25', '2027-01-01']],
    ['1 Jan and 25 Dec', ['2026-12-25', '2027-01-01']],
    ['24 to 26 Dec', ['2026-12-24', '2026-12-25', '2026-12-26']],
    ['24-26 dec', ['2026-12-24', '2026-12-25', '2026-12-26']],
    ['30 Dec to 2 Jan', ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']],
    ['Dec 31, 2026, 2027-01-01', ['2026-12-31', '2027-01-01']],
    ['25 Dec, 25 December', ['2026-12-25']],
  ])('a list: %s', (typed, dates) => {
    expect(parseDates(typed, today)).toEqual({ ok: true, value: dates });
  });

  test.each([
    ['25 Dec, soon', /^"soon" is not a date/],
    ['31 Feb AND 1 Jan', /^"31 Feb" is not a date/],
    ['', /^The dates are missing/],
    ['1 Dec to 1 Mar', /at most 60/],
    ['26 Dec to 24 Dec', /ends before it begins/],
    ['20 Nov to 27 Nov', /^20 November 2026 has passed/],
  ])('no list: "%s"', (typed, reason) => {
    expect(parseDates(typed, today)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('are listed with what is needed to tell them apart', () => {
    expect(datesListed(['2026-12-25', '2026-12-26'], today)).toBe('25 and 26 December');
    expect(datesListed(['2026-12-24', '2026-12-25', '2027-01-01'], today)).toBe('24, 25 December and 1 January 2027');
  });
});
