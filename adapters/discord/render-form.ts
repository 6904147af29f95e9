import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Field, FieldOption, Form } from '../../src/view/message.ts';
import { shortened } from '../../src/view/words.ts';
import { renderPlain } from './render.ts';

/** Contract, section 5: a group of boxes or radio buttons holds ten, a select twenty-five. */
const groupOptions = 10;
const selectOptions = 25;

interface FormToRender {
  readonly form: Form;
  /** what was wrong the last time, by field; it stands under the field's label */
  readonly errors?: Readonly<Record<string, string>>;
}

/**
 * Prints a form as a modal. The words on its buttons are Discord's own, so `submit` is not shown. Nothing is required of
 * a set of boxes: whether none is an answer is the engine's to say.
 */
export function renderForm({ form, errors = {} }: FormToRender): APIModalInteractionResponseCallbackData {
  const body = form.body ? renderPlain(form.body) : '';
  return {
    custom_id: form.form,
    title: shortened(form.title, 45),
    components: [
      ...(body === '' ? [] : [{ type: ComponentType.TextDisplay as const, content: body }]),
      ...form.fields.map((field) => labelled(field, errors[field.name])),
    ],
  };
}

function labelled(field: Field, error: string | undefined): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: shortened(field.label, 45),
    ...(error ? { description: shortened(error, 100) } : {}),
    component: inputOf(field),
  };
}

function inputOf(field: Field): APILabelComponent['component'] {
  if (field.kind === 'text') {
    return {
      type: ComponentType.TextInput,
      custom_id: field.name,
      style: field.multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
      required: !field.optional,
      max_length: Math.min(field.maxLength, 4000),
      ...(field.value ? { value: field.value } : {}),
      ...(field.placeholder ? { placeholder: shortened(field.placeholder, 100) } : {}),
    };
  }
  if (field.kind === 'checks') {
    const options = optionsOf(field.options, field.picked);
    if (options.length > groupOptions) {
      return {
        type: ComponentType.StringSelect,
        custom_id: field.name,
        options: options.slice(0, selectOptions),
        min_values: 0,
        max_values: Math.min(options.length, selectOptions),
        required: false,
      };
    }
    return {
      type: ComponentType.CheckboxGroup,
      custom_id: field.name,
      options,
      min_values: 0,
      max_values: options.length,
      required: false,
    };
  }
  const options = optionsOf(field.options, field.picked === undefined ? [] : [field.picked]);
  if (options.length < 2 || options.length > groupOptions) {
    return { type: ComponentType.StringSelect, custom_id: field.name, options: options.slice(0, selectOptions) };
  }
  return { type: ComponentType.RadioGroup, custom_id: field.name, options };
}

function optionsOf(options: readonly FieldOption[], picked: readonly string[]) {
  return options.map(({ value, label, hint }) => ({
    value,
    label: shortened(label, 100),
    ...(hint ? { description: shortened(hint, 100) } : {}),
    ...(picked.includes(value) ? { default: true } : {}),
  }));
}
