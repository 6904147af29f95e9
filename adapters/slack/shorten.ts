const mark = '…';

/** `text` in at most `max` UTF-16 units, ending in … where something was cut; never half a character. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  return text.slice(0, wholeCharacter(text, max - mark.length)).trimEnd() + mark;
}

/** The same for escaped text: an entity (`&amp;`) or a token (`<!date^…>`) is kept whole or left out. */
export function shortenEscaped(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = wholeCharacter(text, max - mark.length);
  const token = text.lastIndexOf('<', end - 1);
  if (token !== -1 && text.indexOf('>', token) >= end) end = token;
  const entity = text.lastIndexOf('&', end - 1);
  if (entity !== -1 && text.indexOf(';', entity) >= end) end = entity;
  return text.slice(0, end).trimEnd() + mark;
}

function wholeCharacter(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
}

/** Newlines and control characters as single spaces, as the message tree promises for runs of text. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');
}

/** A code block's text: tabs and newlines stay, other control characters go. */
export function codeLines(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}
