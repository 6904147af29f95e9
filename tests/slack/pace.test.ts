import { describe, expect, it } from 'vitest';
import { createPace } from '../../adapters/slack/pace.ts';

describe('createPace', () => {
  it('gives one moment a second to each key, and takes none that is too far off', () => {
    const time = { now: 0 };
    const pace = createPace(1_000, 1, () => time.now);
    expect([1, 2, 3].map(() => pace.reserve('a', 5_000))).toEqual([0, 1_000, 2_000]);
    expect(pace.reserve('b', 5_000)).toBe(0);
    expect(pace.reserve('a', 2_999)).toBeUndefined();
    expect(pace.next('a')).toBe(3_000);
    time.now = 2_500;
    expect(pace.reserve('a', 500)).toBe(500);
    time.now = 60_000;
    expect(pace.reserve('a', 0)).toBe(0);
  });

  it('lets a burst pass after a rest, and at most the burst more than the rate over any time', () => {
    const time = { now: 0 };
    const pace = createPace(2_000, 10, () => time.now);
    let taken = 0;
    for (; time.now < 60_000; time.now += 100) if (pace.reserve('w', 0) !== undefined) taken += 1;
    expect(taken).toBe(39);
  });

  it('holds one key back for as long as it is told', () => {
    const time = { now: 0 };
    const pace = createPace(0, 1, () => time.now);
    pace.hold('a', 7_000);
    time.now = 2_000;
    expect([pace.next('a'), pace.next('b')]).toEqual([5_000, 0]);
  });
});
