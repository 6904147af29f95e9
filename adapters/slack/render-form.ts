import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import type { Field, FieldOption, Form } from '../../src/view/message.ts';
import { renderBlocks } from './render.ts';
import { oneLine, shorten } from './shorten.ts';

/** The action_id of every field's input: values come back by block_id, which is the field's name. */
export const fieldAction = 'value';
/** The callback_id of all our modals; which form it is stands in private_metadata, made by the caller. */
export const formCallback = 'prep_form';

const maxBlocks = 100;
/** Slack shows at most ten check boxes or radio buttons; more become a menu. */
const maxBoxes = 10;
/** Up to this many choices are shown at once, more open as a menu. */
const maxRadios = 5;

/** Prints a form as a modal. `metadata` travels through the person's client and comes back with the values: no secrets. */
export function renderForm(form: Form, metadata: string): ModalView {
  const fields = form.fields.map(field);
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: metadata,
    title: plain(form.title, 24),
    submit: plain(form.submit, 24),
    close: plain('Cancel', 24),
    blocks: [...body(form, maxBlocks - fields.length), ...fields],
  };
}

function body(form: Form, most: number): KnownBlock[] {
  return form.body === undefined ? [] : renderBlocks(form.body, most);
}

function field(from: Field): InputBlock {
  const block = { type: 'input' as const, block_id: from.name, label: plain(from.label, 2000) };
  switch (from.kind) {
    case 'checks': {
      const options = from.options.map(option);
      const picked = options.filter((each) => each.value !== undefined && from.picked.includes(each.value));
      const initial = picked.length === 0 ? {} : { initial_options: picked };
      // Whether nothing may be ticked is the engine's to say, with its own words.
      if (options.length > maxBoxes) {
        return {
          ...block,
          optional: true,
          element: { type: 'multi_static_select', action_id: fieldAction, options, ...initial },
        };
      }
      return { ...block, optional: true, element: { type: 'checkboxes', action_id: fieldAction, options, ...initial } };
    }
    case 'choose': {
      const options = from.options.map(option);
      const picked = options.find((each) => each.value === from.picked);
      const initial = picked === undefined ? {} : { initial_option: picked };
      const type = options.length > maxRadios ? ('static_select' as const) : ('radio_buttons' as const);
      return { ...block, element: { type, action_id: fieldAction, options, ...initial } };
    }
    case 'text':
      return {
        ...block,
        optional: from.optional,
        element: {
          type: 'plain_text_input',
          action_id: fieldAction,
          multiline: from.multiline,
          max_length: Math.min(from.maxLength, 3000),
          ...(from.value === undefined ? {} : { initial_value: from.value }),
          ...(from.placeholder === undefined ? {} : { placeholder: plain(from.placeholder, 150) }),
        },
      };
  }
}

function option(from: FieldOption): PlainTextOption {
  return {
    text: plain(from.label, 75),
    value: from.value,
    ...(from.hint === undefined ? {} : { description: plain(from.hint, 75) }),
  };
}

function plain(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(oneLine(text), most) || ' ', emoji: false };
}
