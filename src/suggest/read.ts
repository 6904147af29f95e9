import { checkKey } from '../bank/check/key.ts';
import { checkMarkdown } from '../bank/check/markdown.ts';
import { checkWording } from '../bank/check/wording.ts';
import { limits, type Question } from '../bank/format.ts';
import type { Taxonomy } from '../bank/taxonomy.ts';
import { letterAt, placesTyped } from '../quiz/letters.ts';
import { asTyped, asWritten, count, list } from '../view/words.ts';
import type { FieldName, SuggestionFields } from './fields.ts';

/** What is wrong with each field, and what to do. */
export type FieldErrors = Readonly<Partial<Record<FieldName, string>>>;

const fewest = 4;
const most = 5;
/** A suggestion is asked as one that is expected of a senior: no field is left for its difficulty. */
const difficulty = 2;

/** In the place of a line number, the checks of the bank are given the field that a part came from. */
const fieldNames: readonly FieldName[] = ['topic', 'prompt', 'options', 'right', 'why'];
const fieldOfPart: Readonly<Record<string, FieldName>> = { prompt: 'prompt', answer: 'why', explanation: 'why' };

/**
 * Reads a suggestion by the rules of the bank: its limits, its Markdown, its wording; nothing in it is ever executed. `key` ends the
 * question's id and is the caller's to make unique; `on` is the local date. Either a whole question or what is wrong, by field.
 */
export function readSuggestion(
  typed: SuggestionFields,
  taxonomy: Taxonomy,
  { key, on }: { key: string; on: string },
): { question: Question } | { errors: FieldErrors } {
  const errors: Partial<Record<FieldName, string>> = {};
  const topic = topicOf(typed.topic, taxonomy, errors);
  const prompt = asWritten(typed.prompt);
  if (prompt === '') errors.prompt = 'Write what you ask.';
  else if (prompt.length > limits.prompt) errors.prompt = tooLong('It', prompt, limits.prompt);
  const options = optionsOf(typed.options, errors);
  const { whys, explanation, answer } = reasonsOf(typed.why, options.length, errors);
  const right = placesTyped({ optionOrder: options.map((_, n) => n) }, asTyped(typed.right));
  if (right === undefined && errors.options === undefined)
    errors.right = 'Name the right options by their letters, such as b, or a c.';
  if (Object.keys(errors).length > 0) return { errors };

  const question: Question = {
    id: `${topic}/own-${key}`,
    concept: topic,
    area: topic.split('/')[0] ?? topic,
    subject: topic.split('/')[1] ?? '',
    difficulty,
    order: 'shuffled',
    pick: (right ?? []).length > 1 ? 'several' : 'one',
    prompt,
    options: options.map((text, n) => ({ text, right: right?.includes(n) === true, why: whys[n] ?? '' })),
    answer,
    explanation,
    sources: [],
    reviewed: { on, by: 'a manager' },
    sample: false,
  };
  const found = checksOf(question);
  return Object.keys(found).length > 0 ? { errors: found } : { question };
}

function topicOf(typed: string, taxonomy: Taxonomy, errors: Partial<Record<FieldName, string>>): string {
  const wanted = asTyped(typed, 60);
  if (typed.trim() === '') errors.topic = 'Name its topic, such as indexes or HTTP caching.';
  const { matches, near } = taxonomy.find(typed);
  const [topic] = matches;
  if (topic === undefined && errors.topic === undefined) {
    const titles = near.map(({ title }) => title);
    errors.topic = `There is no topic "${wanted}". ${titles.length > 0 ? `Near it: ${list(titles)}.` : 'Name a wider one, such as Python or System design.'}`;
  }
  return topic?.path ?? '';
}

/** What stands before every option of a list: its letter, or a dash. What only some have belongs to them. */
const marks = [
  (line: string, n: number) => new RegExp(`^${letterAt(n)}[.):]\\s+`, 'i').exec(line)?.[0],
  (line: string) => /^[-*•]\s+/.exec(line)?.[0],
];

/** The options without the letters or dashes that people put before them. */
function optionsOf(typed: string, errors: Partial<Record<FieldName, string>>): string[] {
  const lines = asWritten(typed)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const mark = marks.find((one) => lines.every((line, n) => one(line, n) !== undefined));
  const options = lines.map((line, n) => line.slice(mark?.(line, n)?.length ?? 0));
  const long = options.find((option) => option.length > limits.option);
  if (options.length === 0) errors.options = 'Write four or five options, one a line.';
  else if (options.length < fewest || options.length > most)
    errors.options = `It has ${count(options.length, 'option')}. Write four or five, one a line.`;
  else if (long !== undefined) errors.options = tooLong(`"${asTyped(long, 20)}"`, long, limits.option);
  return options;
}

/** The reasons of single options, and the rest: its first paragraph is the short answer. */
function reasonsOf(typed: string, options: number, errors: Partial<Record<FieldName, string>>) {
  const whys: string[] = [];
  const rest = asWritten(typed)
    .split('\n')
    .filter((line) => {
      const [, letter, why] = /^\s*([A-E])[.):]\s+(.+)$/.exec(line) ?? [];
      const place = letter === undefined ? -1 : letter.charCodeAt(0) - 65;
      if (why === undefined || place < 0 || place >= options) return true;
      whys[place] = why.trim();
      return false;
    });
  const explanation = rest.join('\n').trim();
  const answer = (explanation.split(/\n\s*\n/)[0] ?? '').replace(/\s*\n\s*/g, ' ');
  const long = whys.find((why) => why !== undefined && why.length > limits.why);
  if (explanation === '') errors.why = 'Say why the right one is right.';
  else if (long !== undefined) errors.why = tooLong(`"${asTyped(long, 20)}"`, long, limits.why);
  else if (explanation.length > limits.explanation) errors.why = tooLong('It', explanation, limits.explanation);
  else if (answer.length > limits.answer)
    errors.why = `Begin with the short answer in ${limits.answer} characters, then leave a line blank.`;
  return { whys, explanation, answer };
}

function tooLong(what: string, text: string, limit: number): string {
  return `${what} has ${text.length} characters; ${limit} fit.`;
}

/** What the bank's checks say of a single question, the first of each field. */
function checksOf(question: Question): FieldErrors {
  const lineOf = (part: string | number = '', _n?: string | number, of?: string | number): number =>
    fieldNames.indexOf(of === 'why' ? 'why' : (fieldOfPart[String(part)] ?? 'options'));
  const placed = { question, file: '', lineOf };
  const errors: Partial<Record<FieldName, string>> = {};
  for (const { line, reason, remedy } of [...checkKey(placed), ...checkMarkdown(placed), ...checkWording(placed)]) {
    const field = fieldNames[line] ?? 'prompt';
    errors[field] ??=
      `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.${remedy === undefined ? '' : ` ${remedy}.`}`;
  }
  return errors;
}
