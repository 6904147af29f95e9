import type { VNode } from 'preact';
import type { Field, Form } from '../../src/view/message.ts';
import { Blocks } from './render.tsx';
import type { Reader } from './render-inline.tsx';

/** What is wrong with a submitted form, by field. */
export type FormErrors = Readonly<Record<string, string>>;

/** Put before a field's name in what is submitted, so that no field can pass for one of ours. */
export const fieldPrefix = 'f.';

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
        <input type="hidden" name="form" value={form.form} />
        <input type="hidden" name="from" value={from} />
        {form.body && (
          <div class="dialog-body">
            <Blocks blocks={form.body} scope="form" reader={reader} />
          </div>
        )}
        {form.fields.map((field, index) => (
          <FieldControl field={field} error={errors[field.name]} first={index === 0} />
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

function FieldControl({ field, error, first }: { field: Field; error: string | undefined; first: boolean }): VNode {
  const id = `field-${field.name}`;
  const errorId = `${id}-error`;
  const described = error === undefined ? {} : { 'aria-describedby': errorId, 'aria-invalid': true as const };
  const shownError = error !== undefined && (
    <p class="error" id={errorId}>
      {error}
    </p>
  );
  const name = fieldPrefix + field.name;
  switch (field.kind) {
    case 'checks':
    case 'choose': {
      const isPicked = (value: string) =>
        field.kind === 'checks' ? field.picked.includes(value) : field.picked === value;
      return (
        <fieldset class="field" {...described}>
          <legend>{field.label}</legend>
          {shownError}
          {field.options.map((option, index) => (
            <label class="check">
              <input
                type={field.kind === 'checks' ? 'checkbox' : 'radio'}
                id={`${id}-${index}`}
                name={name}
                value={option.value}
                checked={isPicked(option.value)}
                autofocus={first && index === 0}
              />
              <span dir="auto">
                {option.label}
                {option.hint && <span class="hint">{option.hint}</span>}
              </span>
            </label>
          ))}
        </fieldset>
      );
    }
    case 'text': {
      const shared = {
        id,
        name,
        maxLength: field.maxLength,
        autofocus: first,
        dir: 'auto' as const,
        ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
        ...described,
      };
      return (
        <div class="field">
          <label for={id}>
            {field.label}
            {field.optional && <span class="hint">optional</span>}
          </label>
          {shownError}
          {field.multiline ? (
            <textarea rows={4} {...shared}>
              {field.value ?? ''}
            </textarea>
          ) : (
            <input type="text" value={field.value ?? ''} {...shared} />
          )}
        </div>
      );
    }
  }
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
