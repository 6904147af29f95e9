import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fourWeeksOn, lastDailyTime, nextFriday, nextMorning } from '../../adapters/web/playground/calendar.ts';
import { pickPlaces } from '../../adapters/web/playground/pick.ts';
import { seeded } from '../../adapters/web/playground/seeded.ts';

describe('what a simulated teammate picks', () => {
  const question = { right: [1], options: 4, several: false };

  it('is the same for the same seed, and differs between seeds', () => {
    const picks = (seed: string) =>
      Array.from({ length: 20 }, (_, n) => pickPlaces(question, 0.5, seeded(`${seed} ${n}`)));
    expect(picks('ben')).toEqual(picks('ben'));
    expect(picks('ben')).not.toEqual(picks('dana'));
  });

  it('is right about as often as they are able', () => {
    const right = Array.from({ length: 2_000 }, (_, n) => pickPlaces(question, 0.7, seeded(`able ${n}`))).filter(
      ([place]) => place === 1,
    ).length;
    expect(right / 2_000).toBeGreaterThan(0.65);
    expect(right / 2_000).toBeLessThan(0.75);
  });

  it('can always be submitted: one place of one, some places of several, in order', () => {
    const questions = fc
      .tuple(fc.integer({ min: 4, max: 5 }), fc.boolean())
      .chain(([options, several]) =>
        fc
          .subarray([...Array(options).keys()], { minLength: 1, maxLength: several ? options : 1 })
          .map((right) => ({ right, options, several })),
      );
    fc.assert(
      fc.property(questions, fc.string(), fc.constantFrom(0, 0.5, 1), (asked, seed, skill) => {
        const picked = pickPlaces(asked, skill, seeded(seed));
        expect(picked.length).toBeGreaterThan(0);
        if (!asked.several) expect(picked).toHaveLength(1);
        expect([...new Set(picked)].sort()).toEqual([...picked]);
        expect(picked.every((place) => place >= 0 && place < asked.options)).toBe(true);
        if (skill === 0) expect(picked).not.toEqual(asked.right);
      }),
    );
  });
});

describe('the clock bar goes', () => {
  const at = (iso: string) => Date.parse(iso);
  it.each([
    ['a Tuesday', '2026-11-24T14:00Z', '2026-11-24T09:00Z', '2026-11-25T09:00:02Z', '2026-11-27T17:00Z'],
    ['before nine', '2026-11-24T08:00Z', '2026-11-23T09:00Z', '2026-11-25T09:00:02Z', '2026-11-27T17:00Z'],
    ['a Monday at seven', '2026-11-23T07:00Z', '2026-11-20T09:00Z', '2026-11-24T09:00:02Z', '2026-11-27T17:00Z'],
    ['a Friday at noon', '2026-11-27T12:00Z', '2026-11-27T09:00Z', '2026-11-30T09:00:02Z', '2026-11-27T17:00Z'],
    ['a Friday evening', '2026-11-27T17:00Z', '2026-11-27T09:00Z', '2026-11-30T09:00:02Z', '2026-12-04T17:00Z'],
    ['a Sunday', '2026-11-29T12:00Z', '2026-11-27T09:00Z', '2026-11-30T09:00:02Z', '2026-12-04T17:00Z'],
    ['over a change of clocks', '2026-03-27T12:00Z', '2026-03-27T09:00Z', '2026-03-30T08:00:02Z', '2026-03-27T17:00Z'],
  ])('from %s', (_, now, begun, tomorrow, friday) => {
    expect(lastDailyTime(at(now))).toBe(at(begun));
    expect(nextMorning(at(now))).toBe(at(tomorrow));
    expect(nextFriday(at(now))).toBe(at(friday));
  });

  it('four weeks on, over 20 mornings', () => {
    let mornings = 0;
    const start = at('2026-11-24T09:00Z');
    for (let now = start; now < fourWeeksOn(start); now = nextMorning(now)) mornings += 1;
    expect(mornings).toBe(20);
  });
});
