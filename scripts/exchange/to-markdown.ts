import { load } from 'cheerio';
import { escapeMarkdown } from './escape-markdown.ts';
import type { ForeignText } from './foreign.ts';

type Node = ReturnType<ReturnType<ReturnType<typeof load>['root']>['contents']>[number];

/** A text in our Markdown subset, with what of it can't be said in it and where. */
export interface Converted {
  markdown: string;
  refused: { what: string; line: number }[];
}

/** Markup that says nothing we would show otherwise. */
const transparent = new Set(['span', 'font', 'small']);
const paragraphs = new Set(['p', 'div', 'section']);
const bold = new Set(['strong', 'b']);
const italic = new Set(['em', 'i']);

/** Turns a foreign text into Markdown: paragraphs, emphasis, code and flat lists are kept, line breaks become spaces, all else is refused. */
export function toMarkdown(foreign: ForeignText): Converted {
  if (foreign.format === 'markdown') return { markdown: foreign.text, refused: [] };
  if (foreign.format === 'plain') {
    // Indented lines would be code.
    return { markdown: escapeMarkdown(foreign.text.replace(/^[ \t]+/gm, '')), refused: [] };
  }
  const page = load(foreign.text, { sourceCodeLocationInfo: true }, false);
  const writer = new Writer(foreign);
  for (const node of page.root().contents()) writer.write(node);
  return { markdown: writer.finish(), refused: writer.refused };
}

/** Collects blocks; what is inline goes to the current paragraph. */
class Writer {
  readonly refused: Converted['refused'] = [];
  readonly #foreign: ForeignText;
  readonly #blocks: string[] = [];
  #line = '';

  constructor(foreign: ForeignText) {
    this.#foreign = foreign;
  }

  finish(): string {
    this.#flush();
    return this.#blocks.join('\n\n');
  }

  write(node: Node): void {
    if (node.type === 'text') {
      const lines = this.#foreign.format === 'auto' ? node.data.split(/\n\s*\n/) : [node.data];
      for (const [n, line] of lines.entries()) {
        if (n > 0) this.#flush();
        this.#line += escapeMarkdown(line.replace(/\s+/g, ' '));
      }
    } else if (node.type === 'tag' || node.type === 'script' || node.type === 'style') {
      this.#element(node.name, node.children, node);
    }
  }

  #element(name: string, children: Node[], node: Node): void {
    if (paragraphs.has(name)) {
      this.#flush();
      this.#all(children);
      this.#flush();
    } else if (name === 'br') this.#line += ' ';
    else if (bold.has(name)) this.#wrapped('**', children);
    else if (italic.has(name)) this.#wrapped('*', children);
    else if (name === 'code' || name === 'kbd') this.#line += codeSpan(textOf(children));
    else if (name === 'pre') this.#code(children);
    else if (name === 'ul' || name === 'ol') this.#list(name, children);
    else if (transparent.has(name)) this.#all(children);
    else {
      this.refused.push({
        what: `<${name}>`,
        line: this.#foreign.line + (node.sourceCodeLocation?.startLine ?? 1) - 1,
      });
    }
  }

  #all(children: Node[]): void {
    for (const child of children) this.write(child);
  }

  #flush(): void {
    const text = this.#line.trim();
    if (text !== '') this.#blocks.push(text);
    this.#line = '';
  }

  #wrapped(mark: string, children: Node[]): void {
    const [, before = '', text = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(this.#inside(children)) ?? [];
    this.#line += text === '' ? before : `${before}${mark}${text}${mark}${after}`;
  }

  /** What `children` come to as one run; a paragraph of its own in a list's item is part of it, other blocks are refused. */
  #inside(children: Node[]): string {
    const outer = this.#line;
    const from = this.#blocks.length;
    this.#line = '';
    this.#all(children);
    const inner = [...this.#blocks.splice(from), this.#line];
    this.#line = outer;
    if (inner.some((block) => block.includes('\n')))
      this.refused.push({ what: 'code or a list inside a list', line: this.#foreign.line });
    return inner.filter((block) => block !== '').join(' ');
  }

  #code(children: Node[]): void {
    this.#flush();
    const [only] = children;
    const name = only?.type === 'tag' ? /language-([\w-]+)/.exec(only.attribs.class ?? '')?.[1] : undefined;
    const text = textOf(children).replace(/^\n|\s+$/g, '');
    this.#blocks.push(`\`\`\`${name ?? 'text'}\n${text}\n\`\`\``);
  }

  #list(name: string, children: Node[]): void {
    this.#flush();
    const items = children.filter((child) => child.type === 'tag' && child.name === 'li');
    const lines = items.map((item, n) => {
      const mark = name === 'ol' ? `${n + 1}.` : '-';
      return `${mark} ${this.#inside('children' in item ? (item.children as Node[]) : []).trim()}`;
    });
    if (lines.length > 0) this.#blocks.push(lines.join('\n'));
  }
}

function textOf(nodes: Node[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.data;
      if (node.type === 'tag') return node.name === 'br' ? '\n' : textOf(node.children);
      return '';
    })
    .join('');
}

/** Code with back-ticks in it stands between more of them than it has in a row. */
function codeSpan(text: string): string {
  if (text.trim() === '') return text;
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length), 0) + 1);
  const gap = runs.length > 0 ? ' ' : '';
  return `${fence}${gap}${text.replace(/\s+/g, ' ')}${gap}${fence}`;
}
