import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Taxonomy } from '../../src/bank/taxonomy.ts';
import { fieldsOf, type SuggestionFields } from '../../src/suggest/fields.ts';
import { readSuggestion } from '../../src/suggest/read.ts';
import { theBank } from '../setup/game.ts';

let taxonomy: Taxonomy;
beforeAll(async () => {
  ({ taxonomy } = await theBank());
});

const whole: SuggestionFields = {
  topic: 'http caching',
  prompt: 'A response of ours carries `Age: 60`.\nWhat does that say?',
  options:
    'A. It lay in a cache for a minute\nb) It may be kept for a minute\nC: It took a minute to make\n\nD. It is a minute late',
  right: 'a',
  why: 'A cache tells how long it has held it.\n\nThe origin sends none.\nB: That is `max-age`.',
};
const read = (over: Partial<SuggestionFields> = {}) =>
  readSuggestion({ ...whole, ...over }, taxonomy, { key: 'k1', on: '2026-11-24' });
const errorsOf = (over: Partial<SuggestionFields>) => {
  const found = read(over);
  return 'errors' in found ? found.errors : {};
};

describe('reading a suggestion', () => {
  it('makes a question of the workspace, without sources or a proof', () => {
    expect(read()).toEqual({
      question: {
        id: 'http-apis/http-protocol/http-caching/own-k1',
        concept: 'http-apis/http-protocol/http-caching',
        area: 'http-apis',
        subject: 'http-protocol',
        difficulty: 2,
        order: 'shuffled',
        pick: 'one',
        prompt: whole.prompt,
        options: [
          { text: 'It lay in a cache for a minute', right: true, why: '' },
          { text: 'It may be kept for a minute', right: false, why: 'That is `max-age`.' },
          { text: 'It took a minute to make', right: false, why: '' },
          { text: 'It is a minute late', right: false, why: '' },
        ],
        answer: 'A cache tells how long it has held it.',
        explanation: 'A cache tells how long it has held it.\n\nThe origin sends none.',
        sources: [],
        reviewed: { on: '2026-11-24', by: 'a manager' },
        sample: false,
      },
    });
  });

  it.each([
    ['- one\n- two\n* three\n- -4', ['one', 'two', 'three', '-4']],
    ['C. elegans\nE. coli\nB. burgdorferi\nyeast', ['C. elegans', 'E. coli', 'B. burgdorferi', 'yeast']],
  ])('takes letters and dashes off options that all have them: %j', (options, texts) => {
    const found = read({ options });
    expect('question' in found && found.question.options.map((one) => one.text)).toEqual(texts);
  });

  it('takes letters that people mean otherwise', () => {
    expect(errorsOf({ prompt: 'Our plan B: node E of R&D sends 500 B with `Age: 60`. What does that say?' })).toEqual(
      {},
    );
  });

  it('takes several letters as several right ones', () => {
    const found = read({ right: 'C and a' });
    expect('question' in found && [found.question.pick, found.question.options.map((one) => one.right)]).toEqual([
      'several',
      [true, false, true, false],
    ]);
  });

  it.each<[string, Partial<SuggestionFields>, Partial<Record<keyof SuggestionFields, RegExp>>]>([
    ['no topic', { topic: ' ' }, { topic: /^Name its topic/ }],
    ['an unknown topic', { topic: 'http cachng' }, { topic: /^There is no topic "http cachng"\. Near it: / }],
    ['no prompt', { prompt: '\n' }, { prompt: /^Write what you ask/ }],
    ['a long prompt', { prompt: 'x'.repeat(701) }, { prompt: /701 characters; 700 fit/ }],
    ['no options', { options: '' }, { options: /^Write four or five options, one a line\.$/ }],
    ['three options', { options: 'a\nb\nc' }, { options: /^It has 3 options\. Write four or five/ }],
    ['six options', { options: 'a\nb\nc\nd\ne\nf' }, { options: /^It has 6 options/ }],
    ['a long option', { options: `a\nb\nc\n${'d'.repeat(141)}` }, { options: /141 characters; 140 fit/ }],
    ['the same option twice', { options: 'one\ntwo\none\nthree' }, { options: /^Options 1 and 3 say the same/ }],
    ['all of the above', { options: 'a\nb\nc\nAll of the above' }, { options: /is about the other options/ }],
    ['no letter', { right: '?' }, { right: /^Name the right options by their letters/ }],
    ['a letter too many', { right: 'e' }, { right: /^Name the right options/ }],
    ['no reason', { why: 'B: it is not' }, { why: /^Say why the right one is right/ }],
    ['a long reason of an option', { why: `So.\nB: ${'x'.repeat(151)}` }, { why: /151 characters; 150 fit/ }],
    ['a long short answer', { why: 'x'.repeat(301) }, { why: /^Begin with the short answer in 300/ }],
    ['a long explanation', { why: `So.\n\n${'x'.repeat(900)}` }, { why: /905 characters; 900 fit/ }],
    ['an option named by its letter', { why: 'Option B is wrong.' }, { why: /names an option by letter or place/ }],
    ['a link', { prompt: 'See [this](https://example.com).' }, { prompt: /^A link is no part of the Markdown/ }],
    ['HTML', { prompt: 'What does <script>x</script> do?' }, { prompt: /^HTML .*is no part/ }],
    ['two faults at once', { topic: '', right: '' }, { topic: /./, right: /./ }],
  ])('says by field what is wrong: %s', (_, over, expected) => {
    const errors = errorsOf(over);
    expect(Object.keys(errors)).toEqual(Object.keys(expected));
    for (const [field, words] of Object.entries(expected)) {
      expect(errors[field as keyof SuggestionFields]).toMatch(words);
    }
  });

  it('leaves out signs that nobody sees', () => {
    const found = read({ prompt: 'What is \u202eevil\u202c\u0000 here?\r\n\r\nAnd\there?' });
    expect('question' in found && found.question.prompt).toBe('What is evil here?\n\nAnd  here?');
  });

  it('fills the form of a question so that it reads the same again', () => {
    const found = read();
    if (!('question' in found)) throw new Error('it is refused');
    expect(
      readSuggestion(fieldsOf(found.question, 'HTTP caching'), taxonomy, { key: 'k1', on: '2026-11-24' }),
    ).toMatchObject({
      question: {
        options: found.question.options,
        prompt: found.question.prompt,
        explanation: found.question.explanation,
      },
    });
  });

  it('never throws, whatever is typed', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(fc.record({ topic: text, prompt: text, options: text, right: text, why: text }), (typed) => {
        readSuggestion(typed, taxonomy, { key: 'k', on: '2026-11-24' });
      }),
      { numRuns: 300 },
    );
  });
});
