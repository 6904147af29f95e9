import type { PlacedQuestion } from '../../src/bank/read.ts';
import { joinFeedback } from './general-feedback.ts';
import { escapeGift } from './gift-escapes.ts';
import { marksOf } from './marks.ts';
import { tagsOf } from './tags.ts';

/**
 * Questions as GIFT, every text as Markdown, laid out as {@link writeMoodle} does; slug and tags stand in comments, where Moodle 3.7 and
 * later read them. A question whose options are all marked by `~` is one with several right ones.
 */
export function writeGift(placed: readonly PlacedQuestion[]): string {
  let concept = '';
  const written = placed.flatMap((one) => {
    const category = one.question.concept === concept ? [] : [`$CATEGORY: $course$/top/${one.question.concept}`];
    concept = one.question.concept;
    return [...category, questionOf(one)];
  });
  return `${written.join('\n\n')}\n`;
}

function questionOf({ question, authored }: PlacedQuestion): string {
  const marks = marksOf(authored);
  const options = authored.options.flatMap((option, n) => {
    const mark = authored.pick === 'several' ? `~%${marks[n]}%` : option.right ? '=' : wrongMark(option.text);
    return [`  ${mark}${escapeGift(option.text)}`, `    #${escapeGift(option.why)}`];
  });
  return [
    `// [id:${authored.slug}] ${tagsOf(authored)
      .map((tag) => `[tag:${tag}]`)
      .join(' ')}`,
    `::${escapeGift(question.id)}::[markdown]${escapeGift(authored.prompt.trim())} {`,
    ...options,
    `  ####${escapeGift(joinFeedback(authored))}`,
    '}',
  ].join('\n');
}

/** A text that begins with a per cent sign would be read as a weight. */
const wrongMark = (text: string) => (text.startsWith('%') ? '~%0%' : '~');
