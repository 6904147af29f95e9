import type { Round } from '../store/rounds.ts';

type Ordered = Pick<Round, 'optionOrder'>;

const alphabet = 'ABCDE';

/** The letter at a place, from 0. */
export function letterAt(place: number): string {
  return alphabet[place] ?? '?';
}

/** The option of the revision that stands at a place; undefined if there is no such place. */
export function optionAt(round: Ordered, place: number): number | undefined {
  return round.optionOrder[place];
}

/** The letters of some options, in the order of the alphabet. */
export function lettersOf(round: Ordered, options: readonly number[]): string[] {
  return options.map((option) => letterAt(round.optionOrder.indexOf(option))).sort();
}

/** The options of some places as stored: ascending, each once; undefined if a place doesn't exist. */
export function optionsAt(round: Ordered, places: readonly number[]): number[] | undefined {
  const options = places.map((place) => optionAt(round, place));
  if (options.some((option) => option === undefined)) return undefined;
  return [...new Set(options as number[])].sort((a, b) => a - b);
}

/** Reads "b", "a c", "A, C" and "ac" as places; undefined if something in it is no letter of this round. */
export function placesTyped(round: Ordered, typed: string): number[] | undefined {
  const letters = typed.toUpperCase().replaceAll(/[\s,;+&.]+|\bAND\b/g, '');
  const places = [...letters].map((letter) => alphabet.indexOf(letter));
  if (places.length === 0 || places.some((place) => place < 0 || place >= round.optionOrder.length)) return undefined;
  return [...new Set(places)];
}

/** The right options of the round's question. */
export function rightOptions(round: Pick<Round, 'question'>): number[] {
  return round.question.options.flatMap((option, index) => (option.right ? [index] : []));
}
