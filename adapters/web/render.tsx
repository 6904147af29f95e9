import type { VNode } from 'preact';
import type { Block, Button, ProseBlock } from '../../src/view/message.ts';
import { buttonId, Choices } from './render-choices.tsx';
import { Inlines, type Reader } from './render-inline.tsx';

/** A message's blocks as HTML. `scope` makes ids of the page and has to be unique in it; buttons submit `action`. */
export function Blocks(props: { blocks: readonly Block[]; scope: string; reader: Reader }): VNode {
  const { blocks, scope, reader } = props;
  const rows = rowButtons(blocks);
  return (
    <>
      {blocks.map((block) => (
        <BlockView block={block} rows={rows} scope={scope} reader={reader} />
      ))}
    </>
  );
}

function BlockView(props: {
  block: Block;
  rows: ReadonlyMap<string, Button>;
  scope: string;
  reader: Reader;
}): VNode | null {
  const { block, rows, scope, reader } = props;
  switch (block.kind) {
    case 'heading':
      return (
        <h2 class="heading" dir="auto">
          {block.text}
        </h2>
      );
    case 'prose':
      return (
        <>
          {block.prose.map((part) => (
            <Prose part={part} reader={reader} />
          ))}
        </>
      );
    case 'choices':
      return <Choices choices={block.choices} buttons={rows} scope={scope} reader={reader} />;
    case 'lines':
      return (
        <ul class="lines">
          {block.lines.map((line) => (
            <li dir="auto">
              <Inlines runs={line} reader={reader} />
            </li>
          ))}
        </ul>
      );
    case 'note':
      return (
        <p class="note" dir="auto">
          <Inlines runs={block.content} reader={reader} />
        </p>
      );
    case 'actions':
      return <Actions buttons={block.buttons.filter((button) => rows.get(button.label) !== button)} scope={scope} />;
  }
}

function Prose({ part, reader }: { part: ProseBlock; reader: Reader }): VNode {
  if (part.kind === 'code') {
    return (
      <pre>
        <code>{part.text}</code>
      </pre>
    );
  }
  if (part.kind === 'paragraph') {
    return (
      <p dir="auto">
        <Inlines runs={part.content} reader={reader} />
      </p>
    );
  }
  const items = part.items.map((item) => (
    <li dir="auto">
      <Inlines runs={item} reader={reader} />
    </li>
  ));
  return part.ordered ? <ol class="list">{items}</ol> : <ul class="list">{items}</ul>;
}

function Actions({ buttons, scope }: { buttons: readonly Button[]; scope: string }): VNode | null {
  if (buttons.length === 0) return null;
  return (
    <div class="actions">
      {buttons.map((button) => (
        <button
          type="submit"
          class={`button${button.primary ? ' primary' : ''}${button.label.length === 1 ? ' single' : ''}`}
          id={buttonId(scope, button)}
          name="press"
          value={button.action}
          // The visible label stays the beginning of the name, so that it can be spoken (WCAG 2.5.3).
          {...(button.describes && { 'aria-label': spoken(button.label, button.describes) })}
        >
          {button.label}
        </button>
      ))}
    </div>
  );
}

function spoken(label: string, describes: string): string {
  return describes.startsWith(label) ? describes : `${label}: ${describes}`;
}

/** The letter buttons that belong to options shown in the same message, by letter; none unless every option has one. */
function rowButtons(blocks: readonly Block[]): ReadonlyMap<string, Button> {
  const buttons = blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : []));
  const choices = blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : []));
  const rows = new Map<string, Button>();
  for (const { letter } of choices) {
    const button = buttons.find(({ label }) => label === letter);
    if (!button) return new Map();
    rows.set(letter, button);
  }
  return rows;
}
