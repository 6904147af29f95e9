import type { Finding } from '../../src/bank/finding.ts';
import type { Taxonomy } from '../../src/bank/taxonomy.ts';
import type { ForeignQuestion, ForeignText } from './foreign.ts';
import { splitFeedback } from './general-feedback.ts';
import { rightOf } from './marks.ts';
import { slugFor } from './slug.ts';
import { readTags } from './tags.ts';
import { toMarkdown } from './to-markdown.ts';

/** A question on its way into the bank: its shape is not checked yet. */
export interface Draft {
  concept: string | undefined;
  /** As a file of the bank has it; undefined for a kind of question that the bank doesn't have. */
  authored: Readonly<Record<string, unknown>> | undefined;
  /** The line in the imported file of a part, as in `lineOf('options', 2, 'why')`. */
  lineOf(...part: PropertyKey[]): number;
  /** What the bank can't hold: with any of these the question is left out. */
  refused: Finding[];
  /** What is to be written or put right before the bank's check passes. */
  open: Finding[];
}

/** What is still to be written stands as scaffolds have it: the bank's check refuses it until then. */
const unwritten = '…';

/** Makes a draft of a foreign question. `into` is the concept of questions that name none themselves. */
export function draftOf(file: string, foreign: ForeignQuestion, taxonomy: Taxonomy, into: string | undefined): Draft {
  const refused: Finding[] = [];
  const open: Finding[] = [];
  const lines = new Map<string, number>();
  const refuse = (line: number, reason: string, remedy: string) => refused.push({ file, line, reason, remedy });
  const missing = (line: number, reason: string, remedy: string) => open.push({ file, line, reason, remedy });
  const take = (text: ForeignText, what: string, ...part: PropertyKey[]): string => {
    lines.set(part.join('.'), text.line);
    const { markdown, refused: parts } = toMarkdown(text);
    for (const { what: markup, line } of parts)
      refuse(line, `${what} holds ${markup}, which is not shown here`, 'Use paragraphs, code, emphasis and lists');
    return parts.length > 0 ? markdown || unwritten : markdown;
  };

  if (foreign.kind !== 'multichoice') {
    refuse(foreign.line, `a question of the kind ${foreign.kind}`, 'Only multiple choice can be taken');
    return { concept: into, authored: undefined, lineOf: () => foreign.line, refused, open };
  }
  for (const { name, line } of foreign.files)
    refuse(line, `it comes with a file, ${name}`, 'Say in words or code what the picture shows');
  const right = rightOf(foreign);
  if (!Array.isArray(right)) refuse(foreign.options[0]?.text.line ?? foreign.line, right.reason, right.remedy);

  const tags = readTags(foreign.tags);
  if (tags.difficulty === undefined)
    missing(foreign.line, 'it names no difficulty; 2 is put down', 'Set 1, 2 or 3, or tag it difficulty:2');
  const prompt = take(foreign.prompt, 'the prompt', 'prompt');
  const options = foreign.options.map((option, n) => {
    const name = `option ${n + 1}`;
    if (option.feedback === undefined)
      missing(option.text.line, `${name} has no feedback, which becomes its why`, 'Write which belief it tempts with');
    return {
      text: take(option.text, name, 'options', n, 'text').replace(/\s*\n\s*/g, ' '),
      ...(Array.isArray(right) && right[n] ? { right: true } : {}),
      why:
        option.feedback === undefined
          ? unwritten
          : take(option.feedback, `the feedback of ${name}`, 'options', n, 'why').replace(/\s*\n\s*/g, ' '),
    };
  });
  const general =
    foreign.generalFeedback === undefined ? '' : take(foreign.generalFeedback, 'the general feedback', 'explanation');
  const told = tags.own ? splitFeedback(general) : general === '' ? {} : { explanation: general };
  if (told.answer === undefined) missing(foreign.line, 'it has no short answer', 'Write one to three sentences');
  if (told.explanation === undefined)
    missing(foreign.line, 'it has no general feedback, which becomes the explanation', 'Write the reason');
  if (told.sources === undefined)
    missing(foreign.line, 'it names no sources', 'Name the sections that the answer rests on');

  const { concept, slug } = slugFor(foreign, prompt, taxonomy);
  const { own: _, ...tagged } = tags;
  return {
    concept: concept ?? into,
    authored: {
      slug,
      difficulty: 2,
      ...(foreign.shuffled ? {} : { order: 'fixed' }),
      ...tagged,
      pick: foreign.single ? 'one' : 'several',
      prompt,
      options,
      answer: told.answer ?? unwritten,
      explanation: told.explanation ?? unwritten,
      ...(told.sources === undefined ? {} : { sources: told.sources }),
    },
    lineOf: (...part) => nearest(lines, part) ?? foreign.line,
    refused,
    open,
  };
}

/** The line of a part, or of the one above it. */
function nearest(lines: ReadonlyMap<string, number>, part: readonly PropertyKey[]): number | undefined {
  const [first, n] = part;
  if (first === 'options' && part.length < 3) return lines.get(`options.${Number(n ?? 0)}.text`);
  return lines.get(part.slice(0, 3).join('.')) ?? lines.get(String(first === 'answer' ? 'explanation' : first));
}
