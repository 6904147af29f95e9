import { limits, type Question } from '../bank/format.ts';
import { letterAt } from '../quiz/letters.ts';

/** The five fields of a suggestion, as typed: no platform's form has room for more. */
export interface SuggestionFields {
  readonly topic: string;
  readonly prompt: string;
  /** one option a line */
  readonly options: string;
  /** letters: "b", "a c" */
  readonly right: string;
  /** begins with the short answer; a line that begins with a letter is that option's reason: "B: …" */
  readonly why: string;
}

export type FieldName = keyof SuggestionFields;

export const noFields: SuggestionFields = { topic: '', prompt: '', options: '', right: '', why: '' };

/** The most options that a question has. */
const mostOptions = 5;

/** What a form lets in; what exactly is too long is told by field after sending. */
export const fieldLimits: Readonly<Record<FieldName, number>> = {
  topic: 60,
  prompt: limits.prompt,
  options: mostOptions * (limits.option + 4),
  right: 20,
  why: limits.explanation + mostOptions * (limits.why + 4),
};

/** The fields that make a question again. */
export function fieldsOf(question: Question, topicTitle: string): SuggestionFields {
  const lettered = question.options.map((option, n) => ({ ...option, letter: letterAt(n) }));
  const reasons = lettered.filter((option) => option.why !== '').map(({ letter, why }) => `${letter}: ${why}`);
  return {
    topic: topicTitle,
    prompt: question.prompt,
    options: lettered.map(({ letter, text }) => `${letter}. ${text}`).join('\n'),
    right: lettered
      .filter((option) => option.right)
      .map(({ letter }) => letter)
      .join(' '),
    why: [question.explanation, ...reasons].join('\n'),
  };
}
