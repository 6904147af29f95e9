import { describe, expect, test } from 'vitest';
import { closesInWords, closesTyped, parseCloses } from '../../src/schedule/closes.ts';
import { parseLocalTime } from '../../src/schedule/time-words.ts';
import { parseWeekdays, weekdaysInWords } from '../../src/schedule/weekdays.ts';

const value = <T>(value: T) => ({ ok: true, value });
const reason = (text: string) => ({ ok: false, reason: text });

describe('times of day', () => {
  test.each([
    ['09:00', '09:00'],
    ['9', '09:00'],
    ['9am', '09:00'],
    ['9 AM', '09:00'],
    ['9 a.m.', '09:00'],
    ['9:30 pm', '21:30'],
    ['9.30', '09:30'],
    ['0900', '09:00'],
    ['1745', '17:45'],
    ['17h', '17:00'],
    ['17h30', '17:30'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['12:30am', '00:30'],
    ['0', '00:00'],
    ['23:59', '23:59'],
    [' noon ', '12:00'],
    ['midnight', '00:00'],
  ])('%s is %s', (typed, expected) => {
    expect(parseLocalTime(typed)).toEqual(value(expected));
  });

  test.each([
    ['', 'A time is missing. I read times like 09:00, 9am or 17:30.'],
    ['nine', '"nine" is not a time. I read times like 09:00, 9am or 17:30.'],
    ['9:5', '"9:5" is not a time. I read times like 09:00, 9am or 17:30.'],
    ['9:60', '"9:60" is not a time: an hour has 60 minutes. I read times like 09:00, 9am or 17:30.'],
    ['24:00', '24:00 is the start of the next day. Write 00:00.'],
    ['25:00', '"25:00" is not a time: the last one of a day is 23:59. I read times like 09:00, 9am or 17:30.'],
    ['17pm', '"17pm" says it twice. Write 17:00.'],
    ['0am', '"0am" is not a time. I read times like 09:00, 9am or 17:30.'],
    ['constructor', '"constructor" is not a time. I read times like 09:00, 9am or 17:30.'],
  ])('"%s" is refused', (typed, expected) => {
    expect(parseLocalTime(typed)).toEqual(reason(expected));
  });
});

describe('weekdays', () => {
  test.each([
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['Mon - Fri', [1, 2, 3, 4, 5]],
    ['Monday to Friday', [1, 2, 3, 4, 5]],
    ['weekdays', [1, 2, 3, 4, 5]],
    ['every weekday', [1, 2, 3, 4, 5]],
    ['every day', [1, 2, 3, 4, 5, 6, 7]],
    ['Daily', [1, 2, 3, 4, 5, 6, 7]],
    ['mon-sun', [1, 2, 3, 4, 5, 6, 7]],
    ['mon,wed,fri', [1, 3, 5]],
    ['fri, mon, mon', [1, 5]],
    ['Tuesdays and Thursdays', [2, 4]],
    ['mon wed fri', [1, 3, 5]],
    ['fri-mon', [1, 5, 6, 7]],
    ['mon-wed, sat', [1, 2, 3, 6]],
    ['weekend', [6, 7]],
    ['on sundays', [7]],
    ['weds', [3]],
    ['tue-tue', [2]],
  ])('%s is %j', (typed, expected) => {
    expect(parseWeekdays(typed)).toEqual(value(expected));
  });

  test.each([
    ['', 'The days are missing. I read days like mon-fri, every day, or mon,wed,fri.'],
    ['mondy', '"mondy" is not a day. Did you mean Monday?'],
    ['mon-frday', '"frday" is not a day. Did you mean Friday?'],
    ['mon-wed-fri', '"mon-wed-fri" is not a span of days. Write it as mon-fri.'],
    ['sometimes', '"sometimes" is not a day. I read days like mon-fri, every day, or mon,wed,fri.'],
    [',', '"," names no day. I read days like mon-fri, every day, or mon,wed,fri.'],
    ['constructor', '"constructor" is not a day. I read days like mon-fri, every day, or mon,wed,fri.'],
  ])('"%s" is refused', (typed, expected) => {
    expect(parseWeekdays(typed)).toEqual(reason(expected));
  });

  test.each([
    [[1, 2, 3, 4, 5, 6, 7], 'every day'],
    [[1, 2, 3, 4, 5], 'Monday to Friday'],
    [[1, 3, 5], 'Monday, Wednesday and Friday'],
    [[6, 7], 'Saturday and Sunday'],
    [[1, 5, 6, 7], 'Friday to Monday'],
    [[1, 7], 'Monday and Sunday'],
    [[4], 'Thursday'],
    [[1, 2, 3, 6], 'Monday, Tuesday, Wednesday and Saturday'],
  ])('%j reads "%s", which is read back as the same days', (days, words) => {
    expect(weekdaysInWords(days)).toBe(words);
    expect(parseWeekdays(words)).toEqual(value(days));
  });
});

describe('when it closes', () => {
  test.each([
    ['next', { kind: 'next' }, 'next', 'just before the next one'],
    ['17:00', { kind: 'at', localTime: '17:00' }, '17:00', 'at 17:00'],
    ['at 5pm', { kind: 'at', localTime: '17:00' }, '17:00', 'at 17:00'],
    ['6h', { kind: 'after', hours: 6 }, '6h', 'after 6 hours'],
    ['1 hour', { kind: 'after', hours: 1 }, '1h', 'after 1 hour'],
    ['168h', { kind: 'after', hours: 168 }, '168h', 'after 168 hours'],
  ])('%s', (typed, rule, stored, words) => {
    const parsed = parseCloses(typed);
    expect(parsed).toEqual(value(rule));
    if (!parsed.ok) return;
    expect(closesTyped(parsed.value)).toBe(stored);
    expect(parseCloses(stored)).toEqual(parsed);
    expect(closesInWords(parsed.value)).toBe(words);
  });

  test.each([
    ['0h', 'A question can stay open for 1 to 168 hours, not 0.'],
    ['169h', 'A question can stay open for 1 to 168 hours, not 169.'],
    [
      'later',
      'I can\'t close at "later". Write next (just before the next question), a time such as 17:00, or hours such as 6h.',
    ],
    [
      '',
      'When it closes is missing. Write next (just before the next question), a time such as 17:00, or hours such as 6h.',
    ],
  ])('"%s" is refused', (typed, expected) => {
    expect(parseCloses(typed)).toEqual(reason(expected));
  });
});

test('a page of text is refused in a sentence', () => {
  const page = 'mon😀'.repeat(2_500);
  for (const result of [parseLocalTime(page), parseWeekdays(page), parseCloses(page)]) {
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.reason).toMatch(/^.{40,200}$/u);
  }
});
