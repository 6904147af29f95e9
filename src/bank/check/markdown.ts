import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Finding } from '../finding.ts';
import { limits } from '../format.ts';
import type { CheckedQuestion } from '../read.ts';

const inline = new Set<Nodes['type']>(['root', 'paragraph', 'text', 'inlineCode', 'emphasis', 'strong', 'break']);
const block = new Set<Nodes['type']>([...inline, 'code', 'list', 'listItem']);
const names: Partial<Record<Nodes['type'], string>> = {
  html: 'HTML',
  link: 'a link',
  image: 'a picture',
  heading: 'a heading',
  blockquote: 'a quotation',
  thematicBreak: 'a rule',
  code: 'fenced or indented code',
  list: 'a list',
};

/** Texts keep to the small Markdown subset, and code fits a phone: 12 lines of 60 columns in a question, in fences that name a language. */
export function checkMarkdown({ question, lineOf, file }: CheckedQuestion): Finding[] {
  const findings: Finding[] = [];
  const check = (text: string, line: number, allowed: ReadonlySet<Nodes['type']>) => {
    const refused = [...nodesOf(fromMarkdown(text))].find((node) => !allowed.has(node.type));
    if (refused !== undefined) {
      const what = names[refused.type] ?? refused.type;
      findings.push({
        file,
        line,
        reason: `${what} is no part of the Markdown that is shown here`,
        remedy:
          refused.type === 'html'
            ? 'Put tags and <placeholders> between back-ticks'
            : 'Use paragraphs, code, emphasis and lists',
      });
    }
  };
  check(question.prompt, lineOf('prompt'), block);
  check(question.explanation, lineOf('explanation'), block);
  check(question.answer, lineOf('answer'), inline);
  question.options.forEach((option, n) => {
    check(option.text, lineOf('options', n, 'text'), inline);
    check(option.why, lineOf('options', n, 'why'), inline);
    if (/\n/.test(option.text)) {
      findings.push({
        file,
        line: lineOf('options', n, 'text'),
        reason: 'an option has more than one line',
        remedy: 'Write it as one',
      });
    }
  });
  for (const [part, text] of [
    ['prompt', question.prompt],
    ['explanation', question.explanation],
  ] as const) {
    findings.push(...checkCode(text).map(([reason, remedy]) => ({ file, line: lineOf(part), reason, remedy })));
  }
  return findings;
}

function checkCode(text: string): [reason: string, remedy: string][] {
  const code = [...nodesOf(fromMarkdown(text))].filter((node) => node.type === 'code');
  const lines = code.flatMap((node) => node.value.split('\n'));
  const widest = lines.reduce((wide, line) => Math.max(wide, line.length), 0);
  const found: [string, string][] = [];
  if (lines.length > limits.codeLines)
    found.push([`${lines.length} lines of code`, `Show at most ${limits.codeLines}`]);
  if (widest > limits.codeColumns)
    found.push([`a line of code has ${widest} columns`, `Break it at ${limits.codeColumns}`]);
  if (code.some((node) => !node.lang))
    found.push(['code without a language', 'Write ```sql, ```js, ```python, ```http, ```text or the like']);
  return found;
}

function* nodesOf(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* nodesOf(child);
}
