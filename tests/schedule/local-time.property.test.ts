import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LocalRule, localDateOf, nextOccurrence, occurrenceAt, weekdayOf } from '../../src/schedule/local-time.ts';

const DAY_MS = 86_400_000;
const ZONES = Intl.supportedValuesOf('timeZone');
/** Zones whose clock changes are out of the ordinary, drawn as often as all the others together. */
const ODD_ZONES = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Havana',
  'America/Nuuk',
  'America/Santiago',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kwajalein',
];

const time = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minutes) => {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
});
const zone = fc.oneof(fc.constantFrom(...ZONES), fc.constantFrom(...ODD_ZONES));
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
const rule: fc.Arbitrary<LocalRule> = fc.record({ localTime: time, zone, weekdays });
const moment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) });

/** Every calendar date from `first` to `last`, both included. */
const dates = (first: string, last: string): string[] => {
  const found: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS)
    found.push(new Date(at).toISOString().slice(0, 10));
  return found;
};

const walk = (of: LocalRule, from: number, steps: number): { localDate: string; at: number }[] => {
  const met: { localDate: string; at: number }[] = [];
  for (let at = from; met.length < steps; ) {
    const next = nextOccurrence(of, at);
    met.push(next);
    at = next.at;
  }
  return met;
};

describe('walking from one occurrence to the next', () => {
  test('moves forward in time, and meets no date twice', () => {
    fc.assert(
      fc.property(rule, moment, (of, from) => {
        const met = walk(of, from, 40);
        for (const [i, { localDate, at }] of met.entries()) {
          const before = met[i - 1];
          expect(at).toBeGreaterThan(before?.at ?? from);
          if (before !== undefined) expect(localDate > before.localDate).toBe(true);
        }
      }),
    );
  });

  test('meets every date of the rule that the zone has, and no other', () => {
    fc.assert(
      fc.property(rule, moment, (of, from) => {
        const met = walk(of, from, 40).map(({ localDate }) => localDate);
        const expected = dates(met.at(0) ?? '', met.at(-1) ?? '').filter(
          (date) => of.weekdays.includes(weekdayOf(date)) && occurrenceAt(date, of.localTime, of.zone) !== undefined,
        );
        expect(met).toEqual(expected);
      }),
    );
  });
});

test('an occurrence shows its own date and time unless the clocks jump over it', () => {
  fc.assert(
    fc.property(zone, time, moment, (in_, localTime, near) => {
      const localDate = localDateOf(near, in_);
      const at = occurrenceAt(localDate, localTime, in_);
      expect(at).toBeDefined();
      if (at === undefined) return;
      const parts = Object.fromEntries(
        new Intl.DateTimeFormat('en-GB', { timeZone: in_, dateStyle: 'short', timeStyle: 'short' })
          .formatToParts(at)
          .map(({ type, value }) => [type, value]),
      );
      const shown = `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
      const wanted = `${localDate} ${localTime}`;
      // Shifted by a gap it shows a later time; the same moment then also has its own name on the clock.
      expect(shown >= wanted).toBe(true);
      if (shown !== wanted) expect(localDateOf(at - DAY_MS, in_) <= localDate).toBe(true);
    }),
  );
});
