import { z } from 'zod';

/** Block Kit's small parts with their limits. Contract section 3; source: @slack/types, composition-objects.d.ts and block-elements.d.ts. */

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });

const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

/** block_id and action_id: 255. */
export const id255 = z.string().min(1).max(255);

const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionParts = { value: z.string().min(1).max(75), description: plainText(75).optional() };
const plainOption = z.strictObject({ text: plainText(75), ...optionParts });
const boxOption = z.strictObject({ text: anyText(75), ...optionParts });
const overflowOption = z.strictObject({ text: plainText(75), ...optionParts, url: z.string().max(3000).optional() });

const common = { action_id: id255.optional(), confirm: confirm.optional(), focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };

export const button = z.strictObject({
  type: z.literal('button'),
  action_id: id255.optional(),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
  confirm: confirm.optional(),
});

const sameOption = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** "`initial_option` not among options" (contract 10.3). */
function initialsAmongOptions(element: {
  options?: unknown[] | undefined;
  initial_option?: unknown;
  initial_options?: unknown[] | undefined;
}): boolean {
  const initials = [...(element.initial_options ?? []), ...(element.initial_option ? [element.initial_option] : [])];
  return initials.every((initial) => element.options?.some((option) => sameOption(option, initial)));
}
const among = 'initial option is not among the options';

const options100 = z.array(plainOption).min(1).max(100);

export const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    options: options100,
    initial_option: plainOption.optional(),
    ...placeholder,
    ...common,
  })
  .refine(initialsAmongOptions, among);

export const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    options: options100,
    initial_options: z.array(plainOption).min(1).optional(),
    max_selected_items: z.number().int().min(1).optional(),
    ...placeholder,
    ...common,
  })
  .refine(initialsAmongOptions, among);

export const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    options: z.array(boxOption).min(1).max(10),
    initial_option: boxOption.optional(),
    ...common,
  })
  .refine(initialsAmongOptions, among);

export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    options: z.array(boxOption).min(1).max(10),
    initial_options: z.array(boxOption).min(1).optional(),
    ...common,
  })
  .refine(initialsAmongOptions, among);

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(overflowOption).min(1).max(5),
  action_id: id255.optional(),
  confirm: confirm.optional(),
});

export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  initial_time: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
  timezone: z.string().optional(),
  ...placeholder,
  ...common,
});

export const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  initial_date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional(),
  ...placeholder,
  ...common,
});

export const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: id255.optional(),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  focus_on_load: z.boolean().optional(),
  dispatch_action_config: z.unknown().optional(),
  ...placeholder,
});

export const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    is_decimal_allowed: z.boolean(),
    action_id: id255.optional(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    ...placeholder,
  })
  .refine(
    (element) => Number(element.min_value ?? '-Infinity') <= Number(element.max_value ?? 'Infinity'),
    'min over max',
  );

export const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: z.string().min(1).max(2000),
    image_url: z.string().max(3000).optional(),
    slack_file: z.unknown().optional(),
  })
  .refine(
    (element) => (element.image_url === undefined) !== (element.slack_file === undefined),
    'image_url or slack_file',
  );
