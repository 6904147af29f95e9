import { describe, expect, test } from 'vitest';
import type { PostLimit } from '../../src/platform.ts';
import { createTurns } from '../../src/schedule/turns.ts';

const limit: PostLimit = { per: 'workspace', everyMs: 200, burst: 3 };

function turnsAt(now = 1_000_000) {
  const time = { now };
  return { time, turns: createTurns(() => time.now) };
}

describe('the turns of posts under one limit', () => {
  test('a burst goes at once, the rest one after the other, and each moment is given once', () => {
    const { turns, time } = turnsAt();
    expect([1, 2, 3, 4, 5].map(() => turns.take('w', limit))).toEqual([0, 0, 0, 200, 400]);
    time.now += 400;
    expect(turns.take('w', limit)).toBe(200);
    time.now += 60_000;
    expect([1, 2, 3, 4].map(() => turns.take('w', limit))).toEqual([0, 0, 0, 200]);
  });

  test('one line holds up no other', () => {
    const { turns } = turnsAt();
    for (let n = 0; n < 5_000; n += 1) turns.take('large', limit);
    turns.hold('held', limit, 60_000);
    expect(turns.take('small', limit)).toBe(0);
  });

  test('what is too far off is not taken', () => {
    const { turns } = turnsAt();
    for (let n = 0; n < 7; n += 1) turns.take('w', limit);
    expect(turns.take('w', limit, 500)).toBeUndefined();
    expect(turns.take('w', limit, 1_000)).toBe(1_000);
  });

  test('after what the platform forbade they go on one after the other, without a burst', () => {
    const { turns, time } = turnsAt();
    turns.hold('w', limit, 30_000);
    turns.hold('w', limit, 1_000);
    expect(turns.held('w')).toBe(true);
    time.now += 10_000;
    expect([1, 2, 3].map(() => turns.take('w', limit))).toEqual([20_000, 20_200, 20_400]);
    time.now += 20_000;
    expect(turns.held('w')).toBe(false);
  });
});
