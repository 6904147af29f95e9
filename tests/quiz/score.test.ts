import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullPoints, scoreAnswer, slipsOf } from '../../src/quiz/score.ts';
import { question } from '../setup/questions.ts';

describe('one right answer', () => {
  it.each([
    [1, 10],
    [2, 15],
    [3, 20],
  ] as const)('of difficulty %i is worth %i points or none', (difficulty, points) => {
    const asked = question({ difficulty, right: [2] });
    expect(fullPoints(asked)).toBe(points);
    expect(scoreAnswer(asked, [2])).toEqual({ verdict: 'right', points });
    for (const wrong of [0, 1, 3]) expect(scoreAnswer(asked, [wrong])).toEqual({ verdict: 'wrong', points: 0 });
  });
});

describe('several right answers', () => {
  const asked = question({ right: [0, 2, 3], difficulty: 2 });

  it.each([
    ['exactly the right ones', [0, 2, 3], 'right', 15],
    ['one missed', [0, 2], 'half', 8],
    ['two missed', [3], 'wrong', 0],
    ['one missed and one too many', [0, 1, 2], 'wrong', 0],
    ['one wrong alone', [1], 'wrong', 0],
    ['everything ticked', [0, 1, 2, 3], 'wrong', 0],
  ] as const)('%s', (_, picked, verdict, points) => {
    expect(scoreAnswer(asked, picked)).toEqual({ verdict, points });
  });

  it('one too many is one slip, where it is not everything', () => {
    expect(scoreAnswer(question({ right: [0, 2] }), [0, 1, 2])).toEqual({ verdict: 'half', points: 8 });
  });

  it.each([
    [1, 5],
    [2, 8],
    [3, 10],
  ] as const)('half of difficulty %i is %i', (difficulty, points) => {
    expect(scoreAnswer(question({ right: [0, 1], difficulty }), [0])).toEqual({ verdict: 'half', points });
  });

  it('all of them right and all ticked is full points', () => {
    expect(scoreAnswer(question({ right: [0, 1, 2, 3] }), [0, 1, 2, 3])).toEqual({ verdict: 'right', points: 15 });
  });

  it('one that is right alone may be half by one too many, if several may be right', () => {
    expect(scoreAnswer(question({ right: [1], pick: 'several' }), [1, 2])).toMatchObject({ verdict: 'half' });
  });
});

it('scores by the slips alone, whatever the question and the pick', () => {
  const options = fc.array(fc.record({ right: fc.boolean(), picked: fc.boolean() }), { minLength: 4, maxLength: 5 });
  fc.assert(
    fc.property(options, fc.constantFrom(1 as const, 2 as const, 3 as const), (made, difficulty) => {
      const asked = {
        difficulty,
        pick: 'several' as const,
        options: made.map(({ right }, index) => ({ text: `${index}`, right, why: '' })),
      };
      const picked = made.flatMap((option, index) => (option.picked ? [index] : []));
      const slips = made.filter((option) => option.right !== option.picked).length;
      const { verdict, points } = scoreAnswer(asked, picked);
      expect(slipsOf(asked, picked).missed.length + slipsOf(asked, picked).extra.length).toBe(slips);
      const everythingForNothing = picked.length === made.length && slips > 0;
      const expected =
        slips === 0 ? 'right' : slips === 1 && !everythingForNothing && picked.length > 0 ? 'half' : 'wrong';
      expect(verdict).toBe(expected);
      const full = fullPoints(asked);
      expect(points).toBe({ right: full, half: Math.ceil(full / 2), wrong: 0 }[expected]);
    }),
  );
});
