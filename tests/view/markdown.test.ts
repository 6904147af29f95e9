import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown } from '../../src/view/markdown.ts';
import { inlineText, plainText } from '../../src/view/plain-text.ts';
import { shortened } from '../../src/view/words.ts';
import { theBank } from '../setup/game.ts';
import { checkMessage } from '../setup/port-rules.ts';

const words = (source: string) => inlineText(parseInline(source), () => '');

describe('the small Markdown of questions', () => {
  it('has paragraphs, code, emphasis and lists', () => {
    const source = 'One `two` *three*\n**four**.\n\n```js\nlet a = 1;\n\nlet b;\n```\n\n- five\n- `six`\n\n1. seven';
    expect(parseMarkdown(source)).toEqual([
      {
        kind: 'paragraph',
        content: [
          { kind: 'text', text: 'One ' },
          { kind: 'text', text: 'two', code: true },
          { kind: 'text', text: ' ' },
          { kind: 'text', text: 'three', italic: true },
          { kind: 'text', text: ' ' },
          { kind: 'text', text: 'four', bold: true },
          { kind: 'text', text: '.' },
        ],
      },
      { kind: 'code', language: 'js', text: 'let a = 1;\n\nlet b;' },
      {
        kind: 'list',
        ordered: false,
        items: [[{ kind: 'text', text: 'five' }], [{ kind: 'text', text: 'six', code: true }]],
      },
      { kind: 'list', ordered: true, items: [[{ kind: 'text', text: 'seven' }]] },
    ]);
  });

  it.each([
    ['Vec<T> & <b>bold</b>', 'Vec<T> & <b>bold</b>'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['a\nb', 'a b'],
    ['`a  b`', 'a  b'],
    ['`` a`b ``', 'a`b'],
    ['1 < 2 && 3 > 2', '1 < 2 && 3 > 2'],
    ['snake_case_name', 'snake_case_name'],
    ['# no heading here', '# no heading here'],
    ['> quoted', '> quoted'],
    ['![picture](https://x.example/a.png)', '![picture](https://x.example/a.png)'],
    ['a[0] and b[1][2]', 'a[0] and b[1][2]'],
    ['[a link](https://x.example/)', '[a link](https://x.example/)'],
    ['- 1', '- 1'],
    ['2. b', '2. b'],
    ['SELECT * FROM a WHERE b * c', 'SELECT * FROM a WHERE b * c'],
  ])('keeps every character of %s', (source, shown) => {
    expect(words(source)).toBe(shown);
  });

  it('never fails, and loses no letter or figure of what it is given', () => {
    const piece = fc.constantFrom(
      'a',
      'B7',
      ' ',
      '\n',
      '`',
      '*',
      '_',
      '<b>',
      '&',
      '#',
      '[',
      ']',
      '(',
      '!',
      '-',
      '😀',
      '~~',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const source = pieces.join('');
        // What follows a fence is the code's language, which is not shown.
        fc.pre(!/`{3}|~{3}/.test(source));
        const shown = plainText({ blocks: [{ kind: 'prose', prose: parseMarkdown(source) }] }, () => '');
        const kept = (text: string) => text.replaceAll(/[^aB7😀]/gu, '');
        expect(kept(shown)).toBe(kept(source));
      }),
      { numRuns: 500 },
    );
  });

  it('is read without loss in every question of the bank', async () => {
    for (const question of (await theBank()).questions.values()) {
      const texts = [question.prompt, question.answer, question.explanation];
      for (const source of [...texts, ...question.options.flatMap(({ text, why }) => [text, why])]) {
        const prose = parseMarkdown(source);
        checkMessage({ blocks: [{ kind: 'prose', prose }] });
        const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '');
        const shown = plainText({ blocks: [{ kind: 'prose', prose }] }, () => '');
        // The language of a block of code is no part of what is read.
        expect(letters(shown), question.id).toBe(letters(source.replaceAll(/^```\w+$/gm, '')));
      }
    }
  });
});

describe('shortening', () => {
  it('splits no character and never grows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const short = shortened(text, most);
        expect([...short].length).toBeLessThanOrEqual(most);
        expect(short).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
        if ([...text].length <= most) expect(short).toBe(text);
      }),
    );
  });
});
