import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { occurrenceAt } from '../../src/schedule/local-time.ts';
import { pythonProgram } from '../setup/python.ts';

/**
 * Local time against a second implementation: Python's zoneinfo with fold=0. Within two days of every clock change of every zone
 * in 2026 and 2027 every half hour, around the change itself every minute, and every minute of those four days for each change
 * that differs from every other zone's; elsewhere random samples of 1970 to 2037.
 *
 * Node and Python each bring their own time zone database. Where the two databases themselves differ (a country changed its
 * mind between their releases), there is nothing to compare: the zone is set aside and printed, and they may be few.
 */
const MINUTE_MS = 60_000;
const ASKED = { first: 2026, years: 2, sample: 60, seed: 20_261_124 };
const MOST_SET_ASIDE = 25;

const answer = z.object({
  zone: z.string(),
  known: z.array(z.number()).default([]),
  windows: z.array(z.tuple([z.number(), z.number(), z.array(z.number())])).optional(),
  samples: z.array(z.number()).default([]),
});
type Answer = z.infer<typeof answer>;

const askPython = (python: string): Answer[] => {
  const zones = Intl.supportedValuesOf('timeZone');
  const script = fileURLToPath(new URL('oracle.py', import.meta.url));
  const input = JSON.stringify({ ...ASKED, zones });
  const out = execFileSync(python, [script], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return out
    .trim()
    .split('\n')
    .map((line) => answer.parse(JSON.parse(line)));
};

const pairs = (flat: readonly number[]): [number, number][] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? 0, flat[2 * i + 1] ?? 0]);

/** The offset (s) that Node's own database has at a moment: no local time is read for it. */
const nodeOffset = (zone: string, at: number): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9;

const sameDatabase = ({ zone, known }: Answer): boolean =>
  pairs(known).every(([utc, offset]) => nodeOffset(zone, utc * MINUTE_MS) === offset);

const wallTime = (local: number): string => new Date(local * MINUTE_MS).toISOString().slice(0, 16);

/** How Prep and Python differ about a local time, in words; undefined if they don't. */
const difference = (zone: string, local: number, offset: number): string | undefined => {
  const [date = '', time = ''] = wallTime(local).split('T');
  const ours = occurrenceAt(date, time, zone);
  const theirs = local * MINUTE_MS - offset * 1000;
  if (ours === theirs) return undefined;
  const shown = ours === undefined ? 'none' : new Date(ours).toISOString();
  return `${zone} ${wallTime(local)}: ${shown}, Python ${new Date(theirs).toISOString()}`;
};

// Its absence is printed, and in CI it is an error.
const python = pythonProgram();

describe.skipIf(python === undefined)('against zoneinfo', () => {
  let answers: Answer[] = [];
  let comparable: Answer[] = [];
  beforeAll(() => {
    answers = askPython(python ?? '');
    comparable = answers.filter(sameDatabase);
  }, 120_000);

  test('both databases know the same zones and changes', () => {
    const setAside = answers.filter((one) => one.windows === undefined || !comparable.includes(one));
    if (setAside.length > 0)
      console.warn(
        'Set aside, Python knows them otherwise:',
        setAside.map(({ zone }) => zone),
      );
    expect(setAside.length).toBeLessThanOrEqual(MOST_SET_ASIDE);
    // Were there far fewer zones with clock changes, the next test would have looked at nothing.
    expect(comparable.filter(({ windows }) => (windows?.length ?? 0) > 0).length).toBeGreaterThan(100);
  });

  test('every zone within two days of its clock changes', { timeout: 300_000 }, () => {
    const differences: string[] = [];
    let compared = 0;
    for (const { zone, windows = [] } of comparable) {
      for (const [start, step, runs] of windows) {
        let local = start;
        for (const [offset, count] of pairs(runs)) {
          for (let left = count; left > 0; left -= 1) {
            const found = difference(zone, local, offset);
            if (found !== undefined) differences.push(found);
            local += step;
            compared += 1;
          }
        }
      }
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(500_000);
  });

  test('every zone at random moments', { timeout: 120_000 }, () => {
    const differences: string[] = [];
    const setAside = new Set<string>();
    for (const { zone, samples } of comparable) {
      for (const [local, offset] of pairs(samples)) {
        const found = difference(zone, local, offset);
        if (found === undefined) continue;
        if (nodeOffset(zone, local * MINUTE_MS - offset * 1000) !== offset) setAside.add(zone);
        else differences.push(found);
      }
    }
    if (setAside.size > 0) console.warn('Set aside, Python has another history of:', [...setAside]);
    expect(setAside.size).toBeLessThanOrEqual(MOST_SET_ASIDE);
    expect(differences).toEqual([]);
  });
});
