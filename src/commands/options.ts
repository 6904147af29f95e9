import type { Suggestion } from '../platform.ts';
import type { OptionDefinition } from './definition.ts';

/** An option with a fixed set of values; a typed word takes it by value, or by a synonym. */
export function choiceOption(
  name: string,
  about: string,
  choices: readonly Suggestion[],
  synonyms: Readonly<Record<string, string>> = {},
): OptionDefinition {
  const values = new Map([
    ...choices.map((choice) => [choice.value, choice.value] as const),
    ...Object.entries(synonyms),
  ]);
  return {
    name,
    about,
    choices,
    take(words) {
      const value = values.get(words[0]?.toLowerCase() ?? '');
      return value === undefined ? undefined : { value, words: 1 };
    },
  };
}

/** Takes as many words from the front as `read` understands, the longest first, up to `most`. */
export function longestFirst(words: readonly string[], most: number, read: (text: string) => string | undefined) {
  for (let length = Math.min(most, words.length); length > 0; length -= 1) {
    const value = read(words.slice(0, length).join(' '));
    if (value !== undefined) return { value, words: length };
  }
  return undefined;
}
