import { describe, expect, it } from 'vitest';
import { html } from '../../adapters/web/fragment.tsx';
import { instantText } from '../../adapters/web/instants.ts';
import { Blocks } from '../../adapters/web/render.tsx';
import { fieldPrefix } from '../../adapters/web/render-field.tsx';
import { FormDialog, withTyped } from '../../adapters/web/render-form.tsx';
import { type Block, code, type Form, inlines, instant, paragraph, text } from '../../src/view/message.ts';

const reader = { zone: 'America/New_York', person: 'dana', origin: 'http://127.0.0.1:3000' };
const rendered = (...blocks: Block[]) => html(<Blocks blocks={blocks} scope="m-1" reader={reader} />);

describe('a moment', () => {
  // Another date in Berlin than in London.
  const at = Date.UTC(2026, 10, 24, 23, 30);
  it.each([
    ['time', 'Europe/London', '23:30'],
    ['date', 'Europe/London', '24 November'],
    ['datetime', 'Europe/London', 'Tuesday 24 November, 23:30'],
    ['datetime', 'Europe/Berlin', 'Wednesday 25 November, 00:30'],
    ['datetime', 'Africa/Lagos', 'Wednesday 25 November, 00:30'],
    ['datetime', 'America/New_York', 'Tuesday 24 November, 18:30'],
    ['stamp', 'America/New_York', 'Tue 24 Nov, 18:30'],
  ] as const)('as %s in %s is %s', (show, zone, words) => {
    expect(instantText(at, show, zone)).toBe(words);
  });

  it('is in a text by its ISO form, too', () => {
    expect(rendered(paragraph('Until ', instant(at, 'time'), '.'))).toBe(
      '<p dir="auto">Until <time datetime="2026-11-24T23:30:00.000Z">18:30</time>.</p>',
    );
  });
});

describe('words of people', () => {
  it('are never mark-up', () => {
    const words = '<script>alert(1)</script> & "quoted" <hx-partial>';
    expect(rendered(paragraph(words, code(words)), { kind: 'heading', text: words })).not.toMatch(/<script|<hx-/);
  });

  it('turn the direction of nothing but themselves', () => {
    expect(rendered(paragraph('Asked by ', text('\u202Eana'), '.'))).toBe(
      '<p dir="auto">Asked by <bdi>\u202Eana</bdi>.</p>',
    );
  });

  it.each([
    ['javascript:alert(1)', '#'],
    ['data:text/html,x', '#'],
    ['nonsense://', '#'],
    ['https://example.com/a?b=1', 'https://example.com/a?b=1'],
    ['http://127.0.0.1:3000/c/backend#m-3', '/c/backend?as=dana#m-3'],
  ])('a link to %s goes to %s', (url, href) => {
    const made = rendered(paragraph({ kind: 'link', text: 'here', url }));
    expect(made).toContain(`href="${href}"`);
  });
});

describe('options', () => {
  const choices = ['A', 'B'].map((letter) => ({ letter, content: inlines(`option ${letter}`) }));
  const buttons = choices.map(({ letter }) => ({ label: letter, action: `answer.r.${letter}` }));
  const mine = { label: 'My answer', action: 'mine.r' };

  it('with a button each are their buttons; the others stay in their row', () => {
    const made = rendered({ kind: 'choices', choices }, { kind: 'actions', buttons: [...buttons, mine] });
    expect(made.match(/<button/g)).toHaveLength(3);
    expect(made).toMatch(/<button[^>]*class="row"[^>]*value="answer\.r\.A"/);
    expect(made).toMatch(/class="actions"><button[^>]*value="mine\.r"/);
  });

  it('without a button each are not, and the letters are buttons of their own', () => {
    const made = rendered({ kind: 'choices', choices }, { kind: 'actions', buttons: [...buttons.slice(0, 1), mine] });
    expect(made).not.toContain('class="row" id');
    expect(made.match(/<button/g)).toHaveLength(2);
  });

  it.each([
    [{ mark: 'right' }, 'Right'],
    [{ mark: 'right', picked: true }, 'Right, your pick'],
    [{ mark: 'wrong', picked: true }, 'Your pick, not right'],
    [{ mark: 'missed' }, 'Right, not picked'],
    [{ picked: true }, 'Your pick'],
  ] as const)('marked %o say "%s"', (marks, words) => {
    const choice = { letter: 'A', content: inlines('option'), ...marks };
    expect(rendered({ kind: 'choices', choices: [choice] })).toContain(`</span>${words}</span>`);
  });
});

describe('a form', () => {
  const choices = ['A', 'B'].map((letter) => ({ letter, content: inlines(code(`option ${letter}`)) }));
  const form: Form = {
    form: 'choose.r',
    title: 'Choose all that apply',
    submit: 'Answer',
    body: [paragraph('Read well.'), { kind: 'choices', choices }],
    fields: [
      {
        kind: 'checks',
        name: 'picked',
        label: 'Which?',
        options: choices.map(({ letter }, place) => ({ value: String(place), label: `${letter}. option ${letter}` })),
        picked: [],
      },
      { kind: 'text', name: 'line', label: 'Why', maxLength: 50, multiline: true, optional: true },
    ],
  };
  const made = (shown: Form, errors = {}) =>
    html(<FormDialog form={shown} errors={errors} from="m:1" submitTo="/x" reader={reader} />);

  it('shows options that are ticked once, whole', () => {
    expect(made(form).match(/option A/g)).toHaveLength(1);
    expect(made(form)).toContain('<code>option A</code>');
    expect(made(form)).toContain('Read well.');
  });

  it('keeps what was typed and says at the field what is wrong', () => {
    const typed = withTyped(form, { picked: ['1'], line: ['because </textarea>'] });
    const shown = made(typed, { line: 'Say more.' });
    expect(shown).toMatch(/value="1" checked/);
    expect(shown).not.toMatch(/value="0" checked/);
    expect(shown).toContain('because &lt;/textarea>');
    expect(shown).toContain('aria-describedby="field-line-error"');
    expect(shown).toContain(`name="${fieldPrefix}line"`);
  });
});
