/** Moodle: GIFT format, "Special characters". A backslash before anything else stands for itself. */
const controls = /\\([\\~=#{}:n])/g;

/** The text that is meant by an escaped one. */
export const unescapeGift = (text: string): string =>
  text.replace(controls, (_, sign: string) => (sign === 'n' ? '\n' : sign));

/** Line breaks, too, are escaped: a blank line would end the question, and a line of `//` in code would be a comment. */
export const escapeGift = (text: string): string => text.replace(/[\\~=#{}:]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** Where `wanted` next stands unescaped, from `from` on; -1 if nowhere. */
export function indexOfControl(text: string, wanted: string | RegExp, from = 0): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\' && /[\\~=#{}:n]/.test(text[at + 1] ?? '')) at += 1;
    else if (typeof wanted === 'string' ? text.startsWith(wanted, at) : wanted.test(text[at] ?? '')) return at;
  }
  return -1;
}
