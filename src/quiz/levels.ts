import type { Question } from '../bank/format.ts';

type Level = Question['difficulty'];

/** What is to be expected of questions of one difficulty in a channel. */
export interface LevelExpectation {
  /** share of right answers, 0 to 1 */
  readonly expected: number;
  /** the channel's own answers that it rests on, and how many of them were right */
  readonly answered: number;
  readonly right: number;
}

/** A channel's answers to a question that is closed. */
export interface AnsweredQuestion {
  readonly question: string;
  readonly answered: number;
  readonly right: number;
}

/** The first of those that are equally near to the aim is taken. */
const levels = [2, 1, 3] as const;
/** Questions are aimed at this share of right answers: hard enough to learn from, easy enough to come back. */
const aim = 0.7;
/** What a channel is thought to get right before it has answered. */
const before: Readonly<Record<Level, number>> = { 1: 0.85, 2: aim, 3: 0.5 };
/** That first thought weighs as much as this many answers, so that few of them don't swing the aim. */
const weight = 20;

/**
 * How each difficulty stands in a channel: the share of fully right answers to its last questions, with twenty made-up
 * answers mixed in. Of those 85% are right on a warm-up, 70% on what is expected of a senior, 50% on a stretch, all three
 * moved by as much as the channel did better or worse over all (itself against twenty usual ones). The difficulty whose
 * share is nearest to 70% is aimed at. So a channel without answers starts with what is expected of a senior, moves on once
 * some twenty answers say otherwise, and is never thought to find a warm-up harder than a stretch that it hasn't had.
 */
export function expectationsOf(
  recent: readonly AnsweredQuestion[],
  levelOf: (question: string) => Level | undefined,
): ReadonlyMap<Level, LevelExpectation> {
  const sums = new Map(levels.map((level) => [level, { answered: 0, right: 0 }]));
  const all = { answered: 0, surplus: 0 };
  for (const { question, answered, right } of recent) {
    const level = levelOf(question);
    const sum = level && sums.get(level);
    if (!sum) continue;
    sum.answered += answered;
    sum.right += right;
    all.answered += answered;
    all.surplus += right - answered * before[level];
  }
  const moved = all.surplus / (all.answered + weight);
  return new Map(
    [...sums].map(([level, { answered, right }]) => {
      const usual = Math.min(1, Math.max(0, before[level] + moved));
      return [level, { expected: (right + weight * usual) / (answered + weight), answered, right }];
    }),
  );
}

/** How far a difficulty is from what is aimed at. */
export function offAim({ expected }: LevelExpectation): number {
  return Math.abs(expected - aim);
}
