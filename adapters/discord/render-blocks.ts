import type { Block, Choice, ProseBlock } from '../../src/view/message.ts';
import { markWords } from '../../src/view/plain-text.ts';
import { escapeText, renderCode, renderInline } from './render-text.ts';

/** Pieces of one Text Display, joined by line breaks; each is complete in its mark-up, so it can be left out alone. */
export type Pieces = readonly string[];

/** A block of text as pieces; buttons are no text. */
export function renderBlock(block: Exclude<Block, { kind: 'actions' }>): Pieces {
  switch (block.kind) {
    case 'heading':
      return [`## ${escapeText(block.text)}`];
    case 'prose':
      return renderProse(block.prose);
    case 'choices':
      return block.choices.flatMap(renderChoice);
    case 'lines':
      return block.lines.map(renderInline).filter((line) => line !== '');
    case 'note': {
      const line = renderInline(block.content).trim();
      return line === '' ? [] : [`-# ${line}`];
    }
  }
}

function renderProse(prose: readonly ProseBlock[]): Pieces {
  return prose.flatMap((block, index) => {
    if (block.kind === 'code') return [renderCode(block.text, block.language)];
    if (block.kind === 'list') {
      return block.items.map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${renderInline(item)}`);
    }
    const line = renderInline(block.content);
    if (line === '') return [];
    // Two paragraphs are told apart by an empty line; code and lists stand apart by themselves.
    return [prose[index - 1]?.kind === 'paragraph' ? `\n${line}` : line];
  });
}

function renderChoice(choice: Choice): Pieces {
  const words = choiceWords(choice);
  const line = `${escapeText(choice.letter)}. ${renderInline(choice.content)}${words === '' ? '' : ` **(${words})**`}`;
  return choice.why && choice.why.length > 0 ? [line, `-# ${renderInline(choice.why)}`] : [line];
}

/** What a mark says, in words, because colour and signs alone carry no meaning. */
function choiceWords({ mark, picked }: Choice): string {
  return [mark && markWords[mark], picked && 'your pick'].filter(Boolean).join(', ');
}
