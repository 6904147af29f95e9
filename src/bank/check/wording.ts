import type { Finding } from '../finding.ts';
import type { CheckedQuestion } from '../read.ts';

/** Code spans out of the way: `a`, `b` and `option 1` in code name no option of ours. */
const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, ' ').replace(/`[^`]*`/g, '``');

const noun = '(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?|[Aa]lternatives?)';
const namesAnOption = [
  new RegExp(`\\b${noun} (?:[A-Ea-e]|[1-5])\\b`),
  /\b(?:first|second|third|fourth|fifth|last|next|previous) (?:two |three )?(?:options?|alternatives?)\b/i,
  new RegExp(`\\b${noun} (?:above|below)\\b`, 'i'),
  /\([A-E]\)/,
  /\b[A-E] (?:is|was) (?:right|wrong|correct|incorrect|true|false)\b/,
  /\b[A-E] (?:and|or) [A-E] (?:are|is|hold)\b/,
];

/** A session B reads as option B. An A alone may be an article, C a language, 500 B a size, and E. coli is called so. */
const sharesALetter = /(?<![\w/+.&-]|\d )(?:A's|[BDE])(?![\w/+#&-]|\. [a-z])/;

const allOrNone = [
  /\b(?:all|none|neither|both|any|some|one|two|three) of the (?:above|below|others?|options|answers|statements|rest)\b/i,
  /^\W*(?:all|none|neither|both|any) of (?:them|these|those)\W*$/i,
  /^\W*(?:all|none|neither|both|nothing) (?:of it|above)\W*$/i,
];

/** What is said of a text that begins with an ellipsis, as scaffolds leave it. */
export const toBeWritten = 'this is still to be written';

/** No option is named by its letter or place (they are shuffled), none is "all of the above" or its kin, and a "not" in a question is bold. */
export function checkWording({ question, lineOf, file }: CheckedQuestion): Finding[] {
  const findings: Finding[] = [];
  const refuse = (line: number, reason: string, remedy: string) => findings.push({ file, line, reason, remedy });
  const refuseNames = (text: string, line: number) => {
    const found = namesAnOption
      .map((pattern) => pattern.exec(withoutCode(text))?.[0])
      .find((match) => match !== undefined);
    if (found !== undefined)
      refuse(line, `"${found}" names an option by letter or place`, 'Options are shuffled: say what it claims instead');
  };
  const sections = question.sources.map((source, n): [string, number] => [source.section, lineOf('sources', n)]);
  for (const [text, line] of [...textsOf({ question, lineOf }), ...sections])
    if (text.startsWith('…')) refuse(line, toBeWritten, 'Write it');
  refuseNames(question.answer, lineOf('answer'));
  refuseNames(question.explanation, lineOf('explanation'));
  question.options.forEach((option, n) => {
    refuseNames(option.text, lineOf('options', n, 'text'));
    refuseNames(option.why, lineOf('options', n, 'why'));
    const found = allOrNone
      .map((pattern) => pattern.exec(withoutCode(option.text))?.[0])
      .find((match) => match !== undefined);
    if (found !== undefined)
      refuse(lineOf('options', n, 'text'), `"${found.trim()}" is about the other options`, 'Write a claim of its own');
  });
  const asked = withoutCode(question.prompt).split(/(?<=[.?!:])\s+/);
  if (asked.some((sentence) => /^(?:which|what|who)\b/i.test(sentence) && /(?<!\*)\bnot\b(?!\*)/i.test(sentence))) {
    refuse(
      lineOf('prompt'),
      'the question holds a "not" that is easily overlooked',
      'Write **not**, or ask without it',
    );
  }
  return findings;
}

/** Nothing goes by a letter of the options. Of our own bank alone: people may ask about their plan B. */
export function checkLetters({ question, lineOf, file }: CheckedQuestion): Finding[] {
  return textsOf({ question, lineOf }).flatMap(([text, line]) => {
    const bare = withoutCode(text);
    // Where an option is named, its letter is no news.
    const shared = namesAnOption.some((pattern) => pattern.test(bare)) ? undefined : sharesALetter.exec(bare)?.[0];
    const reason = `"${shared}" reads as the letter of an option`;
    return shared === undefined ? [] : [{ file, line, reason, remedy: 'Options go by A to E: call it X, Y or Z' }];
  });
}

/** Everything that players read, with its line. */
function textsOf({ question, lineOf }: Pick<CheckedQuestion, 'question' | 'lineOf'>): [string, number][] {
  return [
    [question.prompt, lineOf('prompt')],
    [question.answer, lineOf('answer')],
    [question.explanation, lineOf('explanation')],
    ...question.options.flatMap((option, n): [string, number][] => [
      [option.text, lineOf('options', n, 'text')],
      [option.why, lineOf('options', n, 'why')],
    ]),
  ];
}
