import { z } from 'zod';
import { id255 } from './composition.ts';
import { richTextBlock } from './rich-text.ts';

/** Tables and charts. Contract section 3, rows "table", "data_table" and "data_visualization". */

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() });
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richTextBlock]);
type Cell = z.infer<typeof cell>;

/** Characters of all cells together. */
export function cellCharacters(rows: readonly (readonly Cell[])[]): number {
  return rows.flat().reduce((sum, each) => sum + cellText(each).length, 0);
}

function cellText(each: Cell): string {
  if (each.type === 'raw_text') return each.text;
  if (each.type === 'raw_number') return each.text ?? String(each.value);
  return JSON.stringify(each.elements).replace(/[^\p{L}\p{N} ]/gu, '');
}

const sameLength = (rows: readonly unknown[][]) => rows.every((row) => row.length === rows[0]?.length);

export const table = z
  .strictObject({
    type: z.literal('table'),
    block_id: id255.optional(),
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() }),
      )
      .max(20)
      .optional(),
  })
  .refine((block) => cellCharacters(block.rows) <= 10_000, 'more than 10000 characters in a table');

export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: id255.optional(),
    caption: z.string().min(1),
    rows: z.array(z.array(cell).min(1).max(20)).min(2).max(201),
    page_size: z.number().int().min(1).max(100).optional(),
    row_header_column_index: z.number().int().min(0).optional(),
  })
  .refine((block) => sameLength(block.rows), 'rows of different lengths')
  .refine((block) => block.rows[0]?.every((each) => each.type !== 'rich_text'), 'rich text in a header cell')
  .refine((block) => cellCharacters(block.rows) <= 20_000, 'more than 20000 characters in a data table');

const label20 = z.string().min(1).max(20);
const chartAxes = z.strictObject({
  categories: z.array(label20).min(1).max(20),
  x_label: z.string().max(50).optional(),
  y_label: z.string().max(50).optional(),
});

const seriesChart = z
  .strictObject({
    type: z.enum(['bar', 'area', 'line']),
    series: z
      .array(
        z.strictObject({
          name: label20,
          data: z
            .array(z.strictObject({ label: label20, value: z.number() }))
            .min(1)
            .max(20),
        }),
      )
      .min(1)
      .max(12),
    axis_config: chartAxes,
  })
  .refine((chart) => new Set(chart.series.map((each) => each.name)).size === chart.series.length, 'a series name twice')
  .refine(
    (chart) =>
      chart.series.every((each) => {
        const labels = each.data.map((point) => point.label).sort();
        return JSON.stringify(labels) === JSON.stringify([...chart.axis_config.categories].sort());
      }),
    'a series has not exactly one point for each category',
  );

const pieChart = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label: label20, value: z.number().positive() }))
    .min(1)
    .max(12),
});

export const chart = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: id255.optional(),
  title: z.string().min(1).max(50),
  chart: z.union([pieChart, seriesChart]),
});
