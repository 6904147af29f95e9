import { randomUUID } from 'node:crypto';
import type { Block, Message } from '../../src/view/message.ts';
import { plainText as treeText } from '../../src/view/plain-text.ts';
import { dateToken } from './render-instant.ts';
import { shortenEscaped } from './shorten.ts';

/** chat.update refuses a text over 4,000; chat.postMessage may split one. Some room is kept. */
const maxText = 3900;
/** Stands for a moment until the rest is escaped; nobody can have typed it. */
const hole = `[${randomUUID()}]`;

/** Escapes text for mrkdwn and for a message's `text`: these three, exactly once. Source: Slack, "Formatting message text". */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * The complete message as one text, for lock screens and screen readers, which read it instead of the blocks. It begins
 * with the question or the result: a heading over a question moves behind the question.
 */
export function plainText(message: Message): string {
  const moments: string[] = [];
  const text = treeText({ blocks: questionFirst(message.blocks) }, (run) => {
    moments.push(dateToken(run));
    return hole;
  });
  const escaped = escapeText(text)
    .split(hole)
    .map((part, index) => (index === 0 ? part : `${moments[index - 1]}${part}`))
    .join('');
  return shortenEscaped(escaped, maxText);
}

function questionFirst(blocks: readonly Block[]): readonly Block[] {
  const choices = blocks.findIndex((block) => block.kind === 'choices');
  if (choices === -1) return blocks;
  const before = blocks.slice(0, choices);
  const headings = before.filter((block) => block.kind === 'heading');
  return [...before.filter((block) => block.kind !== 'heading'), ...headings, ...blocks.slice(choices)];
}
