import { describe, expect, it } from 'vitest';
import {
  type Away,
  type ChallengeDay,
  coveredBefore,
  currentStreak,
  daysOfMonth,
  streakOfLog,
} from '../../src/standings/streak.ts';

/**
 * A log as a line, a day a sign: `x` answered, `-` not, `o` not yet and open, `l` late and not answered, `L` late and answered; a
 * space is a number that is no day. The first is 2 November.
 */
function log(line: string) {
  const days: ChallengeDay[] = [...line].flatMap((sign, index) =>
    sign === ' '
      ? []
      : [
          {
            number: index + 1,
            localDate: `2026-11-${String(index + 2).padStart(2, '0')}`,
            excused: sign.toLowerCase() === 'l',
            open: sign === 'o',
          },
        ],
  );
  const answered = new Set([...line].flatMap((sign, index) => ('xL'.includes(sign) ? [index + 1] : [])));
  return { days, answered };
}
const away = (from: number, to: number): Away => ({
  from: `2026-11-${String(from).padStart(2, '0')}`,
  to: `2026-11-${String(to).padStart(2, '0')}`,
});
const counted = (line: string, aways: readonly Away[] = []) => {
  const { days, answered } = log(line);
  const streak = streakOfLog(days, answered, aways);
  const now = currentStreak(streak, days, aways);
  return streak && [now.length, streak.best, now.freezes].join();
};

describe('a streak', () => {
  it.each<[string, string | undefined, string]>([
    ['', undefined, 'nothing answered, no streak'],
    ['---', undefined, 'nothing answered, no streak'],
    ['x', '1,1,0', 'one day'],
    ['xxx', '3,3,0', 'days in a row, right or wrong'],
    ['--xx', '2,2,0', 'days before the first answer are nothing'],
    ['xx-x', '1,2,0', 'a missed day ends it'],
    ['xx-', '0,2,0', 'also the last day'],
    ['xxo', '2,2,0', 'a day that is open ends nothing'],
    ['xox', '2,2,0', 'not even where a later one was answered'],
    ['x  x', '2,2,0', 'days off have no number'],
    ['xlx', '2,2,0', 'a day that came late ends nothing'],
    ['xLx', '3,3,0', 'and counts where it was answered'],
    ['xxxxxx', '6,6,0', 'six days earn nothing'],
    ['xxxxxxx', '7,7,1', 'seven earn a freeze'],
    ['xxxxxxx-', '7,7,0', 'a missed day uses it by itself'],
    ['xxxxxxx-x', '8,8,0', 'and the streak goes on'],
    ['xxxxxxx--', '0,7,0', 'two missed days are one too many'],
    ['xxxxxxx--x', '1,7,0', 'and it begins anew'],
    ['xxxxxxxxxxxxxxxxxxxxx', '21,21,2', 'at most two are held'],
    ['xxxxxxxxxxxxxx--x', '15,15,0', 'two cover two'],
    ['xxxxxx-xxxxxx', '6,6,0', 'a freeze is for days in a row'],
    ['xxxxxxx-xxxxxx', '13,13,0', 'a covered day is none of them'],
    ['xxxxxxx-xxxxxxx', '14,14,1', 'but does not part them'],
  ])('%s is %s: %s', (line, expected) => {
    expect(counted(line)).toBe(expected);
  });

  it('is not ended by days away, which use no freeze either', () => {
    expect(counted('xx--x', [away(4, 5)])).toBe('3,3,0');
    expect(counted('xx---x', [away(4, 5)])).toBe('1,2,0');
    expect(counted('xxxxxxx--x', [away(9, 10)])).toBe('8,8,1');
    expect(counted('xx--', [away(1, 3), away(4, 30)])).toBe('2,2,0');
    // Who answers all the same has answered.
    expect(counted('xxxx', [away(4, 5)])).toBe('4,4,0');
  });

  it('tells which days a freeze covered, to the next answer alone', () => {
    const dates = (line: string, day: number, aways: readonly Away[] = []) => {
      const { days, answered } = log(line);
      return coveredBefore(day, days, answered, aways).map(({ localDate }) => Number(localDate.slice(8)));
    };
    expect(dates('xxxxxxx-x', 9)).toEqual([9]);
    expect(dates('xxxxxxx-xx', 10)).toEqual([]);
    expect(dates('xxxxxxxxxxxxxx--x', 17)).toEqual([16, 17]);
    expect(dates('xxxxxxxxxxxxxx-l-x', 18, [away(18, 18)])).toEqual([16]);
    // A streak that ended in spite of it is not told so.
    expect(dates('xxxxxxx--x', 10)).toEqual([]);
  });

  it('stands beside the days of the month, which no missed day takes away', () => {
    const { days, answered } = log('xx-xlo');
    expect(daysOfMonth(days, answered, '2026-11-01')).toEqual({ answered: 3, days: 5 });
    expect(daysOfMonth(days, answered, '2026-12-01')).toEqual({ answered: 0, days: 0 });
  });
});
