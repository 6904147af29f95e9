import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMessage } from '../../adapters/discord/render.ts';
import { renderForm } from '../../adapters/discord/render-form.ts';
import { escapeText, renderCode, renderInline } from '../../adapters/discord/render-text.ts';
import {
  bold,
  code,
  type Form,
  inlines,
  instant,
  type Message,
  message,
  note,
  paragraph,
  text,
} from '../../src/view/message.ts';
import { readable } from '../fakes/discord/visible.ts';

const textsOf = (content: Message) =>
  renderMessage(content).components.flatMap((part) => ('content' in part ? [part.content] : []));

describe('text', () => {
  test.each([
    ['*bold* _it_ ~gone~ |spoiler| `code`', '\\*bold\\* \\_it\\_ \\~gone\\~ \\|spoiler\\| \\`code\\`'],
    ['<@123> <#4> <t:1:R> @everyone :smile:', '\\<\\@123\\> \\<\\#4\\> \\<t\\:1\\:R\\> \\@everyone \\:smile\\:'],
    ['[click](https://evil.example)', '\\[click\\]\\(https\\://evil.example\\)'],
    ['a\nb\r\n  c', 'a b c'],
  ])('%s is shown as it was typed', (typed, sent) => {
    expect(escapeText(typed)).toBe(sent);
  });

  test('whatever somebody types is read back as typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        const oneLine = typed.replace(/\s*[\r\n]+\s*/g, ' ');
        expect(readable(escapeText(typed))).toBe(oneLine.replaceAll('\u200b', ''));
      }),
    );
  });

  test('a line that begins like a list or a heading stays a line', () => {
    expect(renderInline(inlines('1. Ana, 45 points'))).toBe('1\\. Ana, 45 points');
    expect(renderInline(inlines('12', '. of March'))).toBe('12\\. of March');
    expect(renderInline(inlines('# no heading'))).toBe('\\# no heading');
    expect(renderInline(inlines('- no list'))).toBe('\\- no list');
    expect(renderInline(inlines('+ no list'))).toBe('\\+ no list');
  });

  test('marks hold only what they mark', () => {
    expect(renderInline(inlines(bold(' It was A. '), 'Keep it.'))).toBe(' **It was A.** Keep it.');
    expect(renderInline([{ kind: 'text', text: 'x', bold: true, italic: true }])).toBe('***x***');
    expect(renderInline([bold('a'), { kind: 'text', text: 'b', italic: true }])).toBe('**a**\u200b*b*');
  });

  test('code spans keep their back-ticks inside', () => {
    expect(renderInline([code('no-cache')])).toBe('`no-cache`');
    expect(renderInline([code('a`b')])).toBe('`` a`b ``');
    expect(renderInline([code('```x')])).not.toContain('```');
    expect(readable(renderInline([code('x = `y` * <@1>')]))).toBe('x = `y` * <@1>');
  });

  test('a code block cannot be left from inside', () => {
    const sent = renderCode('echo ```\n@everyone', 'sh');
    expect(sent.match(/```/g)).toHaveLength(2);
    expect(sent.startsWith('```sh\n')).toBe(true);
    expect(readable(sent)).toBe('echo ```\n@everyone');
    expect(renderCode('', 'not a language!')).toBe('```\n \n```');
  });

  test('moments are shown to each reader in their zone', () => {
    const at = Date.UTC(2026, 10, 24, 17) + 999;
    expect(renderInline([instant(at, 'time')])).toBe('<t:1795539600:t>');
    expect(renderInline([instant(at, 'date')])).toBe('<t:1795539600:D>');
    expect(renderInline([instant(at)])).toBe('<t:1795539600:f>');
  });

  test('links go where they say, or nowhere', () => {
    const link = (words: string, url: string) => renderInline([{ kind: 'link', text: words, url }]);
    expect(link('RFC 9111', 'https://example.org/a_(b)')).toBe('[RFC 9111](<https://example.org/a_%28b%29>)');
    expect(link('https://example.org', 'https://example.org')).toBe('<https://example.org/>');
    expect(link('run', 'javascript:alert(1)')).toBe('run');
  });
});

describe('messages', () => {
  test('each block is a text of its own, and nothing in it can notify', () => {
    const payload = renderMessage(
      message(
        { kind: 'heading', text: 'HTTP caching' },
        paragraph('What may a browser do?'),
        { kind: 'prose', prose: [{ kind: 'code', language: 'http', text: 'Cache-Control: no-cache' }] },
        {
          kind: 'choices',
          choices: [
            { letter: 'A', content: [text('Keep it')], mark: 'right', picked: true, why: [text('It must ask.')] },
            { letter: 'B', content: [text('Nothing')], mark: 'wrong' },
          ],
        },
        { kind: 'lines', lines: [[text('1. Ana')], [text('1. Ben')], [text('3. Chidi')]] },
        note('Open until ', instant(0)),
        {
          kind: 'actions',
          buttons: [
            { label: 'A', action: 'a', primary: true },
            { label: 'B', action: 'b' },
          ],
        },
      ),
    );
    expect(payload).toEqual({
      flags: 1 << 15,
      allowed_mentions: { parse: [] },
      components: [
        { type: 10, content: '## HTTP caching' },
        { type: 10, content: 'What may a browser do?' },
        { type: 10, content: '```http\nCache-Control: no-cache\n```' },
        { type: 10, content: 'A. Keep it **(right, your pick)**\n-# It must ask.\nB. Nothing **(not right)**' },
        { type: 10, content: '1\\. Ana\n1\\. Ben\n3\\. Chidi' },
        { type: 10, content: '-# Open until <t:0:f>' },
        {
          type: 1,
          components: [
            { type: 2, style: 1, label: 'A', custom_id: 'a' },
            { type: 2, style: 2, label: 'B', custom_id: 'b' },
          ],
        },
      ],
    });
  });

  test('ten buttons stand in two rows', () => {
    const buttons = Array.from({ length: 10 }, (_, n) => ({ label: `${n}`, action: `a${n}` }));
    const { components } = renderMessage(message({ kind: 'actions', buttons }));
    expect(components.map((part) => ('components' in part ? part.components.length : 0))).toEqual([5, 5]);
  });

  test('fifty blocks still make one message', () => {
    const blocks = Array.from({ length: 50 }, (_, n) => paragraph(`Block ${n}`));
    const { components } = renderMessage({ blocks });
    expect(components.length).toBeLessThanOrEqual(40);
    expect(textsOf({ blocks }).join('\n')).toContain('Block 49');
  });

  test('what is too long for Discord ends early, with an ellipsis, and the rest stays whole', () => {
    const long = Array.from({ length: 80 }, (_, n) => `Sentence ${n} of a very long explanation with some words.`);
    const texts = textsOf({
      blocks: [
        paragraph('It was A.'),
        { kind: 'prose', prose: long.map((words) => ({ kind: 'paragraph', content: [text(words)] })) },
        note('RFC 9111'),
      ],
    });
    expect(texts.join('').length).toBeLessThanOrEqual(4000);
    expect(texts[0]).toBe('It was A.');
    expect(texts[1]?.endsWith('\n…')).toBe(true);
    expect(texts[2]).toBe('-# RFC 9111');
  });

  test('any text keeps within characters and bytes, with its code closed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('x', '語', '👩‍💻', '*', 'a b '),
        fc.integer({ min: 1, max: 6000 }),
        fc.boolean(),
        (unit, times, block) => {
          const words = unit.repeat(times);
          const texts = textsOf({
            blocks: [
              {
                kind: 'prose',
                prose: block ? [{ kind: 'code', text: words }] : [{ kind: 'paragraph', content: [bold(words)] }],
              },
            ],
          });
          const sum = texts.reduce((bytes, sent) => bytes + Buffer.byteLength(sent) + 12, 0);
          expect(texts.join('').length).toBeLessThanOrEqual(4000);
          expect(sum).toBeLessThan(10_000);
          if (block) expect(texts.join('').match(/```/g)).toHaveLength(2);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('forms', () => {
  const options = (n: number) => Array.from({ length: n }, (_, at) => ({ value: `${at}`, label: `Option ${at}` }));
  const fieldOf = (field: Form['fields'][0]) => {
    const [part] = renderForm({ form: { form: 'f', title: 'Form', submit: 'Save', fields: [field] } }).components;
    return part && 'component' in part ? part.component : undefined;
  };

  test('few options are boxes or radio buttons, many are a list to pick from', () => {
    expect(fieldOf({ kind: 'checks', name: 'n', label: 'L', options: options(10), picked: ['3'] })).toMatchObject({
      type: 22,
      min_values: 0,
      required: false,
    });
    expect(fieldOf({ kind: 'checks', name: 'n', label: 'L', options: options(11), picked: [] })).toMatchObject({
      type: 3,
      min_values: 0,
      max_values: 11,
    });
    expect(fieldOf({ kind: 'choose', name: 'n', label: 'L', options: options(2), picked: '1' })).toMatchObject({
      type: 21,
      options: [{}, { default: true }],
    });
    expect(fieldOf({ kind: 'choose', name: 'n', label: 'L', options: options(1) })).toMatchObject({ type: 3 });
    expect(fieldOf({ kind: 'choose', name: 'n', label: 'L', options: options(11) })).toMatchObject({ type: 3 });
  });
});
