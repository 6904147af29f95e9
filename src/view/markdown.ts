import { LRUCache } from 'lru-cache';
import type { BlockContent, DefinitionContent, List, Nodes, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Inline, Prose, ProseBlock } from './message.ts';

/** Questions are said again at every click, and parsing costs more than the rest of the message. */
const parsed = new LRUCache<string, Prose>({ max: 5_000 });
const parsedInline = new LRUCache<string, Inline[]>({ max: 20_000 });

/**
 * Parses the small Markdown subset of questions (paragraphs, code spans, fenced code, emphasis, lists) once; everything
 * else keeps its characters. HTML in the source is text like any other.
 */
export function parseMarkdown(source: string): Prose {
  const known = parsed.get(source);
  if (known) return known;
  const text = source.trim();
  const prose = fromMarkdown(text).children.flatMap((node) => proseBlock(node, text));
  parsed.set(source, prose);
  return prose;
}

/** The runs of a text that is one paragraph, such as an option or a why; what would start another block is text. */
export function parseInline(source: string): Inline[] {
  const known = parsedInline.get(source);
  if (known) return known;
  const text = source.trim();
  const runs = fromMarkdown(text).children.flatMap((node) => inlineBlock(node, text));
  parsedInline.set(source, runs);
  return runs;
}

function inlineBlock(node: RootContent, source: string): Inline[] {
  if (node.type === 'paragraph') return runs(node.children, {}, source);
  if (node.type === 'code' && node.value !== '') return [{ kind: 'text', text: node.value, code: true }];
  return node.type === 'list' ? sentences(node, source) : written(node, source);
}

function proseBlock(node: RootContent, source: string): ProseBlock[] {
  if (node.type === 'paragraph') return [{ kind: 'paragraph', content: runs(node.children, {}, source) }];
  if (node.type === 'code' && node.value !== '') {
    return [{ kind: 'code', text: node.value, ...(node.lang ? { language: node.lang } : {}) }];
  }
  // Nobody counts from 200: that is a sentence which begins with a figure.
  if (node.type === 'list' && (node.start ?? 1) === 1) {
    const items = node.children.map((item) => item.children.flatMap((child) => itemBlock(child, source)));
    return [{ kind: 'list', ordered: node.ordered === true, items: items.filter((item) => item.length > 0) }];
  }
  const content = inlineBlock(node, source);
  return content.length === 0 ? [] : [{ kind: 'paragraph', content }];
}

function itemBlock(node: BlockContent | DefinitionContent, source: string): Inline[] {
  return node.type === 'paragraph' ? runs(node.children, {}, source) : written(node, source);
}

/** What looks like a list and isn't one: its marks are part of the text. */
function sentences(list: List, source: string): Inline[] {
  return list.children.flatMap((item): Inline[] => {
    const [first, ...more] = item.children;
    if (first?.type !== 'paragraph' || more.length > 0) return written(item, source);
    const mark = source.slice(item.position?.start.offset, first.position?.start.offset);
    return [{ kind: 'text', text: mark }, ...runs(first.children, {}, source)];
  });
}

type Marks = { readonly bold?: true; readonly italic?: true };

function runs(nodes: readonly PhrasingContent[], marks: Marks, source: string): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case 'text':
        return [{ kind: 'text', text: node.value.replaceAll('\n', ' '), ...marks }];
      case 'inlineCode':
        return [{ kind: 'text', text: node.value, code: true, ...marks }];
      case 'strong':
        return runs(node.children, { ...marks, bold: true }, source);
      case 'emphasis':
        return runs(node.children, { ...marks, italic: true }, source);
      case 'break':
        return [{ kind: 'text', text: ' ', ...marks }];
      default:
        return written(node, source, marks);
    }
  });
}

/** What is not of the subset, as it was written. */
function written(node: Nodes, source: string, marks: Marks = {}): Inline[] {
  const text = source.slice(node.position?.start.offset, node.position?.end.offset).replaceAll('\n', ' ');
  return text === '' ? [] : [{ kind: 'text', text, ...marks }];
}
