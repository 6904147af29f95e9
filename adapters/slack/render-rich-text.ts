import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextSection,
  RichTextStyleable,
  RichTextText,
} from '@slack/types';
import type { Choice, Inline, Prose, ProseBlock, TextRun } from '../../src/view/message.ts';
import { markWords } from '../../src/view/plain-text.ts';
import { slackDate } from './render-instant.ts';
import { codeLines, oneLine, shorten } from './shorten.ts';

const newline: RichTextText = { type: 'text', text: '\n' };

/**
 * Rich text is where people's words and prompts go: Slack parses no markup in it, so nothing typed there can ping,
 * link or break out. `longest` is how many characters one run may have before it is shortened.
 */
export function richText(elements: RichTextBlockElement[]): RichTextBlock {
  return { type: 'rich_text', elements };
}

/** Paragraphs, code and lists; a blank line between paragraphs. */
export function proseBlock(prose: Prose, longest: number): RichTextBlock {
  return richText(prose.map((block, index) => proseElement(block, prose[index + 1]?.kind === 'paragraph', longest)));
}

function proseElement(block: ProseBlock, beforeParagraph: boolean, longest: number): RichTextBlockElement {
  switch (block.kind) {
    case 'paragraph':
      return section([...runs(block.content, longest), ...(beforeParagraph ? [newline] : [])]);
    case 'code':
      return {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: shorten(codeLines(block.text), longest) || ' ' }],
      };
    case 'list':
      return {
        type: 'rich_text_list',
        style: block.ordered ? 'ordered' : 'bullet',
        elements: (block.items.length > 0 ? block.items : [[]]).map((item) => section(runs(item, longest))),
      };
  }
}

/** Lettered options, each on its own line, what is said of it behind it and its reason below it. */
export function choicesBlock(choices: readonly Choice[], longest: number): RichTextBlock {
  return richText(
    choices.map((choice) => {
      const words = [choice.mark && markWords[choice.mark], choice.picked && 'your pick'].filter(Boolean).join(', ');
      return section([
        { type: 'text', text: `${choice.letter}. `, style: { bold: true } },
        ...runs(choice.content, longest),
        ...(words === '' ? [] : [{ type: 'text' as const, text: ` (${words})`, style: { bold: true } }]),
        ...(choice.why === undefined ? [] : [newline, ...runs(choice.why, longest), newline]),
      ]);
    }),
  );
}

/** Short lines under each other. */
export function linesBlock(lines: readonly (readonly Inline[])[], longest: number): RichTextBlock {
  return richText(lines.map((line) => section(runs(line, longest))));
}

/** One line in bold: a heading that a header block can't take. */
export function boldLine(text: string, longest: number): RichTextBlock {
  return richText([section([{ type: 'text', text: shorten(text, longest), style: { bold: true } }])]);
}

function section(elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements: elements.length > 0 ? elements : [{ type: 'text', text: ' ' }] };
}

function runs(content: readonly Inline[], longest: number): RichTextElement[] {
  return content.map((run) => element(run, longest)).filter((each) => each.type !== 'text' || each.text !== '');
}

function element(run: Inline, longest: number): RichTextElement {
  switch (run.kind) {
    case 'text':
      return { type: 'text', text: shorten(oneLine(run.text), longest), ...style(run) };
    case 'instant':
      return { type: 'date', ...slackDate(run) };
    case 'link':
      return { type: 'link', url: run.url, text: shorten(oneLine(run.text), longest) || run.url };
  }
}

function style(run: TextRun): RichTextStyleable {
  if (!run.bold && !run.italic && !run.code) return {};
  return {
    style: {
      ...(run.bold ? { bold: true } : {}),
      ...(run.italic ? { italic: true } : {}),
      ...(run.code ? { code: true } : {}),
    },
  };
}
