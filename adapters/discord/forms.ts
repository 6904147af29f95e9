import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import {
  actions,
  bold,
  type Field,
  type Form,
  inlines,
  type Message,
  message,
  paragraph,
} from '../../src/view/message.ts';

/** A form to be opened, with what was wrong when it was sent in before, by field. */
export interface FormToOpen {
  readonly kind: 'form';
  readonly form: Form;
  readonly errors?: Readonly<Record<string, string>>;
}

/**
 * Forms that wait to be opened by a button of a private message, because Discord closes a modal when it is sent in and
 * opens none after a deferral. In this process only: a button that outlives it says so.
 */
export interface KeptForms {
  /** A message that says why the form isn't open and has the button that opens it as filled in. */
  notice(toOpen: FormToOpen, why: Message): Message;
  /** The form of such a button; `gone` when it is one but its form is no longer here. */
  open(action: string): FormToOpen | 'gone' | undefined;
}

const prefix = 'reopen:';
const most = 1_000;
/** As long as the token of the interaction that the button comes with. */
const keptForMs = 15 * 60_000;

/** An empty store of forms. */
export function createKeptForms(): KeptForms {
  const forms = new LRUCache<string, FormToOpen>({ max: most, ttl: keptForMs });
  return {
    notice({ form, errors = {} }, why) {
      const id = randomUUID();
      forms.set(id, { kind: 'form', form, errors });
      return message(...why.blocks, actions({ label: 'Open the form', action: prefix + id, primary: true }));
    },
    open(action) {
      if (!isReopening(action)) return undefined;
      return forms.get(action.slice(prefix.length)) ?? 'gone';
    },
  };
}

/** Whether a button is one of {@link KeptForms.notice}. */
export function isReopening(action: string): boolean {
  return action.startsWith(prefix);
}

/** What was wrong with a form, each under its field's name. */
export function refusal(form: Form, errors: Readonly<Record<string, string>>): Message {
  const labels = new Map(form.fields.map(({ name, label }) => [name, label]));
  return message(paragraph('Not saved yet: please change this.'), {
    kind: 'lines',
    lines: Object.entries(errors).map(([name, text]) => {
      const label = labels.get(name);
      return label === undefined ? inlines(text) : inlines(bold(`${label}:`), ` ${text}`);
    }),
  });
}

/** What a notice says of a form that Discord could not open by itself. */
export const slowForm: Message = message(
  paragraph('That took me too long for Discord to open the form by itself. It is ready now.'),
);

export const nextForm: Message = message(paragraph('Discord opens one form at a time. The next one is ready.'));

export const goneForm: Message = message(
  paragraph(
    'I keep a form for 15 minutes, and this one is gone. Nothing was saved. Type the command again to get a new one.',
  ),
);

/** The form with what a person had typed into it. */
export function filled(form: Form, values: Readonly<Record<string, readonly string[]>>): Form {
  return { ...form, fields: form.fields.map((field) => filledField(field, values[field.name] ?? [])) };
}

function filledField(field: Field, values: readonly string[]): Field {
  if (field.kind === 'checks') return { ...field, picked: values };
  const [value] = values;
  if (field.kind === 'text') return { ...field, value: value ?? '' };
  const { picked: _, ...rest } = field;
  return value === undefined ? rest : { ...rest, picked: value };
}
