import { expect, test } from 'vitest';
import { dateInWords, datesInWords, periodOf, periodRange, previousPeriod } from '../../src/standings/periods.ts';

test.each([
  ['2026-11-24', 'week', '2026-11-23', '2026-11-29', '2026-11-16'],
  ['2026-11-23', 'week', '2026-11-23', '2026-11-29', '2026-11-16'],
  ['2026-11-29', 'week', '2026-11-23', '2026-11-29', '2026-11-16'],
  ['2027-01-03', 'week', '2026-12-28', '2027-01-03', '2026-12-21'],
  ['2026-11-24', 'month', '2026-11-01', '2026-11-30', '2026-10-01'],
  ['2028-02-29', 'month', '2028-02-01', '2028-02-29', '2028-01-01'],
  ['2026-12-31', 'month', '2026-12-01', '2026-12-31', '2026-11-01'],
  ['2026-11-24', 'all', '1970-01-01', '9999-12-31', undefined],
] as const)('%s lies in the %s from %s to %s', (date, kind, start, end, previous) => {
  expect(periodOf(date, kind)).toBe(start);
  expect(periodRange(kind, start)).toEqual({ start, end });
  expect(previousPeriod(kind, start)).toBe(previous);
});

const TODAY = '2026-11-24';

test.each([
  ['2026-11-23', '2026-11-27', '23 to 27 November'],
  ['2026-11-30', '2026-12-04', '30 November to 4 December'],
  ['2025-11-24', '2025-11-28', '24 to 28 November 2025'],
  ['2025-09-29', '2025-10-03', '29 September to 3 October 2025'],
  ['2025-12-29', '2026-01-02', '29 December 2025 to 2 January 2026'],
  ['2026-11-01', '2026-11-30', 'November'],
  ['2025-11-01', '2025-11-30', 'November 2025'],
  ['2026-03-03', '2026-03-03', '3 March'],
  ['1970-01-01', '9999-12-31', 'all time'],
])('%s to %s reads "%s"', (start, end, words) => {
  expect(datesInWords({ start, end }, TODAY)).toBe(words);
});

test.each([
  ['2026-03-03', '3 March'],
  ['2025-03-03', '3 March 2025'],
])('%s reads "%s"', (date, words) => {
  expect(dateInWords(date, TODAY)).toBe(words);
});
