import type { AuthoredQuestion } from '../../src/bank/format.ts';
import type { ForeignQuestion } from './foreign.ts';

/** What each option gives: one right is all or nothing; of several the right ones share the mark and a wrong one costs half of it, as here. */
export function marksOf({ pick, options }: AuthoredQuestion): number[] {
  const right = options.filter((option) => option.right).length;
  if (pick === 'one') return options.map((option) => (option.right ? 100 : 0));
  // Moodle knows five decimals: 33.33333.
  return options.map((option) => (option.right ? Math.round(1e7 / right) / 1e5 : -50));
}

/** Which options are right, or why the bank can't say it: it knows right and wrong alone, and all the right ones together. */
export function rightOf({ single, options }: ForeignQuestion): boolean[] | { reason: string; remedy: string } {
  const positive = options.filter((option) => option.percent > 0).map((option) => option.percent);
  const [first = 0] = positive;
  if (positive.length === 0) return { reason: 'no option is right', remedy: 'Give one a mark' };
  const equal = positive.every((percent) => Math.abs(percent - first) < 0.01);
  const whole = Math.abs(positive.reduce((sum, percent) => sum + percent, 0) - 100) < 0.1;
  if (!equal || !whole || (single && positive.length > 1)) {
    return {
      reason: `options give ${positive.map((percent) => `${percent}%`).join(', ')} of the mark; here an option is right or wrong`,
      remedy: single ? 'Give one option 100% and the others nothing' : 'Let the right ones share 100% in equal parts',
    };
  }
  return options.map((option) => option.percent > 0);
}
