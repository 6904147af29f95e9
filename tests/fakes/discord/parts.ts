/** A component as it lies in a body, known to have passed Discord's schema or read with care. */
export interface Part {
  readonly type: number;
  readonly components?: readonly Part[];
  readonly component?: Part;
  readonly accessory?: Part;
  readonly custom_id?: string;
  readonly content?: string;
  readonly label?: string;
  readonly description?: string;
  readonly style?: number;
  readonly url?: string;
  readonly value?: string;
  readonly options?: readonly PartOption[];
  readonly min_values?: number;
  readonly max_values?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly emoji?: unknown;
  readonly file?: { readonly url?: string };
  readonly media?: { readonly url?: string };
  readonly items?: readonly { readonly media?: { readonly url?: string } }[];
}

export interface PartOption {
  readonly value: string;
  readonly label: string;
  readonly default?: boolean;
}

/** A message's body as a bot sends it. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[] | null;
  readonly components?: readonly Part[] | null;
  readonly flags?: number | null;
  readonly poll?: unknown;
  readonly sticker_ids?: readonly string[] | null;
  readonly attachments?: readonly { readonly filename?: string }[] | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
}

export interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly color?: number;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: { readonly text: string };
  readonly author?: { readonly name: string };
}

export interface AllowedMentions {
  readonly parse?: readonly string[];
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
}

/** Every component of a body with its path, nested ones included. */
export function walk(
  parts: readonly Part[],
  path: readonly PropertyKey[],
): { part: Part; path: readonly PropertyKey[] }[] {
  return parts.flatMap((part, index) => {
    const here = [...path, index];
    return [
      { part, path: here },
      ...walk(part.components ?? [], [...here, 'components']),
      ...(part.component ? walkOne(part.component, [...here, 'component']) : []),
      ...(part.accessory ? walkOne(part.accessory, [...here, 'accessory']) : []),
    ];
  });
}

function walkOne(part: Part, path: readonly PropertyKey[]) {
  return [{ part, path }, ...walk(part.components ?? [], [...path, 'components'])];
}

/** Unicode code points, as the contract advises to count (section 10, item 2). */
export function length(text: string | undefined | null): number {
  return [...(text ?? '')].length;
}
