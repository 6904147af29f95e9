import type { ActionsBlock, ContextBlock, KnownBlock, Button as SlackButton } from '@slack/types';
import type { Block, Button, Inline, Message } from '../../src/view/message.ts';
import { dateToken } from './render-instant.ts';
import { escapeText, plainText } from './render-plain.ts';
import { boldLine, choicesBlock, linesBlock, proseBlock } from './render-rich-text.ts';
import { oneLine, shorten, shortenEscaped } from './shorten.ts';

/** A message as Slack takes it: complete as `text` alone, and as blocks. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** About 13,200 characters gave `msg_blocks_too_long` in practice; the JSON is measured, which is more than what counts. */
const maxJson = 12_000;
const maxBlocks = 50;
/** How long one run of text may be, tried in turn until the whole fits. */
const longestTries = [2900, 1500, 800, 400, 200, 100];

/** Prints a message in Block Kit within Slack's limits; what is too long is shortened with …, the buttons always stay. */
export function renderMessage(message: Message): SlackMessage {
  return { text: plainText(message) || '…', blocks: renderBlocks(message.blocks, maxBlocks) };
}

/** The blocks alone, at most `most` of them; forms show them above their fields. */
export function renderBlocks(blocks: readonly Block[], most: number): KnownBlock[] {
  let rendered: KnownBlock[] = [];
  for (const longest of longestTries) {
    rendered = blocks.flatMap((block) => renderBlock(block, longest));
    if (fits(rendered, most)) return rendered;
  }
  const actions = rendered.filter((block) => block.type === 'actions');
  const others = rendered.filter((block) => block.type !== 'actions');
  while (others.length > 0 && !fits([...others, cut, ...actions], most)) others.pop();
  return [...others, cut, ...actions];
}

const cut: ContextBlock = { type: 'context', elements: [{ type: 'plain_text', text: '…', emoji: false }] };

function fits(blocks: readonly KnownBlock[], most: number): boolean {
  return blocks.length <= most && JSON.stringify(blocks).length <= maxJson;
}

function renderBlock(block: Block, longest: number): KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return [heading(oneLine(block.text), longest)];
    case 'prose':
      return block.prose.length === 0 ? [] : [proseBlock(block.prose, longest)];
    case 'choices':
      return block.choices.length === 0 ? [] : [choicesBlock(block.choices, longest)];
    case 'lines':
      return block.lines.length === 0 ? [] : [linesBlock(block.lines, longest)];
    case 'note':
      return [note(block.content, longest)];
    case 'actions':
      return block.buttons.length === 0 ? [] : [actions(block.buttons)];
  }
}

/** A header is plain text for which Slack names no escape: one with `<` in it, or over 150 characters, is bold rich text. */
function heading(text: string, longest: number): KnownBlock {
  if (text.length > 150 || text.includes('<') || text.trim() === '') return boldLine(text || ' ', longest);
  return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
}

/**
 * Small print. Plain text where it can be; with a moment or a link in it it has to be mrkdwn, where people's words are
 * escaped and the marks of formatting are kept apart by zero-width spaces. Bold and code are not told apart in small print.
 */
function note(content: readonly Inline[], longest: number): ContextBlock {
  const plain = content.every((run) => run.kind === 'text');
  const text = plain
    ? shorten(content.map((run) => oneLine(run.text)).join(''), longest)
    : shortenEscaped(content.map((run) => mrkdwn(run)).join(''), longest);
  if (text.trim() === '') return cut;
  const element = plain
    ? { type: 'plain_text' as const, text, emoji: false }
    : { type: 'mrkdwn' as const, text, verbatim: true };
  return { type: 'context', elements: [element] };
}

function mrkdwn(run: Inline): string {
  switch (run.kind) {
    case 'text':
      return withoutMarks(run.text);
    case 'instant':
      return dateToken(run);
    case 'link':
      return `<${escapeText(run.url).replaceAll('|', '%7C')}|${withoutMarks(run.text)}>`;
  }
}

function withoutMarks(text: string): string {
  return escapeText(oneLine(text)).replace(/[*_~`|]/g, '\u200b$&\u200b');
}

function actions(buttons: readonly Button[]): ActionsBlock {
  return { type: 'actions', elements: buttons.map(button) };
}

function button(from: Button): SlackButton {
  return {
    type: 'button',
    action_id: from.action,
    text: { type: 'plain_text', text: shorten(oneLine(from.label), 75), emoji: false },
    ...(from.describes === undefined ? {} : { accessibility_label: shorten(oneLine(from.describes), 75) }),
    ...(from.primary ? { style: 'primary' as const } : {}),
  };
}
