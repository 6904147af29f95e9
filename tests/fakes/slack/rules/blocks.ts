import { z } from 'zod';
import {
  anyText,
  button,
  checkboxes,
  datepicker,
  id255,
  image,
  multiStaticSelect,
  numberInput,
  overflow,
  plainText,
  plainTextInput,
  radioButtons,
  staticSelect,
  timepicker,
} from './composition.ts';
import { chart, dataTable, table } from './data-blocks.ts';
import { richTextBlock } from './rich-text.ts';

/** Blocks by surface with every limit of contract section 3 (contract 10.3). */

const block_id = id255.optional();

const actionable = z.union([
  button,
  checkboxes,
  radioButtons,
  staticSelect,
  multiStaticSelect,
  overflow,
  datepicker,
  timepicker,
]);

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.union([actionable, image]).optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'a section without text and fields');

const header = z.strictObject({
  type: z.literal('header'),
  block_id,
  text: plainText(150),
  level: z.number().int().min(1).max(4).optional(),
});

const context = z.strictObject({
  type: z.literal('context'),
  block_id,
  elements: z
    .array(z.union([anyText(3000), image]))
    .min(1)
    .max(10),
});

const actions = z.strictObject({ type: z.literal('actions'), block_id, elements: z.array(actionable).min(1).max(25) });

const divider = z.strictObject({ type: z.literal('divider'), block_id });

const input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.union([
    plainTextInput,
    numberInput,
    checkboxes,
    radioButtons,
    staticSelect,
    multiStaticSelect,
    datepicker,
    timepicker,
  ]),
});

const imageBlock = z.strictObject({
  type: z.literal('image'),
  block_id,
  alt_text: z.string().min(1).max(2000),
  title: plainText(2000).optional(),
  image_url: z.string().max(3000).optional(),
  slack_file: z.unknown().optional(),
});

const markdown = z.strictObject({ type: z.literal('markdown'), block_id, text: z.string().min(1).max(12_000) });

const everywhere = [section, header, context, actions, divider, input, imageBlock, richTextBlock] as const;
const onSurface = {
  message: z.union([...everywhere, markdown, table, dataTable, chart]),
  home: z.union([...everywhere, table, dataTable]),
  modal: z.union([...everywhere]),
} as const;

export type Surface = keyof typeof onSurface;

/** One fault as Slack words it, and the error word that goes with it. */
export interface BlockFault {
  readonly error: 'invalid_blocks' | 'invalid_blocks_format' | 'invalid_attachments' | 'msg_blocks_too_long';
  readonly message: string;
}

/** Checks blocks as the service would, and gives every fault; empty if they are fine. */
export function blockFaults(blocks: unknown, surface: Surface): BlockFault[] {
  if (!Array.isArray(blocks)) return [{ error: 'invalid_blocks_format', message: 'blocks is not an array' }];
  const most = surface === 'message' ? 50 : 100;
  if (blocks.length > most) return [fault(`no more than ${most} items allowed`, '')];
  const single = blocks.flatMap((block, index) => singleFaults(block, index, surface));
  return [...single, ...togetherFaults(blocks, surface)];
}

function fault(message: string, pointer: string): BlockFault {
  return { error: 'invalid_blocks', message: `[ERROR] ${message} [json-pointer:/blocks${pointer}]` };
}

function singleFaults(block: unknown, index: number, surface: Surface): BlockFault[] {
  const parsed = onSurface[surface].safeParse(block);
  if (parsed.success) return [];
  const type = typeof block === 'object' && block !== null && 'type' in block ? String(block.type) : '';
  const known = onSurface[surface].options.find((option) => option.shape.type.value === type);
  if (!known) return [fault(`unsupported type: ${type} on ${surface}`, `/${index}/type`)];
  const issues = known.safeParse(block).error?.issues ?? [];
  return issues.map((issue) => fault(issue.message, `/${index}/${issue.path.join('/')}`));
}

/** What holds for all blocks of a payload together. */
function togetherFaults(blocks: readonly Loose[], surface: Surface): BlockFault[] {
  const faults: BlockFault[] = [];
  const ids = blocks.flatMap((block) => (typeof block.block_id === 'string' ? [block.block_id] : []));
  if (new Set(ids).size < ids.length) faults.push(fault('block_id is not unique', ''));
  blocks.forEach((block, index) => {
    const actions = elementsOf(block).flatMap((each) => (typeof each.action_id === 'string' ? [each.action_id] : []));
    if (new Set(actions).size < actions.length) faults.push(fault('action_id is not unique', `/${index}/elements`));
  });
  const count = (...types: string[]) => blocks.filter((block) => types.includes(String(block.type))).length;
  if (count('data_visualization') > 2) faults.push(fault('no more than 2 data_visualization blocks allowed', ''));
  if (count('table', 'data_table') > 1)
    faults.push({ error: 'invalid_attachments', message: 'only_one_table_allowed' });
  const markdownLength = blocks.reduce(
    (sum, block) => sum + (block.type === 'markdown' ? String(block.text).length : 0),
    0,
  );
  if (markdownLength > 12_000) faults.push(fault('markdown blocks over 12000 characters together', ''));
  // Contract section 4: about 13,200 characters of blocks together were refused in practice.
  if (surface === 'message' && JSON.stringify(blocks).length > 13_200) {
    faults.push({ error: 'msg_blocks_too_long', message: '[ERROR] blocks too long' });
  }
  return faults;
}

interface Loose {
  readonly type?: unknown;
  readonly block_id?: unknown;
  readonly text?: unknown;
  readonly elements?: unknown;
}

function elementsOf(block: Loose): readonly { readonly action_id?: unknown }[] {
  return block.type === 'actions' && Array.isArray(block.elements) ? block.elements : [];
}
