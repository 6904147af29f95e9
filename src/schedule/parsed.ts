import { asTyped } from '../view/words.ts';

/** What came of reading something that a person typed: the value, or the reason to show them, in plain words. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** A value that was understood. */
export const understood = <T>(value: T): Parsed<T> => ({ ok: true, value });

/** A refusal; `reason` is one or two plain sentences that end with what to type instead. */
export const refused = (reason: string): Parsed<never> => ({ ok: false, reason });

const MOST_SHOWN = 40;

/** What was typed, fit and short enough to be repeated in a sentence; nothing stays nothing. */
export const shortened = (typed: string): string => (typed.trim() === '' ? '' : asTyped(typed, MOST_SHOWN));
