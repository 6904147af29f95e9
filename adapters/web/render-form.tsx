import type { VNode } from 'preact';
import type { Block, Choice, Field, Form } from '../../src/view/message.ts';
import { Blocks } from './render.tsx';
import { FieldControl } from './render-field.tsx';
import type { Reader } from './render-inline.tsx';

/** What is wrong with a submitted form, by field. */
export type FormErrors = Readonly<Record<string, string>>;

/**
 * A form as a dialog that the page opens at once. `from` names the message whose button asked for it; it is submitted
 * again so that the reply finds its place.
 */
export function FormDialog(props: {
  form: Form;
  errors: FormErrors;
  from: string;
  submitTo: string;
  reader: Reader;
}): VNode {
  const { form, errors, from, submitTo, reader } = props;
  const ticked = tickedChoices(form);
  const body = form.body?.filter((block) => block !== ticked?.block) ?? [];
  return (
    <dialog id="form" class="dialog" aria-labelledby="form-title">
      <form
        method="post"
        hx-post={submitTo}
        hx-swap="none"
        hx-sync="this:drop"
        hx-include="#slot"
        novalidate
        autocomplete="off"
      >
        <h2 id="form-title" class="heading">
          {form.title}
        </h2>
        <input type="hidden" name="form-id" value={form.form} />
        <input type="hidden" name="from" value={from} />
        {body.length > 0 && (
          <div class="dialog-body">
            <Blocks blocks={body} scope="form" reader={reader} />
          </div>
        )}
        {form.fields.map((field, index) => (
          <FieldControl
            field={field}
            error={errors[field.name]}
            first={index === 0}
            choices={field === ticked?.field ? ticked.choices : undefined}
            reader={reader}
          />
        ))}
        <div class="actions">
          <button type="submit" class="button primary" id="form-submit">
            {form.submit}
          </button>
          <button class="button" type="button" data-close>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The form with what was typed in place of what it was opened with. */
export function withTyped(form: Form, values: Readonly<Record<string, readonly string[]>>): Form {
  const fields = form.fields.map((field): Field => {
    const typed = values[field.name] ?? [];
    if (field.kind === 'checks') return { ...field, picked: typed };
    if (field.kind === 'text') return { ...field, value: typed[0] ?? '' };
    const [picked] = typed;
    return picked === undefined ? field : { ...field, picked };
  });
  return { ...form, fields };
}

/** Options that stand above a field which ticks just them: the page shows them once, whole, with their ticks. */
function tickedChoices(form: Form): { block: Block; field: Field; choices: readonly Choice[] } | undefined {
  const block = form.body?.find((candidate) => candidate.kind === 'choices');
  const field = form.fields.find((candidate) => candidate.kind === 'checks');
  if (block?.kind !== 'choices' || field?.kind !== 'checks') return undefined;
  const { choices } = block;
  const isSame =
    field.options.length === choices.length &&
    choices.every(({ letter }, place) => field.options[place]?.label.startsWith(`${letter}. `));
  return isSame ? { block, field, choices } : undefined;
}
