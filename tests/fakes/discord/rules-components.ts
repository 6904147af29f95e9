import { length, type Part, walk } from './parts.ts';
import { type Fault, fault } from './refusal.ts';

const button = 2;
const selects = [3, 5, 6, 7, 8];
const modalOnly = [4, 18, 19, 21, 22, 23];
const v2Only = [9, 10, 11, 12, 13, 14, 17];
const linkStyle = 5;

/** Components of a message. Contract, section 10, items 4 and 5 (limits of section 5). */
export function componentFaults(parts: readonly Part[], v2: boolean, uploads: ReadonlySet<string>): Fault[] {
  const all = walk(parts, ['components']);
  return [
    ...(v2 ? v2Faults(all.map(({ part }) => part)) : classicFaults(parts)),
    ...duplicates(all),
    ...all.flatMap(({ part, path }) => partFaults(part, path, v2, uploads)),
  ];
}

/** Item 4: five rows at most in a classic message. */
function classicFaults(parts: readonly Part[]): Fault[] {
  return parts.length > 5 ? [fault(['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.')] : [];
}

/** Item 5: 40 components, nested ones included, and 4000 characters of text in all. */
function v2Faults(all: readonly Part[]): Fault[] {
  const texts = all.filter(({ type }) => type === 10);
  const characters = texts.reduce((sum, { content }) => sum + length(content), 0);
  return [
    ...(all.length > 40
      ? [
          fault(
            ['components'],
            'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
            'The total number of components is above 40.',
          ),
        ]
      : []),
    ...(characters > 4000
      ? [
          fault(
            ['components'],
            'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
            'The displayable text is above 4000 characters.',
          ),
        ]
      : []),
  ];
}

/** Item 4: a custom_id is unique within its message. */
function duplicates(all: readonly { part: Part; path: readonly PropertyKey[] }[]): Fault[] {
  const seen = new Set<string>();
  return all.flatMap(({ part, path }) => {
    if (part.custom_id === undefined) return [];
    if (!seen.has(part.custom_id)) {
      seen.add(part.custom_id);
      return [];
    }
    return [
      fault([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
    ];
  });
}

function partFaults(part: Part, path: readonly PropertyKey[], v2: boolean, uploads: ReadonlySet<string>): Fault[] {
  if (modalOnly.includes(part.type))
    return [fault([...path, 'type'], 'UNION_TYPE_CHOICES', 'Only allowed in a modal.')];
  // Item 5: a component of the second kind needs the flag.
  if (!v2 && v2Only.includes(part.type)) {
    return [fault([...path, 'type'], 'UNION_TYPE_CHOICES', 'Only allowed with the flag IS_COMPONENTS_V2.')];
  }
  if (part.type === 1) return rowFaults(part, path);
  if (part.type === button) return buttonFaults(part, path);
  if (part.type === 3) return selectFaults(part, path);
  return attachmentFaults(part, path, uploads);
}

/** Item 4: one to five buttons, or exactly one select, never mixed. */
function rowFaults(row: Part, path: readonly PropertyKey[]): Fault[] {
  const inside = row.components ?? [];
  const picked = inside.filter(({ type }) => selects.includes(type));
  const mixed = picked.length > 0 && inside.length > 1;
  if (inside.length === 0 || inside.length > 5 || mixed) {
    return [
      fault([...path, 'components'], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A row holds 1 to 5 buttons or one select.'),
    ];
  }
  return [];
}

/** Item 4: labels to 80, a link has an address and no custom_id, any other button the opposite. */
function buttonFaults(part: Part, path: readonly PropertyKey[]): Fault[] {
  const faults: Fault[] = [];
  const isLink = part.style === linkStyle;
  if (isLink !== (part.url !== undefined))
    faults.push(fault([...path, 'url'], 'BUTTON_URL', 'A link, and only a link, has a url.'));
  if (isLink === (part.custom_id !== undefined)) {
    faults.push(fault([...path, 'custom_id'], 'BUTTON_CUSTOM_ID', 'Any button but a link has a custom_id.'));
  }
  if (length(part.label) > 80)
    faults.push(fault([...path, 'label'], 'BASE_TYPE_BAD_LENGTH', 'Must be 80 or fewer in length.'));
  if (!part.label && part.emoji === undefined) {
    faults.push(fault([...path, 'label'], 'BUTTON_LABEL', 'A button has a label or an emoji.'));
  }
  return [...faults, ...customIdFaults(part, path)];
}

/** Item 4: 1 to 25 options with values of their own, `max_values` not above them, placeholder to 150. */
export function selectFaults(part: Part, path: readonly PropertyKey[]): Fault[] {
  const options = part.options ?? [];
  const faults: Fault[] = [];
  if (options.length === 0 || options.length > 25) {
    faults.push(fault([...path, 'options'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 25 in length.'));
  }
  if (new Set(options.map(({ value }) => value)).size !== options.length) {
    faults.push(fault([...path, 'options'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'Values are used twice.'));
  }
  if ((part.max_values ?? 1) > options.length) {
    faults.push(fault([...path, 'max_values'], 'SELECT_MAX_VALUES', 'Above the number of options.'));
  }
  if (length(part.placeholder) > 150) {
    faults.push(fault([...path, 'placeholder'], 'BASE_TYPE_BAD_LENGTH', 'Must be 150 or fewer in length.'));
  }
  return [...faults, ...customIdFaults(part, path)];
}

/** Item 4: 1 to 100 characters. */
export function customIdFaults(part: Part, path: readonly PropertyKey[]): Fault[] {
  if (part.custom_id === undefined || (part.custom_id !== '' && length(part.custom_id) <= 100)) return [];
  return [fault([...path, 'custom_id'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')];
}

/** Item 5: `attachment://x` needs the upload x. */
function attachmentFaults(part: Part, path: readonly PropertyKey[], uploads: ReadonlySet<string>): Fault[] {
  const urls = [part.file?.url, part.media?.url, ...(part.items ?? []).map(({ media }) => media?.url)];
  const missing = urls.some(
    (url) => url?.startsWith('attachment://') && !uploads.has(url.slice('attachment://'.length)),
  );
  return missing ? [fault(path, 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', 'No such upload.')] : [];
}
