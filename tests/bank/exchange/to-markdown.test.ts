import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMarkdown } from '../../../scripts/exchange/to-markdown.ts';
import { parseMarkdown } from '../../../src/view/markdown.ts';

const plain = (text: string) => toMarkdown({ text, format: 'plain', line: 1 }).markdown;
const html = (text: string) => toMarkdown({ text, format: 'html', line: 7 });

describe('plain text as Markdown', () => {
  it.each([
    '2 * 3 * 4 and a_b, _c_',
    '<b> is a tag, 1 < 2 is none',
    '[link](x) and ![picture](y)',
    '# no heading',
    '- no item',
    '3. April',
    '> no quotation',
    '&lt; and &amp; as written',
    'a `span` and \\n',
    '~~~',
    '---',
  ])('shows %j as it is', (text) => {
    expect(shown(plain(text))).toBe(text);
  });

  it('shows any text as it is, but for its white space', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'ab1 *_`<>[]()!#-+=.&;~\\\n|:/"'), maxLength: 30 });
    fc.assert(
      fc.property(signs, (text) => {
        expect(shown(plain(text))).toBe(flat(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('HTML as Markdown', () => {
  it.each([
    ['<p dir="ltr">One.</p><p>Two<br>lines.</p>', 'One.\n\nTwo lines.'],
    ['A <strong>bold </strong>word, an <em>odd</em> one', 'A **bold** word, an *odd* one'],
    ['<code>a`b</code> and <kbd>x &lt; y</kbd>', '`` a`b `` and `x < y`'],
    ['<ul><li>one</li><li><p>two</p></li></ul><ol><li>first</li></ol>', '- one\n- two\n\n1. first'],
    ['<pre><code class="language-js">\nif (a) {\n  b();\n}\n</code></pre>', '```js\nif (a) {\n  b();\n}\n```'],
    ['A<pre>x * y</pre>', 'A\n\n```text\nx * y\n```'],
    ['two * three', 'two \\* three'],
  ])('%s', (text, markdown) => {
    expect(html(text)).toEqual({ markdown, refused: [] });
  });

  it('refuses what the bank does not show, each with its line', () => {
    const { refused } = html(
      '<p>See\n<img src="x.png"> and\n<a href="/">here</a></p>\n<table><tr><td>1</td></tr></table>',
    );
    expect(refused).toEqual([
      { what: '<img>', line: 8 },
      { what: '<a>', line: 9 },
      { what: '<table>', line: 10 },
    ]);
    expect(html('<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>').refused).toEqual([
      { what: 'code or a list inside a list', line: 7 },
    ]);
    expect(html('<script>alert(1)</script>').refused).toEqual([{ what: '<script>', line: 7 }]);
  });

  it('counts line breaks in the auto-format only', () => {
    expect(toMarkdown({ text: 'One.\n\nTwo.', format: 'auto', line: 1 }).markdown).toBe('One.\n\nTwo.');
    expect(html('One.\n\nTwo.').markdown).toBe('One. Two.');
  });
});

const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

function shown(markdown: string): string {
  const blocks = parseMarkdown(markdown).map((block) => {
    if (block.kind !== 'paragraph') throw new Error(`${markdown} shows a ${block.kind}`);
    return block.content.map((run) => ('text' in run ? run.text : '')).join('');
  });
  return flat(blocks.join(' '));
}
