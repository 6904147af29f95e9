import { describe, expect, test } from 'vitest';
import { occurrenceAt } from '../../src/schedule/local-time.ts';
import {
  ABBREVIATIONS,
  AMBIGUOUS,
  CITY_NAMES,
  OFFERED_FIRST,
  OTHER_PLACES,
  RENAMED,
} from '../../src/schedule/zone-names.ts';
import { completeZone, resolveZone, zoneLabel } from '../../src/schedule/zones.ts';

describe('what is typed for a zone', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin', 'Berlin'],
    ['europe/berlin', 'Europe/Berlin', 'Berlin'],
    ['Berlin', 'Europe/Berlin', 'Berlin'],
    [' new york ', 'America/New_York', 'New York'],
    ['new-york', 'America/New_York', 'New York'],
    ['São Paulo', 'America/Sao_Paulo', 'São Paulo'],
    ['sao paulo', 'America/Sao_Paulo', 'São Paulo'],
    ['Buenos Aires', 'America/Argentina/Buenos_Aires', 'Buenos Aires'],
    ['St Johns', 'America/St_Johns', "St. John's"],
    ['Bangalore', 'Asia/Kolkata', 'Bangalore'],
    ['Kiev', 'Europe/Kyiv', 'Kiev'],
    ['Krakow', 'Europe/Warsaw', 'Kraków'],
    ['Berlin, Germany', 'Europe/Berlin', 'Berlin'],
    ['Washington, DC', 'America/New_York', 'Washington, D.C.'],
    ['Germany', 'Europe/Berlin', 'Germany'],
    ['Asia/Calcutta', 'Asia/Kolkata', 'Kolkata'],
    ['US/Eastern', 'America/New_York', 'New York'],
    ['UTC', 'UTC', 'UTC'],
    ['gmt', 'UTC', 'UTC'],
    ['Etc/UTC', 'UTC', 'UTC'],
    ['CET', 'Europe/Berlin', 'Berlin'],
    ['jst', 'Asia/Tokyo', 'Tokyo'],
    ['Pacific Time', 'America/Los_Angeles', 'Los Angeles'],
  ])('%s is %s', (typed, zone, label) => {
    expect(resolveZone(typed)).toEqual({ kind: 'zone', zone, label });
  });

  test.each([
    ['CST', ['Chicago', 'Shanghai'], 'CST could be Chicago or Shanghai.'],
    ['ist', ['Kolkata', 'Dublin', 'Jerusalem'], 'IST could be Kolkata, Dublin or Jerusalem.'],
    ['EST', ['New York', 'Panama', 'Sydney'], 'EST could be New York, Panama or Sydney.'],
    ['Portland', ['Los Angeles', 'New York'], 'Portland could be Los Angeles or New York.'],
  ])('%s is asked back', (typed, labels, reason) => {
    const result = resolveZone(typed);
    expect(result).toMatchObject({ kind: 'ambiguous', reason });
    expect(result.kind === 'ambiguous' && result.choices.map(({ label }) => label)).toEqual(labels);
  });

  test.each([
    ['Berlim', ['Berlin'], "I don't know a place called Berlim. Did you mean Berlin?"],
    ['Copenhagn', ['Copenhagen'], "I don't know a place called Copenhagn. Did you mean Copenhagen?"],
    ['xyzzy', [], "I don't know a place called xyzzy. Name a large city nearby."],
    ['constructor', [], "I don't know a place called constructor. Name a large city nearby."],
    ['../../etc/passwd', [], "I don't know a place called ../../etc/passwd. Name a large city nearby."],
    ['', [], 'Which city is it?'],
    ['UTC+2', [], 'Clocks change, so I need a city instead of UTC+2: Berlin, for example.'],
    ['+05:30', [], 'Clocks change, so I need a city instead of +05:30: Berlin, for example.'],
    ['Etc/GMT-3', [], 'Clocks change, so I need a city instead of Etc/GMT-3: Berlin, for example.'],
  ])('"%s" is not known', (typed, labels, reason) => {
    const result = resolveZone(typed);
    expect(result).toMatchObject({ kind: 'unknown', reason });
    expect(result.kind === 'unknown' && result.near.map(({ label }) => label)).toEqual(labels);
  });
});

test('a page of text is refused in a sentence', () => {
  const result = resolveZone('Berlin😀 '.repeat(1_250));
  expect(result).toMatchObject({ kind: 'unknown', near: [] });
  expect(result.kind === 'unknown' && result.reason.length).toBeLessThan(200);
});

test('every zone is resolved by its id and by the city on its label, to a zone that has a time', () => {
  for (const id of Intl.supportedValuesOf('timeZone')) {
    const byId = resolveZone(id);
    expect(byId, id).toMatchObject({ kind: 'zone' });
    if (byId.kind !== 'zone') continue;
    expect(occurrenceAt('2026-11-24', '09:00', byId.zone)).toBeTypeOf('number');
    expect(resolveZone(byId.label), byId.label).toMatchObject({ kind: 'zone', zone: byId.zone });
  }
});

test('every zone in the tables exists', () => {
  const named = [
    ...Object.values(RENAMED),
    ...Object.keys(CITY_NAMES),
    ...Object.values(OTHER_PLACES),
    ...Object.values(ABBREVIATIONS),
    ...Object.values(AMBIGUOUS).flat(),
    ...OFFERED_FIRST,
  ];
  const unknown = named.filter((zone) => {
    const result = resolveZone(zone);
    return result.kind !== 'zone' || result.zone !== zone;
  });
  expect(unknown).toEqual([]);
});

test('every other place is found by its name, unless it is asked back', () => {
  for (const [label, zone] of Object.entries(OTHER_PLACES)) {
    expect(resolveZone(label), label).toMatchObject({ kind: 'zone', zone, label });
  }
});

test.each([
  ['Europe/Berlin', 'Berlin'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires'],
  ['America/Port-au-Prince', 'Port-au-Prince'],
  ['UTC', 'UTC'],
])('%s is called %s', (zone, label) => {
  expect(zoneLabel(zone)).toBe(label);
});

describe('completion', () => {
  const labels = (typed: string): string[] => completeZone(typed).map(({ label }) => label);

  test('begins with what begins so', () => {
    expect(labels('ber')).toEqual(['Berlin', 'Bermuda', 'Bern']);
    expect(labels('york')).toEqual(['New York']);
    expect(labels('são p')).toEqual(['São Paulo']);
    expect(labels('cst')).toEqual(['Chicago', 'Shanghai']);
    expect(labels('xyzzy')).toEqual([]);
  });

  test('is never longer than Discord shows, and is there before anything is typed', () => {
    for (const typed of ['', 'a', 's', 'm']) expect(labels(typed)).toHaveLength(25);
    expect(labels('')).toContain('Berlin');
  });
});
