import { expect, it } from 'vitest';
import { parseInline } from '../../src/view/markdown.ts';
import { inlineText } from '../../src/view/plain-text.ts';
import { theBank } from '../setup/game.ts';
import { knownQuestions, recognise } from './play.ts';

it('the suite recognises every question of the bank by what is read of it', async () => {
  const questions = [...(await theBank()).questions.values()];
  const known = knownQuestions(questions);
  for (const question of questions) {
    const lines = question.options.map(
      ({ text }, place) => `${'ABCDE'[place]}. ${inlineText(parseInline(text), () => '')}`,
    );
    const asked = recognise(
      {
        id: '1',
        text: [question.prompt.replaceAll(/^```\w+$/gm, ''), ...lines].join('\n'),
        buttons: [],
        private: false,
      },
      known,
    );
    expect(asked?.question.id).toBe(question.id);
    expect(asked?.right).toEqual(question.options.flatMap(({ right }, place) => (right ? ['ABCDE'[place]] : [])));
  }
});
