import type { Question } from '../bank/format.ts';

export type Verdict = 'right' | 'half' | 'wrong';

export interface Outcome {
  readonly verdict: Verdict;
  readonly points: number;
}

/** What a right answer earns, by difficulty. */
export function fullPoints(question: Pick<Question, 'difficulty'>): number {
  return { 1: 10, 2: 15, 3: 20 }[question.difficulty];
}

/** Right options that were not picked, and picked ones that are not right; indices into the question's options, ascending. */
export function slipsOf(
  question: Pick<Question, 'options'>,
  picked: readonly number[],
): { missed: number[]; extra: number[] } {
  const indices = question.options.map((_, index) => index);
  return {
    missed: indices.filter((index) => question.options[index]?.right === true && !picked.includes(index)),
    extra: indices.filter((index) => question.options[index]?.right !== true && picked.includes(index)),
  };
}

/**
 * Exactly the right set earns full points. Where several may be right, one slip (one missed or one too many) earns half,
 * rounded up; more slips, or everything ticked when not everything is right, earn nothing. Speed doesn't count.
 */
export function scoreAnswer(
  question: Pick<Question, 'difficulty' | 'options' | 'pick'>,
  picked: readonly number[],
): Outcome {
  const { missed, extra } = slipsOf(question, picked);
  const slips = missed.length + extra.length;
  if (slips === 0) return { verdict: 'right', points: fullPoints(question) };
  const everything = picked.length === question.options.length;
  if (question.pick === 'several' && slips === 1 && !everything && picked.length > 0) {
    return { verdict: 'half', points: Math.ceil(fullPoints(question) / 2) };
  }
  return { verdict: 'wrong', points: 0 };
}
