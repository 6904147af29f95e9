import { describe, expect, it } from 'vitest';
import { renderMessage as renderForDiscord } from '../../adapters/discord/render.ts';
import { renderForm as renderFormForDiscord } from '../../adapters/discord/render-form.ts';
import { renderMessage as renderForSlack } from '../../adapters/slack/render.ts';
import { renderForm as renderFormForSlack } from '../../adapters/slack/render-form.ts';
import { renderChecks } from '../../scripts/render-checks.ts';
import type { Question } from '../../src/bank/format.ts';
import type { Suggestion } from '../../src/store/suggestions.ts';
import { fieldsOf, type SuggestionFields } from '../../src/suggest/fields.ts';
import { readSuggestion } from '../../src/suggest/read.ts';
import { ownSuggestions, queued, reasonForm, reasonLimit, suggestionForm } from '../../src/view/suggestions.ts';
import { checkMessage } from '../fakes/discord/rules-message.ts';
import { checkModal } from '../fakes/discord/rules-modal.ts';
import { blockFaults } from '../fakes/slack/rules/blocks.ts';
import { viewFault } from '../fakes/slack/rules/views.ts';
import { theBank } from '../setup/game.ts';

const { taxonomy } = await theBank();

/** As long as each field may be, of `sign` alone where it can be. */
function full(sign: string): SuggestionFields {
  const of = (length: number) => sign.repeat(Math.floor(length / sign.length));
  return {
    topic: 'python',
    prompt: of(700),
    options: ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter} ${of(138)}`).join('\n'),
    right: 'a c',
    why: [of(300), '', of(598), ...['A', 'B', 'C', 'D', 'E'].map((letter) => `${letter}: ${of(150)}`)].join('\n'),
  };
}

function read(fields: SuggestionFields): Question {
  const found = readSuggestion(fields, taxonomy, { key: 'key-of-ten', on: '2026-11-24' });
  if ('errors' in found) throw new Error(JSON.stringify(found.errors));
  return found.question;
}

const suggestionOf = (question: Question): Suggestion => ({
  id: 'V1StGXR8_Z5jdHi6B-myT',
  workspace: 'w',
  question,
  state: 'open',
  reason: undefined,
  author: { id: 'p', externalId: 'U1', name: 'N'.repeat(80) },
});

const signs = ['x', 'W ', '😀', 'ש', '& '];

describe('the longest suggestion', () => {
  it.each(signs)('of %j is never cut once it is asked', (sign) => {
    expect(renderChecks.flatMap((check) => check(read(full(sign))))).toEqual([]);
  });
});

// Escaped, each "<" is two characters: Discord may cut such a text, and still takes it.
describe.each([...signs, '<'])('the longest suggestion, of %j', (sign) => {
  it('fits what managers and its author see of it on every platform', () => {
    const suggestion = suggestionOf(read(full(sign)));
    const refused = { ...suggestion, state: 'refused' as const, reason: 'r'.repeat(reasonLimit) };
    const messages = [
      queued(suggestion, 'Python', { place: 0, of: 2 }),
      ownSuggestions([
        ...['1', '2', '3'].map((id) => ({ ...suggestion, id })),
        ...Array.from({ length: 5 }, () => refused),
      ]),
    ];
    const forms = [
      suggestionForm(fieldsOf(suggestion.question, 'Python'), suggestion.id),
      reasonForm(suggestion, 'Python', 'r'.repeat(reasonLimit)),
    ];
    for (const message of messages) {
      expect(blockFaults(renderForSlack(message).blocks, 'message')).toEqual([]);
      const body = renderForDiscord(message) as Parameters<typeof checkMessage>[0];
      expect(() => checkMessage(body, { shape: 'create', whole: body })).not.toThrow();
    }
    for (const form of forms) {
      expect(viewFault(renderFormForSlack(form, ''), 'modal')).toBeUndefined();
      const modal = { type: 9, data: renderFormForDiscord({ form }) } as Parameters<typeof checkModal>[0];
      expect(() => checkModal(modal)).not.toThrow();
    }
  });

  it('stands whole in the form in which it is edited', () => {
    const question = read(full(sign));
    expect(read(fieldsOf(question, 'Python'))).toEqual(question);
    for (const field of suggestionForm(fieldsOf(question, 'Python'), 'x').fields) {
      if (field.kind === 'text') expect(field.value?.length).toBeLessThanOrEqual(field.maxLength);
    }
    expect(suggestionForm(fieldsOf(question, 'Python')).fields.map((one) => 'value' in one && one.value)).toEqual(
      Object.values(fieldsOf(question, 'Python')),
    );
  });
});
