import type { Question } from '../src/bank/format.ts';
import { fullPoints } from '../src/quiz/score.ts';
import { count, difficultyWords } from '../src/view/words.ts';

/** A to E. */
export const letterOf = (n: number) => String.fromCharCode(65 + n);

/** The question as a player reads it in a terminal: topic, prompt, lettered options. */
export function printQuestion(question: Question, title: string): string {
  const several = question.pick === 'several' ? ' Choose all that apply.' : '';
  const options = question.options.map((option, n) => `${letterOf(n)}. ${option.text}`);
  return [
    `${title}, ${count(fullPoints(question), 'point')}, ${difficultyWords[question.difficulty]}`,
    '',
    question.prompt + several,
    '',
    ...options,
  ].join('\n');
}

/** What a player reads afterwards: the answer, the reasons of every option, the explanation, and what it rests on. */
export function printAnswer(question: Question, picked: readonly number[] = []): string {
  const right = question.options.flatMap((option, n) => (option.right ? [letterOf(n)] : []));
  const whys = question.options.map((option, n) => {
    const mark = picked.includes(n) ? ' (picked)' : '';
    return `${letterOf(n)} is ${option.right ? 'right' : 'wrong'}${mark}. ${option.why}`;
  });
  const sources = question.sources.map((source) => `${source.title}, ${source.section}: ${source.url}`);
  const proved =
    question.provedBy === undefined
      ? []
      : [`Proved by running it: ${question.provedBy.runtime}, ${question.provedBy.on}.`];
  const reviewed = `Reviewed on ${question.reviewed.on} by ${question.reviewed.by}.`;
  return [
    `Right: ${right.join(', ')}. ${question.answer}`,
    '',
    ...whys,
    '',
    question.explanation,
    '',
    ...sources,
    ...proved,
    reviewed,
  ].join('\n');
}
