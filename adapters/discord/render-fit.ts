/**
 * Discord's limits over all Text Displays of a message (contract, section 5): 4000 characters, and below 10,170 bytes
 * with 12 more for each display, above which Discord answers 500.
 */
const maxCharacters = 4000;
const maxBytes = 9_900;
const bytesPerDisplay = 12;

const ellipsis = '…';

/**
 * Texts that keep Discord's limits together. What is too much is left out piece by piece from the end of the longest
 * text, where an ellipsis then stands; nothing is cut in the middle of its mark-up unless one piece alone is too long.
 */
export function fitTexts(texts: readonly (readonly string[])[]): string[] {
  const kept = texts.map((pieces) => [...pieces]);
  while (!fits(kept)) {
    const longest = kept.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
    shorten(longest);
  }
  return kept.map((pieces) => pieces.join('\n'));
}

function fits(texts: readonly (readonly string[])[]): boolean {
  const joined = texts.map((pieces) => pieces.join('\n'));
  const characters = joined.reduce((sum, text) => sum + text.length, 0);
  const bytes = joined.reduce((sum, text) => sum + Buffer.byteLength(text) + bytesPerDisplay, 0);
  return characters <= maxCharacters && bytes <= maxBytes;
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
}

function shorten(pieces: string[]): void {
  if (pieces.at(-1) === ellipsis) pieces.pop();
  const last = pieces.pop() ?? '';
  if (pieces.length === 0) pieces.push(cut(last, Math.floor(last.length * 0.8)));
  pieces.push(ellipsis);
}

/** The beginning of one piece, with its mark-up closed again. */
function cut(piece: string, length: number): string {
  const fence = /^```[^\n]*\n/.exec(piece)?.[0];
  if (fence) return `${piece.slice(0, Math.max(length - 4, fence.length)).trimEnd()}\n\`\`\``;
  const head = piece.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  const kept = head.slice(0, head.lastIndexOf(' ') > length - 100 ? head.lastIndexOf(' ') : head.length);
  const whole = kept.replace(/\\+$/, '');
  return whole + openMark(whole, '`') + openMark(whole, '**');
}

function openMark(text: string, mark: string): string {
  return text.replace(/\\./gs, '').split(mark).length % 2 === 0 ? mark : '';
}
