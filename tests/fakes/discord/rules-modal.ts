import { length, type Part, walk } from './parts.ts';
import { type Fault, fault, refuseFaults } from './refusal.ts';
import { customIdFaults, selectFaults } from './rules-components.ts';
import { schemaFaults } from './schemas.ts';

/** The callback that opens a modal. */
export interface ModalBody {
  readonly data?: { readonly title?: string; readonly custom_id?: string; readonly components?: readonly Part[] };
}

/** Refuses a modal that Discord would refuse. Contract, section 10, item 6 (limits of section 5). */
export function checkModal(body: ModalBody): void {
  const { title, custom_id, components = [] } = body.data ?? {};
  const at = ['data'];
  const faults: Fault[] = [];
  if (components.length === 0 || components.length > 5) {
    faults.push(fault([...at, 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.'));
  }
  if (!title || length(title) > 45)
    faults.push(fault([...at, 'title'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 45 in length.'));
  if (!custom_id || length(custom_id) > 100) {
    faults.push(fault([...at, 'custom_id'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.'));
  }
  const all = walk(components, [...at, 'components']);
  for (const { part, path } of all) faults.push(...partFaults(part, path));
  const ids = all.flatMap(({ part }) => part.custom_id ?? []);
  if (new Set(ids).size !== ids.length) {
    faults.push(
      fault([...at, 'components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
    );
  }
  refuseFaults(faults);
  refuseFaults(schemaFaults('modal', body));
}

function partFaults(part: Part, path: readonly PropertyKey[]): Fault[] {
  switch (part.type) {
    case 18:
      return labelFaults(part, path);
    case 4:
      return textFaults(part, path);
    case 21:
      return optionFaults(part, path, 2);
    case 22:
      return [...optionFaults(part, path, 1), ...checkboxFaults(part, path)];
    case 3:
      return selectFaults(part, path);
    default:
      return customIdFaults(part, path);
  }
}

function labelFaults(part: Part, path: readonly PropertyKey[]): Fault[] {
  const faults: Fault[] = [];
  if (!part.label || length(part.label) > 45)
    faults.push(fault([...path, 'label'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 45 in length.'));
  if (length(part.description) > 100)
    faults.push(fault([...path, 'description'], 'BASE_TYPE_BAD_LENGTH', 'Must be 100 or fewer in length.'));
  return faults;
}

function textFaults(part: Part, path: readonly PropertyKey[]): Fault[] {
  const faults: Fault[] = [];
  if (length(part.value) > (part.max_length ?? 4000))
    faults.push(fault([...path, 'value'], 'BASE_TYPE_BAD_LENGTH', 'Longer than it may be.'));
  if (length(part.placeholder) > 100)
    faults.push(fault([...path, 'placeholder'], 'BASE_TYPE_BAD_LENGTH', 'Must be 100 or fewer in length.'));
  return [...faults, ...customIdFaults(part, path)];
}

/** Item 6: a radio group has 2 to 10 options, a checkbox group 1 to 10; values are their own. */
function optionFaults(part: Part, path: readonly PropertyKey[], least: number): Fault[] {
  const options = part.options ?? [];
  const faults: Fault[] = [];
  if (options.length < least || options.length > 10) {
    faults.push(fault([...path, 'options'], 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and 10 in length.`));
  }
  if (new Set(options.map(({ value }) => value)).size !== options.length) {
    faults.push(fault([...path, 'options'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'Values are used twice.'));
  }
  if (least === 2 && options.filter((option) => option.default).length > 1) {
    faults.push(fault([...path, 'options'], 'RADIO_GROUP_DEFAULTS', 'One default at most.'));
  }
  return [...faults, ...customIdFaults(part, path)];
}

/** Item 6: none picked is not allowed while the group is required, which it is unless it says otherwise. */
function checkboxFaults(part: Part, path: readonly PropertyKey[]): Fault[] {
  const faults: Fault[] = [];
  if (part.min_values === 0 && part.required !== false) {
    faults.push(fault([...path, 'min_values'], 'CHECKBOX_GROUP_MIN_VALUES', 'Must be 1 or more while required.'));
  }
  if ((part.max_values ?? 1) > (part.options ?? []).length) {
    faults.push(fault([...path, 'max_values'], 'CHECKBOX_GROUP_MAX_VALUES', 'Above the number of options.'));
  }
  return faults;
}
