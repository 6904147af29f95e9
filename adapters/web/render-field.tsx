import type { VNode } from 'preact';
import type { Choice, Field, FieldOption } from '../../src/view/message.ts';
import { Inlines, type Reader } from './render-inline.tsx';

/** Put before a field's name in what is submitted, so that no field can pass for one of ours. */
export const fieldPrefix = 'f.';

/** One field with its label and what is wrong with it. `choices`: the options in full, in the order of the field's. */
export function FieldControl(props: {
  field: Field;
  error: string | undefined;
  first: boolean;
  choices: readonly Choice[] | undefined;
  reader: Reader;
}): VNode {
  const { field, error, first, choices, reader } = props;
  const id = `field-${field.name}`;
  const errorId = `${id}-error`;
  const described = error === undefined ? {} : { 'aria-describedby': errorId };
  const fieldClass = error === undefined ? 'field' : 'field refused';
  const shownError = error !== undefined && (
    <p class="error" id={errorId}>
      {error}
    </p>
  );
  const name = fieldPrefix + field.name;
  if (field.kind === 'text') {
    const shared = {
      id,
      name,
      maxLength: field.maxLength,
      autofocus: first,
      dir: 'auto' as const,
      'aria-invalid': error !== undefined,
      ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
      ...described,
    };
    return (
      <div class={fieldClass}>
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
  const isPicked = (value: string) => (field.kind === 'checks' ? field.picked.includes(value) : field.picked === value);
  return (
    <fieldset class={fieldClass} {...described}>
      <legend>{field.label}</legend>
      {shownError}
      {field.options.map((option, place) => (
        <label class="check">
          <input
            type={field.kind === 'checks' ? 'checkbox' : 'radio'}
            id={`${id}-${place}`}
            name={name}
            value={option.value}
            checked={isPicked(option.value)}
            autofocus={first && place === 0}
          />
          <OptionLabel option={option} choice={choices?.[place]} reader={reader} />
        </label>
      ))}
    </fieldset>
  );
}

function OptionLabel(props: { option: FieldOption; choice: Choice | undefined; reader: Reader }): VNode {
  const { option, choice, reader } = props;
  if (!choice) {
    return (
      <span dir="auto">
        {option.label}
        {option.hint && <span class="hint">{option.hint}</span>}
      </span>
    );
  }
  return (
    <>
      <span class="letter">
        {choice.letter}
        <span class="unseen">. </span>
      </span>
      <span class="option" dir="auto">
        <Inlines runs={choice.content} reader={reader} />
      </span>
    </>
  );
}
