import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../adapters/slack/render.ts';
import { renderForm } from '../../adapters/slack/render-form.ts';
import { shorten, shortenEscaped } from '../../adapters/slack/shorten.ts';
import {
  actions,
  type Block,
  bold,
  code,
  type Form,
  type Inline,
  instant,
  type Message,
  message,
  note,
  paragraph,
} from '../../src/view/message.ts';
import { blockFaults } from '../fakes/slack/rules/blocks.ts';
import { mrkdwnTexts, textFaults } from '../fakes/slack/rules/text-safety.ts';
import { viewFault } from '../fakes/slack/rules/views.ts';
import { visibleText } from '../fakes/slack/visible.ts';

const closes = Date.UTC(2026, 10, 24, 17, 0);

const daily = message(
  { kind: 'heading', text: 'HTTP caching, 15 points' },
  paragraph('A response carries ', code('Cache-Control: no-cache'), '. What may a browser do with it?'),
  {
    kind: 'choices',
    choices: [
      { letter: 'A', content: [{ kind: 'text', text: 'Keep it, but check before each use' }] },
      {
        letter: 'B',
        content: [{ kind: 'text', text: 'Nothing' }],
        mark: 'wrong',
        picked: true,
        why: [{ kind: 'text', text: 'That is no-store.' }],
      },
    ],
  },
  actions(
    { label: 'A', action: 'answer.r1.0', describes: 'A. Keep it, but check before each use' },
    { label: 'My answer', action: 'mine.r1', primary: true },
  ),
  note('Open until ', instant(closes), '. Asked by *Ana* & Co. ', {
    kind: 'link',
    text: 'RFC 9111',
    url: 'https://example.org/?a=1&b=2',
  }),
);

describe('a message in Block Kit', () => {
  it('says everything in rich text, with the moment as a date and the buttons labelled for those who hear them', () => {
    expect(renderMessage(daily).blocks).toMatchObject([
      { type: 'header', text: { type: 'plain_text', text: 'HTTP caching, 15 points' } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'A response carries ' },
              { type: 'text', text: 'Cache-Control: no-cache', style: { code: true } },
              { type: 'text', text: '. What may a browser do with it?' },
            ],
          },
        ],
      },
      { type: 'rich_text' },
      {
        type: 'actions',
        elements: [
          { action_id: 'answer.r1.0', accessibility_label: 'A. Keep it, but check before each use' },
          { action_id: 'mine.r1', style: 'primary' },
        ],
      },
      {
        type: 'context',
        elements: [
          {
            type: 'mrkdwn',
            text: `Open until <!date^${closes / 1000}^{date_short_pretty} at {time}|2026-11-24 17:00 UTC>. Asked by \u200b*\u200bAna\u200b*\u200b &amp; Co. <https://example.org/?a=1&amp;b=2|RFC 9111>`,
          },
        ],
      },
    ]);
    expect(visibleText(renderMessage(daily).blocks)).toContain('B. Nothing (not right, your pick)\nThat is no-store.');
  });

  it('has a complete fallback that begins with the question', () => {
    expect(renderMessage(daily).text.split('\n')).toEqual([
      'A response carries Cache-Control: no-cache. What may a browser do with it?',
      'HTTP caching, 15 points',
      'A. Keep it, but check before each use',
      'B. Nothing (not right, your pick) That is no-store.',
      '[A] [My answer]',
      `Open until <!date^${closes / 1000}^{date_short_pretty} at {time}|2026-11-24 17:00 UTC>. Asked by *Ana* &amp; Co. RFC 9111`,
    ]);
  });

  it('keeps code as it is, in a box of its own', () => {
    const block: Block = { kind: 'prose', prose: [{ kind: 'code', language: 'ts', text: 'a < b\n\tc && d' }] };
    expect(renderMessage(message(block)).blocks).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a < b\n\tc && d' }] }],
      },
    ]);
  });

  it('prints a heading that a header block can’t take as a bold line', () => {
    const { blocks } = renderMessage(message({ kind: 'heading', text: 'Is <!channel> loud?' }));
    expect(blocks).toMatchObject([
      { type: 'rich_text', elements: [{ elements: [{ text: 'Is <!channel> loud?', style: { bold: true } }] }] },
    ]);
  });
});

const hostile = [
  '<!channel> <@U1> <!subteam^S1|x> <https://evil.example|click>',
  '@everyone &amp;lt; & < > &',
  '``` *bold* _it_ ~no~ `code`',
  '<script>alert(1)</script>',
  '\u202Eright to left\u202C',
  '👩‍👩‍👧‍👦'.repeat(500),
  'x'.repeat(10_000),
  '<'.repeat(10_000),
  '\u0000\u0007\n\n\t',
  '',
];

const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 4_000 }));
const anyRun: fc.Arbitrary<Inline> = fc.oneof(
  anyText.map((text): Inline => ({ kind: 'text', text })),
  anyText.map((text): Inline => bold(text)),
  fc.integer({ min: 0, max: 4e12 }).map((at): Inline => instant(at)),
  anyText.map((text): Inline => ({ kind: 'link', text, url: 'https://example.org/?a=1&b=|2' })),
);
const anyInline = fc.array(anyRun, { maxLength: 6 });
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  anyText.map((text): Block => ({ kind: 'heading', text })),
  anyInline.map((content): Block => paragraph(...content)),
  anyText.map((text): Block => ({ kind: 'prose', prose: [{ kind: 'code', text }] })),
  fc
    .array(anyInline, { maxLength: 5 })
    .map((items): Block => ({ kind: 'prose', prose: [{ kind: 'list', ordered: true, items }] })),
  fc.array(anyInline, { maxLength: 8 }).map(
    (all): Block => ({
      kind: 'choices',
      choices: all.map((content, index) => ({ letter: String.fromCharCode(65 + index), content, why: content })),
    }),
  ),
  fc.array(anyInline, { maxLength: 12 }).map((lines): Block => ({ kind: 'lines', lines })),
  anyInline.map((content): Block => note(...content)),
  fc
    .array(anyText, { minLength: 1, maxLength: 10 })
    .map(
      (labels): Block =>
        actions(...labels.map((label, index) => ({ label: label || 'x', action: `a.${index}`, describes: label }))),
    ),
);
const anyMessage: fc.Arbitrary<Message> = fc.array(anyBlock, { maxLength: 70 }).map((blocks) => ({ blocks }));

describe('any message', () => {
  it('is within every limit of Slack’s and pings nobody, whatever stands in it', () => {
    fc.assert(
      fc.property(anyMessage, (each) => {
        const { text, blocks } = renderMessage(each);
        expect(blockFaults(blocks, 'message')).toEqual([]);
        expect(text.length).toBeLessThanOrEqual(4_000);
        expect(text.length).toBeGreaterThan(0);
        for (const mrkdwn of [text, ...mrkdwnTexts(blocks)]) {
          // Text that was typed as an entity is rightly escaped once more, so only pings and bare marks are looked for.
          expect(textFaults(mrkdwn).filter((fault) => fault !== 'a text that was escaped twice')).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its buttons, however much is said above them', () => {
    const long = message(
      ...Array.from({ length: 60 }, () => paragraph('x'.repeat(3_000))),
      actions({ label: 'A', action: 'answer.r1.0' }),
    );
    expect(renderMessage(long).blocks.at(-1)).toMatchObject({ type: 'actions' });
  });
});

describe('a form as a modal', () => {
  const option = (n: number) => ({ value: `v${n}`, label: `Option ${n} ${'x'.repeat(80)}`, hint: 'h'.repeat(90) });
  const form: Form = {
    form: 'settings',
    title: 'A title that is too long for it',
    submit: 'Save',
    body: [
      paragraph('<b> & co'),
      { kind: 'choices', choices: [{ letter: 'A', content: [{ kind: 'text', text: 'x'.repeat(9_000) }] }] },
    ],
    fields: [
      { kind: 'checks', name: 'few', label: 'Few', options: [0, 1, 2].map(option), picked: ['v1'] },
      {
        kind: 'checks',
        name: 'many',
        label: 'Many',
        options: Array.from({ length: 25 }, (_, n) => option(n)),
        picked: [],
      },
      { kind: 'choose', name: 'one', label: 'One', options: [0, 1].map(option), picked: 'v0' },
      { kind: 'choose', name: 'menu', label: 'Menu', options: Array.from({ length: 12 }, (_, n) => option(n)) },
      {
        kind: 'text',
        name: 'line',
        label: 'Line',
        value: 'v',
        placeholder: 'p',
        maxLength: 200,
        multiline: false,
        optional: true,
      },
    ],
  };

  it('is within every limit of Slack’s, with what was picked and typed filled in', () => {
    const view = renderForm(form, '{}');
    expect(viewFault(view, 'modal')).toBeUndefined();
    expect(view.blocks.slice(-5)).toMatchObject([
      { block_id: 'few', element: { type: 'checkboxes', initial_options: [{ value: 'v1' }] } },
      { block_id: 'many', element: { type: 'multi_static_select' } },
      { block_id: 'one', element: { type: 'radio_buttons', initial_option: { value: 'v0' } } },
      { block_id: 'menu', element: { type: 'static_select' } },
      { block_id: 'line', optional: true, element: { type: 'plain_text_input', initial_value: 'v', max_length: 200 } },
    ]);
  });
});

describe('shortening', () => {
  it('never cuts a character, an entity or a token in two', () => {
    expect(shorten('ab😀cd', 4)).toBe('ab…');
    expect(shorten('abcd', 4)).toBe('abcd');
    expect(shortenEscaped('a &amp; b', 6)).toBe('a…');
    expect(shortenEscaped('at <!date^1^{time}|x> sharp', 12)).toBe('at…');
  });
});
