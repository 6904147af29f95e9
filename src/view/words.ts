const listed = new Intl.ListFormat('en-GB', { style: 'long', type: 'conjunction' });

/** "A", "A and C", "A, C and D". */
export function list(words: readonly string[]): string {
  return listed.format(words);
}

/** "1 point", "8 points". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** What players read for a difficulty. */
export const difficultyWords = { 1: 'a warm-up', 2: 'expected of a senior', 3: 'a stretch' } as const;

/** "A is in", "A and C are in". */
export function areOrIs(things: readonly unknown[]): string {
  return things.length === 1 ? 'is' : 'are';
}

/** Signs that nobody sees and that turn, hide or break what stands beside them; joiners inside words and emoji are none of them. */
const unseen = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * What a person typed, fit to stand in a sentence of ours: on one line, cut at `max` characters, and what is written from
 * right to left is isolated (Unicode FSI and PDI), so that the words around it keep their order.
 */
export function asTyped(typed: string, max = 60): string {
  const shown = shortened(typed.replaceAll(/\s+/g, ' ').replaceAll(unseen, '').trim(), max);
  if (shown === '') return '…';
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** What a person typed, fit to stand in a block of its own: the same without the signs that nobody sees, line breaks kept. */
export function asWritten(typed: string): string {
  return typed
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replaceAll('\t', '  ').replaceAll(unseen, '').trimEnd())
    .join('\n')
    .trim();
}

/** Cuts at `max` characters without splitting a character in two, and says so by an ellipsis. */
export function shortened(words: string, max: number): string {
  // A text has never more characters than units; most are short, and this is asked of every button.
  if (words.length <= max) return words;
  const characters = [...words];
  return characters.length <= max ? words : `${characters.slice(0, max - 1).join('')}…`;
}

/**
 * A channel as a sentence names it, for whoever reads it there or somewhere else. Slack tells nobody what a private one is
 * called: it has no name here.
 */
export function channelWords(name: string, read: 'here' | 'elsewhere'): string {
  if (name !== '') return `#${name}`;
  return read === 'here' ? 'this channel' : 'a private channel';
}

/** The platforms by the names that people know them by. */
export const platformNames = { slack: 'Slack', discord: 'Discord', web: 'the playground' } as const;
