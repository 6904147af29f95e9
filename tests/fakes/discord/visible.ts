import type { Part } from './parts.ts';
import type { StoredMessage } from './world.ts';

export interface VisibleButton {
  readonly label: string;
  readonly action: string;
}

/** A message as a person reads it: its text without mark-up, and its buttons. */
export interface Visible {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly VisibleButton[];
  /** only this person sees it */
  readonly private: boolean;
}

/** What a person sees of a message. */
export function visible(message: StoredMessage): Visible {
  const parts = flat(message.components);
  return {
    id: message.id,
    text: [message.content, ...parts.map(({ content }) => content ?? '')].filter(Boolean).map(readable).join('\n'),
    buttons: parts.flatMap(({ type, label, custom_id }) =>
      type === 2 ? [{ label: label ?? '', action: custom_id ?? '' }] : [],
    ),
    private: message.onlyFor !== undefined,
  };
}

/** Discord's Markdown as it is read, mark-up gone; a moment stands as its ISO time. */
export function readable(markdown: string): string {
  const tokens =
    /```[^\n]*\n([\s\S]*?)\n```|``\s?(.+?)\s?``|`([^`]+)`|\\([^0-9A-Za-z\s])|\[((?:\\.|[^\]\\])*)\]\(<[^>]*>\)|<t:(\d+):\w>|<(https?:[^>]*)>|\*\*|\*|^(?:#{1,3} |-# )/gm;
  return markdown
    .replace(tokens, (_, block, twice, once, escaped, link, moment, url) => {
      if (moment !== undefined) return new Date(Number(moment) * 1000).toISOString();
      if (link !== undefined) return readable(link);
      return block ?? twice ?? once ?? escaped ?? url ?? '';
    })
    .replaceAll('\u200b', '');
}

function flat(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => [part, ...flat(part.components ?? [])]);
}
