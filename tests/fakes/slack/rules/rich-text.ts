import { z } from 'zod';
import { id255 } from './composition.ts';

/** rich_text and its parts. Contract section 3; source: @slack/types, block-elements.d.ts. */

const style = z
  .strictObject({
    bold: z.boolean(),
    italic: z.boolean(),
    strike: z.boolean(),
    code: z.boolean(),
    underline: z.boolean(),
    highlight: z.boolean(),
    client_highlight: z.boolean(),
    unlink: z.boolean(),
  })
  .partial()
  .optional();

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style });
const link = z.strictObject({
  type: z.literal('link'),
  url: z.url(),
  text: z.string().min(1).optional(),
  unsafe: z.boolean().optional(),
  style,
});
const date = z.strictObject({
  type: z.literal('date'),
  timestamp: z.number().int().min(0),
  format: z.string().regex(/\{\w+\}/),
  url: z.string().optional(),
  fallback: z.string().min(1).optional(),
  style,
});
const emoji = z.strictObject({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional(), style });
// Mentions exist, and Prep never sends one: names are plain text. They are refused here, so that no test has to look.

const inline = z.discriminatedUnion('type', [text, link, date, emoji]);
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline).min(1) });
const border = z.union([z.literal(0), z.literal(1)]).optional();

export const richTextBlock = z.strictObject({
  type: z.literal('rich_text'),
  block_id: id255.optional(),
  elements: z
    .array(
      z.discriminatedUnion('type', [
        section,
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          elements: z.array(section).min(1),
          indent: z.number().int().min(0).max(8).optional(),
          offset: z.number().int().min(0).optional(),
          border,
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1), border }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(z.discriminatedUnion('type', [text, link])).min(1),
          language: z.string().optional(),
          border,
        }),
      ]),
    )
    .min(1),
});
