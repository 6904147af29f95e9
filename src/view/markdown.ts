import { LRUCache } from 'lru-cache';
import type { BlockContent, DefinitionContent, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Inline, Prose, ProseBlock } from './message.ts';

/**
 * Parses the small Markdown subset of questions (paragraphs, code spans, fenced code, emphasis, lists) once; everything
 * else keeps its characters. HTML in the source is text like any other.
 */
export function parseMarkdown(source: string): Prose {
  const known = parsed.get(source);
  if (known) return known;
  const prose = fromMarkdown(source.trim()).children.flatMap((node) => proseBlock(node, source));
  parsed.set(source, prose);
  return prose;
}

/** Questions are said again at every click, and parsing costs more than the rest of the message. */
const parsed = new LRUCache<string, Prose>({ max: 5_000 });

/** The runs of a text that is one paragraph, such as an option or a why. */
export function parseInline(source: string): Inline[] {
  return parseMarkdown(source).flatMap((block): Inline[] => {
    if (block.kind === 'paragraph') return [...block.content];
    if (block.kind === 'code') return [{ kind: 'text', text: block.text, code: true }];
    return block.items.flat();
  });
}

function proseBlock(node: RootContent | BlockContent | DefinitionContent, source: string): ProseBlock[] {
  switch (node.type) {
    case 'paragraph':
      return [{ kind: 'paragraph', content: runs(node.children, {}) }];
    case 'code':
      return [{ kind: 'code', text: node.value, ...(node.lang ? { language: node.lang } : {}) }];
    case 'list':
      return [
        {
          kind: 'list',
          ordered: node.ordered === true,
          items: node.children.map((item) =>
            item.children.flatMap((child) => (child.type === 'paragraph' ? runs(child.children, {}) : [])),
          ),
        },
      ];
    default: {
      const written = node.position ? source.trim().slice(node.position.start.offset, node.position.end.offset) : '';
      return written === '' ? [] : [{ kind: 'paragraph', content: [{ kind: 'text', text: written }] }];
    }
  }
}

function runs(nodes: readonly PhrasingContent[], marks: { bold?: true; italic?: true }): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case 'text':
        return [{ kind: 'text', text: node.value.replaceAll('\n', ' '), ...marks }];
      case 'inlineCode':
        return [{ kind: 'text', text: node.value, code: true, ...marks }];
      case 'strong':
        return runs(node.children, { ...marks, bold: true });
      case 'emphasis':
        return runs(node.children, { ...marks, italic: true });
      case 'break':
        return [{ kind: 'text', text: ' ', ...marks }];
      case 'html':
        return [{ kind: 'text', text: node.value, ...marks }];
      case 'link':
        return runs(node.children, marks);
      default:
        return [];
    }
  });
}
