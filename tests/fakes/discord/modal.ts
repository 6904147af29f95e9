import type { Modal } from './interactions.ts';
import type { Part } from './parts.ts';
import { readable } from './visible.ts';

/** What a person chose or typed, by field. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface VisibleField {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** what is filled in already */
  readonly values: readonly string[];
}

/** A form as it stands open before a person. */
export interface VisibleForm {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly fields: readonly VisibleField[];
}

/** What a person sees of a modal. */
export function visibleForm(modal: Modal): VisibleForm {
  return {
    id: modal.custom_id,
    title: modal.title,
    text: modal.components
      .flatMap(({ content, description }) => [content && readable(content), description])
      .filter(Boolean)
      .join('\n'),
    fields: modal.components.flatMap(({ label, component }) =>
      component
        ? [
            {
              name: component.custom_id ?? '',
              label: label ?? '',
              options: (component.options ?? []).map((option) => ({ value: option.value, label: option.label })),
              values: filledIn(component),
            },
          ]
        : [],
    ),
  };
}

/** The components of MODAL_SUBMIT. Throws what Discord's client would not let a person send. */
export function submission(modal: Modal, values: Values): unknown[] {
  const names = modal.components.flatMap(({ component }) => component?.custom_id ?? []);
  const unknown = Object.keys(values).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`The form has no field ${unknown.join(', ')}; it has ${names.join(', ')}.`);
  return modal.components.map((part, index) => {
    if (!part.component) return { type: part.type, id: index + 1 };
    const given = values[part.component.custom_id ?? ''];
    const list = given === undefined ? filledIn(part.component) : [given].flat();
    return { type: 18, id: index + 1, component: answered(part.component, list, index + 100) };
  });
}

function answered(field: Part, list: readonly string[], id: number): Record<string, unknown> {
  const { type, custom_id } = field;
  const required = field.required ?? true;
  if (type === 4) {
    const [value = ''] = list;
    if ((required && value === '') || value.length > (field.max_length ?? 4000)) {
      throw new Error(`Discord's client would not send "${value}" in ${custom_id}.`);
    }
    return { type, id, custom_id, value };
  }
  const known = (field.options ?? []).map(({ value }) => value);
  const most = type === 21 ? 1 : (field.max_values ?? (type === 3 ? 1 : known.length));
  const least = required ? Math.max(field.min_values ?? 1, 1) : 0;
  if (list.some((value) => !known.includes(value)) || list.length > most || list.length < least) {
    throw new Error(`Discord's client would not send ${JSON.stringify(list)} in ${custom_id} of ${known.join(', ')}.`);
  }
  return type === 21 ? { type, id, custom_id, value: list[0] ?? null } : { type, id, custom_id, values: list };
}

function filledIn(field: Part): readonly string[] {
  if (field.type === 4) return field.value ? [field.value] : [];
  return (field.options ?? []).filter((option) => option.default).map(({ value }) => value);
}
