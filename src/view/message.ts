/**
 * What Prep says, before any platform's dialect: a message is a list of blocks, a form a list of fields.
 * Adapters print this tree; text from people arrives here as it was typed and each adapter escapes it for its own dialect.
 */

/** A run of text. Marks add up; `code` is a code span. Newlines inside `text` are shown as spaces. */
export interface TextRun {
  readonly kind: 'text';
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly code?: boolean;
}

/** A moment (epoch ms) that each reader sees in their own zone; `show` says how much of it. A text never carries a server-formatted clock time. */
export interface InstantRun {
  readonly kind: 'instant';
  readonly at: number;
  /** time "17:00", date "24 November", datetime "Tuesday 24 November, 17:00" */
  readonly show: 'time' | 'date' | 'datetime';
}

export interface LinkRun {
  readonly kind: 'link';
  readonly text: string;
  readonly url: string;
}

export type Inline = TextRun | InstantRun | LinkRun;

export type ProseBlock =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly language?: string; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

/** A parsed small Markdown text (src/view/markdown.ts), or inline runs put together by hand. */
export type Prose = readonly ProseBlock[];

/** One lettered option. `mark` and `why` are only ever set where the reader may know the answer. */
export interface Choice {
  readonly letter: string;
  readonly content: readonly Inline[];
  /** right: a right option; wrong: picked and not right; missed: right and not picked by this reader */
  readonly mark?: 'right' | 'wrong' | 'missed';
  /** this reader picked it */
  readonly picked?: boolean;
  readonly why?: readonly Inline[];
}

/** `action` is an opaque id of at most 100 characters, unique in its message; it never carries the right answer. */
export interface Button {
  readonly label: string;
  readonly action: string;
  /** read aloud instead of the label, at most 75 characters */
  readonly describes?: string;
  /** the one button of the message that most people want */
  readonly primary?: boolean;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'prose'; readonly prose: Prose }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  /** short lines under each other, as a leaderboard has them */
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Inline[])[] }
  /** small print */
  | { readonly kind: 'note'; readonly content: readonly Inline[] }
  /** at most 10 buttons; adapters break rows as their platform needs it */
  | { readonly kind: 'actions'; readonly buttons: readonly Button[] };

export interface Message {
  readonly blocks: readonly Block[];
}

/** `value` is what comes back, at most 75 characters; `label` what is read, at most 75. */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** `name` comes back with the values; `label` has at most 45 characters. */
export type Field =
  | {
      readonly kind: 'checks';
      readonly name: string;
      readonly label: string;
      readonly options: readonly FieldOption[];
      readonly picked: readonly string[];
    }
  | {
      readonly kind: 'choose';
      readonly name: string;
      readonly label: string;
      readonly options: readonly FieldOption[];
      readonly picked?: string;
    }
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly value?: string;
      readonly placeholder?: string;
      readonly maxLength: number;
      readonly multiline: boolean;
      readonly optional: boolean;
    };

/** A form for one person: title and submit have at most 24 characters; at most 5 fields, or 4 with a body. */
export interface Form {
  /** opaque id of at most 100 characters; comes back with the values */
  readonly form: string;
  readonly title: string;
  readonly submit: string;
  /** shown above the fields */
  readonly body?: readonly Block[];
  readonly fields: readonly Field[];
}

export const text = (value: string): TextRun => ({ kind: 'text', text: value });
export const bold = (value: string): TextRun => ({ kind: 'text', text: value, bold: true });
export const code = (value: string): TextRun => ({ kind: 'text', text: value, code: true });
export const instant = (at: number, show: InstantRun['show'] = 'datetime'): InstantRun => ({
  kind: 'instant',
  at,
  show,
});

/** What {@link inlines} takes: a run, runs, plain text, or nothing. */
export type Part = Inline | readonly Inline[] | string | false | undefined;

/** Puts inline runs together; plain strings become text runs and `false`, `undefined` and empty strings are left out. */
export function inlines(...parts: Part[]): Inline[] {
  return parts.flatMap((part): readonly Inline[] => {
    if (part === false || part === undefined || part === '') return [];
    if (typeof part === 'string') return [text(part)];
    return Array.isArray(part) ? part : [part as Inline];
  });
}

/** Our own words, with code between back-ticks. Text from people never comes this way: it may hold some. */
export function said(words: string): Inline[] {
  return inlines(...words.split('`').map((part, index) => (index % 2 === 1 ? code(part) : part)));
}

/** A block with one paragraph. */
export function paragraph(...parts: Part[]): Block {
  return { kind: 'prose', prose: [{ kind: 'paragraph', content: inlines(...parts) }] };
}

/** A block of small print. */
export function note(...parts: Part[]): Block {
  return { kind: 'note', content: inlines(...parts) };
}

/** A row of buttons; buttons that are `false` or `undefined` are left out. */
export function actions(...buttons: (Button | false | undefined)[]): Block {
  return { kind: 'actions', buttons: buttons.filter((button): button is Button => Boolean(button)) };
}

/** A message of blocks; blocks that are `false` or `undefined`, and rows without a button, are left out. */
export function message(...blocks: (Block | false | undefined)[]): Message {
  return {
    blocks: blocks.filter(
      (block): block is Block => Boolean(block) && !(block && block.kind === 'actions' && block.buttons.length === 0),
    ),
  };
}
