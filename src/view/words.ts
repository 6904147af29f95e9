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

/** Cuts at `max` characters without splitting a character in two, and says so by an ellipsis. */
export function shortened(words: string, max: number): string {
  // A text has never more characters than units; most are short, and this is asked of every button.
  if (words.length <= max) return words;
  const characters = [...words];
  return characters.length <= max ? words : `${characters.slice(0, max - 1).join('')}…`;
}
