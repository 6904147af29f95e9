import type { Block, Inline, InstantRun, Message, ProseBlock } from './message.ts';

/** How a dialect writes a moment inside plain text. */
export type WriteInstant = (run: InstantRun) => string;

/**
 * The whole message as plain text, block by block: what a lock screen and a screen reader get. It begins with the
 * question or the result and is complete: somebody who hears only it can answer. Buttons are named at the end.
 */
export function plainText(message: Message, writeInstant: WriteInstant): string {
  return message.blocks
    .map((block) => blockText(block, writeInstant))
    .filter((part) => part !== '')
    .join('\n');
}

/** Runs as plain text, without marks. */
export function inlineText(content: readonly Inline[], writeInstant: WriteInstant): string {
  return content
    .map((run) => {
      if (run.kind === 'instant') return writeInstant(run);
      return run.text;
    })
    .join('');
}

function blockText(block: Block, writeInstant: WriteInstant): string {
  switch (block.kind) {
    case 'heading':
      return block.text;
    case 'prose':
      return block.prose.map((part) => proseText(part, writeInstant)).join('\n');
    case 'choices':
      return block.choices
        .map((choice) => {
          const said = [choice.mark && markWords[choice.mark], choice.picked && 'your pick'].filter(Boolean).join(', ');
          const why = choice.why ? ` ${inlineText(choice.why, writeInstant)}` : '';
          return `${choice.letter}. ${inlineText(choice.content, writeInstant)}${said ? ` (${said})` : ''}${why}`;
        })
        .join('\n');
    case 'lines':
      return block.lines.map((line) => inlineText(line, writeInstant)).join('\n');
    case 'note':
      return inlineText(block.content, writeInstant);
    case 'actions':
      return block.buttons.map((button) => `[${button.label}]`).join(' ');
  }
}

/** What a mark is called in words; it is never shown by colour or sign alone. */
export const markWords = { right: 'right', wrong: 'not right', missed: 'right, and missed' } as const;

function proseText(block: ProseBlock, writeInstant: WriteInstant): string {
  if (block.kind === 'paragraph') return inlineText(block.content, writeInstant);
  if (block.kind === 'code') return block.text;
  return block.items
    .map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${inlineText(item, writeInstant)}`)
    .join('\n');
}
