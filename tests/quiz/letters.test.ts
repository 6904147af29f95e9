import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letterAt, lettersOf, optionAt, optionsAt, placesTyped } from '../../src/quiz/letters.ts';
import { editPace } from '../../src/quiz/message-edits.ts';
import { optionOrder } from '../../src/quiz/order.ts';
import { question } from '../setup/questions.ts';
import { seeded } from '../setup/random.ts';

describe('the order of options', () => {
  it('is a shuffle of all of them, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer({ min: 4, max: 5 }), (seed, length) => {
        const asked = question({ options: Array.from({ length }, () => ({ text: '', right: false, why: '' })) });
        const order = optionOrder(asked, seeded(seed));
        expect([...order].sort()).toEqual(Array.from({ length }, (_, index) => index));
        expect(optionOrder(asked, seeded(seed))).toEqual(order);
      }),
    );
  });

  it('puts every option first about as often', () => {
    const random = seeded(3);
    const firsts = [0, 0, 0, 0];
    for (let time = 0; time < 4000; time += 1) {
      const [first = 0] = optionOrder(question(), random);
      firsts[first] = (firsts[first] ?? 0) + 1;
    }
    for (const times of firsts) expect(Math.abs(times - 1000)).toBeLessThan(150);
  });

  it('stays as written where it is natural', () => {
    expect(optionOrder(question({ order: 'fixed' }), seeded(1))).toEqual([0, 1, 2, 3]);
  });

  it('stays within bounds for the largest number that chance can give', () => {
    expect([...optionOrder(question(), () => 1 - Number.EPSILON)].sort()).toEqual([0, 1, 2, 3]);
  });
});

describe('letters', () => {
  const round = { optionOrder: [2, 0, 1, 3] };

  it('stand for places in the round’s own order', () => {
    expect([0, 1, 2, 3].map(letterAt)).toEqual(['A', 'B', 'C', 'D']);
    expect(optionAt(round, 0)).toBe(2);
    expect(optionAt(round, 4)).toBeUndefined();
    expect(lettersOf(round, [0, 2])).toEqual(['A', 'B']);
    expect(optionsAt(round, [1, 0, 1])).toEqual([0, 2]);
    expect(optionsAt(round, [1, -1])).toBeUndefined();
  });

  it.each([
    ['b', [1]],
    ['B', [1]],
    [' a c ', [0, 2]],
    ['A, C', [0, 2]],
    ['ac', [0, 2]],
    ['a and c', [0, 2]],
    ['A & D.', [0, 3]],
    ['a+b;c', [0, 1, 2]],
    ['b b', [1]],
  ])('are read from "%s"', (typed, places) => {
    expect(placesTyped(round, typed)).toEqual(places);
  });

  it.each(['', 'e', '1', 'and', 'a1', 'best', 'а', '😀', 'b\u202e', '<!channel>'])('are none in "%s"', (typed) => {
    expect(placesTyped(round, typed)).toBeUndefined();
  });

  it('read back what they say, for every pick', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(3), { minLength: 1 }), (options) => {
        const typed = lettersOf(round, options).join(' ');
        expect(optionsAt(round, placesTyped(round, typed) ?? [])).toEqual([...options].sort());
      }),
    );
  });

  it('make nothing of any other text, and never fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        for (const place of placesTyped(round, typed) ?? []) expect([0, 1, 2, 3]).toContain(place);
      }),
    );
  });
});

it('edits a state line every 3 s in the first minute, then every 30 s, and every ten minutes after an hour', () => {
  const paces = [0, 59_999, 60_000, 3_599_999, 3_600_000, 86_400_000].map(editPace);
  expect(paces).toEqual([3_000, 3_000, 30_000, 30_000, 600_000, 600_000]);
});
