import { expect, it } from 'vitest';
import type { Because } from '../../src/quiz/because.ts';
import { whyChosen } from '../../src/view/because.ts';
import { tuesday } from '../setup/game.ts';
import { checkMessage } from '../setup/port-rules.ts';
import { question } from '../setup/questions.ts';
import { aRound, type Tenant } from '../setup/rows.ts';
import { shownOf } from '../setup/table.ts';

const nowhere = { workspace: { id: 'W' }, channel: { id: 'C' }, players: [] } as unknown as Tenant;
const titles = { concept: 'Generators', area: 'Python' };
const why = (because: Because | undefined, difficulty: 1 | 2 | 3 = 2, hadOn?: string) => {
  const message = whyChosen(aRound(nowhere, { because, question: question({ difficulty }) }), titles, hadOn);
  checkMessage(message);
  return shownOf('', message, true).text;
};

it.each<[Because | undefined, 1 | 2 | 3, string | undefined, string]>([
  [
    { area: { order: 'even', came: 1, of: 24 }, level: { expected: 0.68, answered: 80, right: 54 } },
    2,
    undefined,
    "Generators was chosen because Python came least in this channel lately, this channel hasn't had this one and about 7 of 10 answers to questions of its difficulty were right here.",
  ],
  [
    { area: { order: 'demand', came: 3, of: 20 }, level: { expected: 0.72, answered: 4, right: 4 } },
    3,
    undefined,
    "Generators was chosen because Python was due by the demand order, this channel hasn't had this one and I expect about 7 of 10 answers to be right.",
  ],
  [
    { level: { expected: 0.5, answered: 40, right: 20, left: true } },
    3,
    undefined,
    "Generators was chosen because only Python had questions left that fit, this channel hasn't had this one and only questions of its difficulty were left there.",
  ],
  [
    { area: { order: 'even', came: 0, of: 0 }, level: { expected: 0.7, answered: 0, right: 0 } },
    2,
    undefined,
    'Generators was chosen by chance among what is expected of a senior, because there are no answers here to go by yet.',
  ],
  [
    { area: { order: 'even', came: 0, of: 3 }, level: { expected: 0.7, answered: 0, right: 0 } },
    2,
    undefined,
    "Generators was chosen because Python came least in this channel lately and this channel hasn't had this one; until there are answers here to go by, I start with what is expected of a senior.",
  ],
  [
    { repeatOf: tuesday },
    2,
    '3 March',
    'Generators was chosen because this channel has had every question that fits and had this one the longest ago, on 3 March.',
  ],
  [undefined, 2, undefined, 'Generators: why it was chosen was not noted yet at that time.'],
])('says in one sentence why a question was chosen: %j', (because, difficulty, hadOn, sentence) => {
  expect(why(because, difficulty, hadOn)).toBe(sentence);
});
