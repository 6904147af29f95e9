/** A repeatable generator of numbers from 0 up to 1, made from a text: the same text gives the same numbers. */
export function seeded(text: string): () => number {
  // FNV-1a spreads the text over 32 bits, mulberry32 draws from them; both are public domain.
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
