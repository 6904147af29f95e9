import type { Inline, InstantRun, LinkRun, TextRun } from '../../src/view/message.ts';

/** Discord's time-stamp styles; each reader sees them in their own zone (contract: `<t:…>` renders for the reader). */
const instantStyles: Record<InstantRun['show'], string> = { time: 't', date: 'D', datetime: 'f' };

const zeroWidthSpace = '\u200b';

/**
 * Text as Discord must get it so that it reads as it was typed: no mark-up, no mention, no emoji, no link of its own.
 * Discord drops a backslash before any punctuation, so escaping more than needed changes nothing that is read.
 */
export function escapeText(text: string): string {
  return oneLine(text).replace(/[\\*_~`|>#\-[\]()<@:]/g, '\\$&');
}

/** Inline runs as one line of Discord's Markdown. */
export function renderInline(runs: readonly Inline[]): string {
  const line = joinMarked(runs.map(renderRun));
  // "1. Ana" and "+ x" at the start of a line would become a list, and Discord counts lists anew from their first number.
  return line.replace(/^(\s*\d+)\./, '$1\\.').replace(/^(\s*)\+/, '$1\\+');
}

/** A fenced block; runs of back-ticks that would end it are broken by a space of no width. */
export function renderCode(text: string, language?: string): string {
  const safe = text.replace(/\r\n?/g, '\n').replace(/`(?=``)/g, `\`${zeroWidthSpace}`);
  const label = language && /^[a-z0-9_+.#-]+$/i.test(language) ? language : '';
  // Discord takes leading empty lines away and shows no block at all for an empty text.
  return `\`\`\`${label}\n${safe.trim() === '' ? ' ' : safe}\n\`\`\``;
}

function renderRun(run: Inline): string {
  if (run.kind === 'instant') return `<t:${Math.floor(run.at / 1000)}:${instantStyles[run.show]}>`;
  if (run.kind === 'link') return renderLink(run);
  return renderTextRun(run);
}

function renderTextRun(run: TextRun): string {
  const text = oneLine(run.text);
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  if (core === '') return text;
  const marks = `${run.bold ? '**' : ''}${run.italic ? '*' : ''}`;
  const content = run.code ? codeSpan(core) : escapeText(core);
  return `${before}${marks}${content}${marks}${after}`;
}

/** A code span knows no escape: its fence is longer than the back-ticks inside, and three would start a block. */
function codeSpan(text: string): string {
  const safe = text.replace(/`(?=`)/g, `\`${zeroWidthSpace}`);
  if (!safe.includes('`')) return `\`${safe}\``;
  return `\`\` ${safe} \`\``;
}

function renderLink(run: LinkRun): string {
  const url = safeUrl(run.url);
  if (url === undefined) return escapeText(run.text);
  // Discord shows no masked link whose text looks like an address, and needs none.
  return /^https?:\/\//i.test(run.text.trim()) ? `<${url}>` : `[${escapeText(run.text)}](<${url}>)`;
}

function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  return parsed.href.replace(/[<>()\s]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Two marked runs side by side would read as one longer mark (`**a****b**`): a space of no width keeps them apart. */
function joinMarked(parts: readonly string[]): string {
  let line = '';
  for (const part of parts) {
    const last = line.at(-1);
    const meets = last !== undefined && '*`'.includes(last) && part.startsWith(last) && !/\\[*`]$/.test(line);
    line += meets ? zeroWidthSpace + part : part;
  }
  return line;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
