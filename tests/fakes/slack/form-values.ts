import type { FakeView } from './state.ts';

interface Option {
  readonly text: { readonly text: string };
  readonly value: string;
}

/** An input of an open form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly optional: boolean;
  readonly type: string;
  readonly action: string;
  readonly options: readonly Option[];
  readonly initial: readonly string[];
}

interface InputBlock {
  readonly type: string;
  readonly block_id?: string;
  readonly optional?: boolean;
  readonly label: { readonly text: string };
  readonly element: {
    readonly type: string;
    readonly action_id: string;
    readonly options?: readonly Option[];
    readonly initial_option?: Option;
    readonly initial_options?: readonly Option[];
    readonly initial_value?: string;
    readonly max_length?: number;
  };
}

/** The inputs of a form, in order. */
export function formFields(view: FakeView): FormField[] {
  const blocks = view.payload.blocks as readonly InputBlock[];
  return blocks
    .filter((block) => block.type === 'input')
    .map(({ block_id, optional, label, element }) => ({
      name: block_id ?? '',
      label: label.text,
      optional: optional ?? false,
      type: element.type,
      action: element.action_id,
      options: element.options ?? [],
      initial: [
        ...(element.initial_options ?? []).map((each) => each.value),
        ...(element.initial_option ? [element.initial_option.value] : []),
        ...(element.initial_value ? [element.initial_value] : []),
      ],
    }));
}

/**
 * What Slack's client sends for `values` (field name → what was ticked, chosen or typed; the rest stays as it was).
 * @throws Error where the client itself would not send: an empty field that is not optional, or an option there isn't
 */
export function stateValues(view: FakeView, values: Readonly<Record<string, readonly string[]>>): object {
  const fields = formFields(view);
  const unknown = Object.keys(values).find((name) => !fields.some((field) => field.name === name));
  if (unknown)
    throw new Error(`the form has no field ${unknown}, only ${fields.map((field) => field.name).join(', ')}`);
  return Object.fromEntries(
    fields.map((field) => {
      const given = values[field.name] ?? field.initial;
      if (given.length === 0 && !field.optional) throw new Error(`Slack's client asks for ${field.name}`);
      return [field.name, { [field.action]: { type: field.type, ...fieldState(field, given) } }];
    }),
  );
}

function fieldState(field: FormField, given: readonly string[]): object {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (field.type === 'plain_text_input') return { value: given[0] === undefined ? null : escaped(given[0]) };
  const chosen = given.map((value) => {
    const option = field.options.find((each) => each.value === value || each.text.text === value);
    if (!option) throw new Error(`${field.name} has no option ${value}`);
    return option;
  });
  if (field.type === 'checkboxes' || field.type === 'multi_static_select') return { selected_options: chosen };
  return { selected_option: chosen[0] ?? null };
}
