import { lettersOf, rightOptions } from '../quiz/letters.ts';
import { fullPoints, slipsOf } from '../quiz/score.ts';
import type { Answer } from '../store/answers.ts';
import type { Round } from '../store/rounds.ts';
import { parseInline, parseMarkdown } from './markdown.ts';
import { type Block, bold, type Inline, paragraph } from './message.ts';
import { count, list } from './words.ts';

/** Right, half right or wrong, the slip, what tempts about a wrong pick, and the short answer. `scored`: points are told where the round has any. */
export function verdictBlocks(round: Round, answer: Answer, scored = true): Block[] {
  const right = list(lettersOf(round, rightOptions(round)));
  const mine = list(lettersOf(round, answer.picked));
  const short: Block = { kind: 'prose', prose: parseMarkdown(round.question.answer) };
  if (answer.verdict === 'right') {
    return [
      paragraph(bold(scored && round.counts ? `Right: ${mine}. ${count(answer.points, 'point')}.` : `Right: ${mine}.`)),
      short,
    ];
  }
  if (answer.verdict === 'half') {
    const points = scored && round.counts ? `: ${answer.points} of ${count(fullPoints(round.question), 'point')}` : '';
    return [
      paragraph(bold(`Half right${points}.`), ` ${slipWords(round, answer)}`),
      ...temptations(round, answer),
      short,
    ];
  }
  const headline =
    round.question.pick === 'one'
      ? paragraph(bold(`Not ${mine}. It is ${right}.`))
      : paragraph(bold(`Not ${mine}: it is exactly ${right}.`), ` ${slipWords(round, answer)}`);
  return [headline, ...temptations(round, answer), short];
}

/** "You had A and D, and missed C.", "You had A and D, and B was one too many." or "You had A, missed C, and B and E were too many." */
function slipWords(round: Round, answer: Answer): string {
  const { missed, extra } = slipsOf(round.question, answer.picked);
  const had = answer.picked.filter((option) => !extra.includes(option));
  const letters = (options: readonly number[]) => list(lettersOf(round, options));
  const slips = [
    missed.length > 0 && `missed ${letters(missed)}`,
    extra.length > 0 && `${letters(extra)} ${extra.length === 1 ? 'was one' : 'were'} too many`,
  ].filter(Boolean);
  if (had.length === 0) return 'You had none of them.';
  return `You had ${letters(had)}, ${slips.length === 1 ? `and ${slips[0]}` : slips.join(', and ')}.`;
}

/** What tempts about each option that was picked and is not right. */
function temptations(round: Round, answer: Answer): Block[] {
  const { extra, missed } = slipsOf(round.question, answer.picked);
  const why = (option: number): Inline[] => parseInline(round.question.options[option]?.why ?? '');
  const hasWhy = (option: number) => (round.question.options[option]?.why ?? '') !== '';
  const sorted = (options: readonly number[]) =>
    [...options].sort((a, b) => round.optionOrder.indexOf(a) - round.optionOrder.indexOf(b));
  return [
    ...sorted(extra.filter(hasWhy)).map((option) =>
      paragraph(`What tempts about ${lettersOf(round, [option])[0]}: `, why(option)),
    ),
    ...(answer.verdict === 'half'
      ? sorted(missed.filter(hasWhy)).map((option) => paragraph(`${lettersOf(round, [option])[0]}: `, why(option)))
      : []),
  ];
}
