import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { Block, Button, Message } from '../../src/view/message.ts';
import { shortened } from '../../src/view/words.ts';
import { type Pieces, renderBlock } from './render-blocks.ts';
import { fitTexts } from './render-fit.ts';

type Row = APIActionRowComponent<APIButtonComponentWithCustomId>;
type Component = APITextDisplayComponent | Row;

/** A message as Discord takes it, the same for posts, edits and private replies; nothing in it can notify anybody. */
export interface Payload {
  readonly flags: number;
  readonly components: Component[];
  readonly allowed_mentions: { readonly parse: [] };
}

/** Contract, section 5: all components of a message, nested ones counted. */
const maxComponents = 40;
const buttonsInRow = 5;
const labelLength = 80;

/**
 * Prints a message in Components V2: one Text Display a block, buttons in rows of five. It stands without a Container:
 * its frame would narrow code on a phone, and its colour would say nothing.
 *
 * Such a message has no `content`, so the fallback is the displays themselves, the question or result first.
 */
export function renderMessage(message: Message, flags = 0): Payload {
  return {
    flags: MessageFlags.IsComponentsV2 | flags,
    components: renderComponents(message.blocks),
    allowed_mentions: { parse: [] },
  };
}

/** Blocks without buttons as one text, as a modal shows it above its fields. */
export function renderPlain(blocks: readonly Block[]): string {
  const pieces = blocks.flatMap((block) => (block.kind === 'actions' ? [] : renderBlock(block)));
  return fitTexts([pieces]).join('\n');
}

function renderComponents(blocks: readonly Block[]): Component[] {
  const parts: (Pieces | Row)[] = blocks.flatMap((block): (Pieces | Row)[] => {
    if (block.kind === 'actions') return rowsOf(block.buttons);
    const pieces = renderBlock(block);
    return pieces.length > 0 ? [pieces] : [];
  });
  const merged = countOf(parts) > maxComponents ? mergeTexts(parts) : parts;
  const texts = fitTexts(merged.filter(isText));
  let next = 0;
  return merged.map((part) =>
    isText(part) ? { type: ComponentType.TextDisplay, content: texts[next++] ?? '' } : part,
  );
}

function rowsOf(buttons: readonly Button[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < buttons.length; at += buttonsInRow) {
    rows.push({
      type: ComponentType.ActionRow,
      components: buttons.slice(at, at + buttonsInRow).map((button) => ({
        type: ComponentType.Button,
        style: button.primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
        label: shortened(button.label, labelLength),
        custom_id: button.action,
      })),
    });
  }
  return rows;
}

function isText(part: Pieces | Row): part is Pieces {
  return Array.isArray(part);
}

function countOf(parts: readonly (Pieces | Row)[]): number {
  return parts.reduce((sum, part) => sum + 1 + (isText(part) ? 0 : part.components.length), 0);
}

function mergeTexts(parts: readonly (Pieces | Row)[]): (Pieces | Row)[] {
  return parts.reduce<(Pieces | Row)[]>((merged, part) => {
    const before = merged.at(-1);
    if (before !== undefined && isText(before) && isText(part)) merged.splice(-1, 1, [...before, ...part]);
    else merged.push(part);
    return merged;
  }, []);
}
