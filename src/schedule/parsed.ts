/** What came of reading something that a person typed: the value, or the reason to show them, in plain words. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** A value that was understood. */
export const understood = <T>(value: T): Parsed<T> => ({ ok: true, value });

/** A refusal; `reason` is one or two plain sentences that end with what to type instead. */
export const refused = (reason: string): Parsed<never> => ({ ok: false, reason });

const MOST_SHOWN = 40;

/** What was typed, short enough to be repeated in a sentence. */
export const shortened = (typed: string): string => {
  const text = typed.trim();
  // By code points, so that no character is cut in half.
  return text.length <= MOST_SHOWN ? text : `${[...text].slice(0, MOST_SHOWN).join('')}…`;
};
