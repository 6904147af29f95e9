/** What a person reads of a message or form: plain text, and what can be pressed. */

export interface VisibleButton {
  readonly label: string;
  readonly action: string;
  /** read aloud instead of the label */
  readonly describes?: string | undefined;
}

interface Loose {
  readonly type?: string;
  readonly text?: string | Loose;
  readonly elements?: readonly Loose[];
  readonly fallback?: string;
  readonly url?: string;
  readonly action_id?: string;
  readonly accessibility_label?: string;
  readonly label?: Loose;
}

/** The blocks as plain text, one line a line; buttons are left out. */
export function visibleText(blocks: readonly unknown[]): string {
  return (blocks as readonly Loose[]).map(blockText).filter(Boolean).join('\n');
}

/** Everything that can be pressed, in order. */
export function visibleButtons(blocks: readonly unknown[]): VisibleButton[] {
  return (blocks as readonly Loose[])
    .filter((block) => block.type === 'actions')
    .flatMap((block) => block.elements ?? [])
    .map((element) => ({
      label: textOf(element.text),
      action: element.action_id ?? '',
      describes: element.accessibility_label,
    }));
}

function blockText(block: Loose): string {
  switch (block.type) {
    case 'header':
    case 'section':
      return decoded(textOf(block.text));
    case 'context':
      return (block.elements ?? [])
        .map((each) => (each.type === 'mrkdwn' ? decoded(textOf(each.text)) : textOf(each.text)))
        .join(' ');
    case 'rich_text':
      return (block.elements ?? []).map(richText).join('\n');
    case 'input':
      return textOf(block.label?.text);
    default:
      return '';
  }
}

function richText(element: Loose): string {
  if (element.type === 'rich_text_list')
    return (element.elements ?? []).map((item) => `- ${richText(item)}`).join('\n');
  return (element.elements ?? [])
    .map((each) => (each.type === 'date' ? (each.fallback ?? '') : textOf(each.text) || (each.url ?? '')))
    .join('');
}

function textOf(text: string | Loose | undefined): string {
  if (typeof text === 'object') return textOf(text.text);
  return text ?? '';
}

/** mrkdwn as a client shows it: date tokens by their fallback, entities as characters. */
export function decoded(mrkdwn: string): string {
  return mrkdwn
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('\u200b', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
