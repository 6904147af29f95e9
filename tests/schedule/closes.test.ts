import { describe, expect, test } from 'vitest';
import { closesAt, extraClosesAt } from '../../src/schedule/closes.ts';
import type { LocalRule } from '../../src/schedule/local-time.ts';

const berlin: LocalRule = { localTime: '09:00', zone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5] };

const closes = (rule: Parameters<typeof closesAt>[0], localDate: string, at: string, schedule = berlin): string =>
  new Date(closesAt(rule, { localDate, at: Date.parse(at) }, schedule)).toISOString();

describe('next: a minute before the following occurrence', () => {
  const next = { kind: 'next' } as const;

  test.each([
    ['on time', '2026-11-24', '2026-11-24T08:00:00Z', '2026-11-25T07:59:00.000Z'],
    ['on a Friday, over the weekend', '2026-11-27', '2026-11-27T08:00:00Z', '2026-11-30T07:59:00.000Z'],
    ['late', '2026-11-24', '2026-11-24T11:40:00Z', '2026-11-25T07:59:00.000Z'],
    ['asked for before its time', '2026-11-24', '2026-11-24T06:00:00Z', '2026-11-25T07:59:00.000Z'],
    ['over a clock change', '2026-10-23', '2026-10-23T07:00:00Z', '2026-10-26T07:59:00.000Z'],
    ['so late that less than a minute is left', '2026-11-24', '2026-11-25T07:58:30Z', '2026-11-26T07:59:00.000Z'],
  ])('%s', (_, localDate, at, expected) => {
    expect(closes(next, localDate, at)).toBe(expected);
  });
});

describe('at: the first such time on the clocks there, or as long as that would be', () => {
  const at17 = { kind: 'at', localTime: '17:00' } as const;

  test.each([
    ['the same day', '2026-11-24', '2026-11-24T08:00:00Z', '2026-11-24T16:00:00.000Z'],
    ['a moment after the time', '2026-11-24', '2026-11-24T08:04:59Z', '2026-11-24T16:00:00.000Z'],
    ['asked for before its time', '2026-11-24', '2026-11-24T05:00:00Z', '2026-11-24T16:00:00.000Z'],
  ])('%s', (_, localDate, at, expected) => {
    expect(closes(at17, localDate, at)).toBe(expected);
  });

  const at16 = { ...berlin, localTime: '16:30' };
  test.each([
    ['late: as long as usual', at17, '2026-11-24T11:30:00Z', berlin, '2026-11-24T19:30:00.000Z'],
    ['minutes before the usual close', at17, '2026-11-24T15:58:00Z', at16, '2026-11-24T16:28:00.000Z'],
    ['past the usual close', at17, '2026-11-24T16:10:00Z', at16, '2026-11-24T16:40:00.000Z'],
    [
      'late where it is open all night',
      { kind: 'at', localTime: '08:00' } as const,
      '2026-11-24T11:00:00Z',
      berlin,
      '2026-11-25T07:59:00.000Z',
    ],
    [
      'late where it ends minutes before the next one',
      { kind: 'at', localTime: '09:30' } as const,
      '2026-11-24T11:00:00Z',
      { ...berlin, localTime: '09:40' },
      '2026-11-25T08:39:00.000Z',
    ],
  ])('%s', (_, rule, at, schedule, expected) => {
    expect(closes(rule, '2026-11-24', at, schedule)).toBe(expected);
  });

  test('an extra one beside it is not late', () => {
    const at = (moment: string) => new Date(extraClosesAt(at17, Date.parse(moment), berlin)).toISOString();
    expect(at('2026-11-24T14:00:00Z')).toBe('2026-11-24T16:00:00.000Z');
    expect(at('2026-11-27T17:00:00Z')).toBe('2026-11-28T16:00:00.000Z');
  });
});

test('after: real hours, whatever the clocks do', () => {
  const night: LocalRule = { ...berlin, localTime: '01:00', weekdays: [7] };
  expect(closes({ kind: 'after', hours: 6 }, '2026-03-29', '2026-03-29T00:00:00Z', night)).toBe(
    '2026-03-29T06:00:00.000Z',
  );
});
