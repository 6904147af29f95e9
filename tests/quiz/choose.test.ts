import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../src/bank/format.ts';
import { chooseQuestion, countUnasked, type Filter } from '../../src/quiz/choose.ts';
import type { History } from '../../src/store/history.ts';
import { question } from '../setup/questions.ts';
import { seeded } from '../setup/random.ts';

const areas = ['python', 'nodejs', 'databases-sql'];
const bank: Question[] = areas.flatMap((area) =>
  Array.from({ length: 4 }, (_, index) =>
    question({
      id: `${area}/subject/concept/q${index}`,
      concept: `${area}/subject/concept`,
      area,
      difficulty: ((index % 3) + 1) as 1 | 2 | 3,
      right: index === 3 ? [0, 1] : [0],
    }),
  ),
);
const nothing: History = { asked: [], elsewhere: new Set(), setAside: new Set() };
const any: Filter = { topics: [] };
const choose = (filter: Filter, history: Partial<History> = {}, random = 0.5, repeats = false) =>
  chooseQuestion(bank, filter, { ...nothing, ...history }, random, { repeats });

describe('the next question', () => {
  it('matches the filter', () => {
    for (const random of [0, 0.3, 0.6, 0.999]) {
      expect(choose({ topics: ['nodejs'] }, {}, random)?.question.area).toBe('nodejs');
      expect(choose({ topics: ['nodejs/subject/concept/q2'] }, {}, random)?.question.id).toMatch('nodejs');
      expect(choose({ topics: ['python', 'nodejs'] }, {}, random)?.question.area).not.toBe('databases-sql');
      expect(choose({ topics: [], difficulty: 3 }, {}, random)?.question.difficulty).toBe(3);
      expect(choose({ topics: [], pick: 'several' }, {}, random)?.question.pick).toBe('several');
    }
    // A path is no prefix of another word.
    expect(choose({ topics: ['node'] })).toBeUndefined();
  });

  it('was not had here, is not set aside, and was nowhere else in the workspace lately', () => {
    const python = bank.filter(({ area }) => area === 'python').map(({ id }) => id);
    const [had = '', aside = '', elsewhere = '', left] = python;
    const history = {
      asked: [{ question: had, at: 1 }],
      setAside: new Set([aside]),
      elsewhere: new Set([elsewhere]),
    };
    for (const random of [0, 0.5, 0.999]) {
      expect(choose({ topics: ['python'] }, history, random)).toEqual({
        question: bank.find(({ id }) => id === left),
        hadAt: undefined,
      });
    }
    expect(countUnasked(bank, { topics: ['python'] }, { ...nothing, ...history })).toBe(2);
  });

  it('is never a sample, whose answer stands on public pages', () => {
    const samples = bank.map((one) => ({ ...one, sample: true }));
    expect(chooseQuestion(samples, any, nothing, 0.5, { repeats: true })).toBeUndefined();
    expect(countUnasked(samples, any, nothing)).toBe(0);
  });

  it('comes from the area that came least among the last twelve', () => {
    const asked = ['python/a/b/1', 'python/a/b/2', 'databases-sql/a/b/1'].map((id, at) => ({ question: id, at }));
    for (const random of [0, 0.5, 0.999]) expect(choose(any, { asked }, random)?.question.area).toBe('nodejs');
    const older = Array.from({ length: 12 }, (_, index) => ({
      question: `${areas[index % 2]}/a/b/${index}`,
      at: index,
    }));
    const long = [...older, ...Array.from({ length: 5 }, (_, at) => ({ question: `databases-sql/a/b/${at}`, at }))];
    expect(choose(any, { asked: long })?.question.area).toBe('databases-sql');
  });

  it('is the same for the same number, and any of the fitting ones for another', () => {
    const random = seeded(7);
    const numbers = Array.from({ length: 200 }, () => random());
    const ids = numbers.map((number) => choose(any, {}, number)?.question.id);
    expect(numbers.map((number) => choose(any, {}, number)?.question.id)).toEqual(ids);
    expect(new Set(ids)).toEqual(new Set(bank.map(({ id }) => id)));
  });

  it('is, where everything was had, the one had the longest ago, if repeats are wanted', () => {
    const asked = bank.map(({ id }, index) => ({ question: id, at: 1000 - index }));
    expect(choose(any, { asked })).toBeUndefined();
    expect(choose(any, { asked }, 0.5, true)).toEqual({ question: bank.at(-1), hadAt: 1000 - (bank.length - 1) });
  });

  it('is had elsewhere lately rather than here before, if repeats are wanted', () => {
    const [first, ...rest] = bank.map(({ id }) => id);
    const history = { asked: rest.map((id, at) => ({ question: id, at })), elsewhere: new Set([first ?? '']) };
    expect(choose(any, history)).toBeUndefined();
    expect(choose(any, history, 0.5, true)).toMatchObject({ question: { id: first }, hadAt: undefined });
  });

  it('keeps every rule for any history', () => {
    const ids = bank.map(({ id }) => id);
    const some = fc.uniqueArray(fc.constantFrom(...ids));
    fc.assert(
      fc.property(some, some, some, fc.double({ min: 0, max: 0.999, noNaN: true }), (had, aside, elsewhere, random) => {
        const history: History = {
          asked: had.map((id, index) => ({ question: id, at: 100 - index })),
          setAside: new Set(aside),
          elsewhere: new Set(elsewhere),
        };
        const chosen = chooseQuestion(bank, any, history, random, { repeats: false });
        const free = ids.filter((id) => !had.includes(id) && !aside.includes(id) && !elsewhere.includes(id));
        if (chosen === undefined) expect(free).toEqual([]);
        else expect(free).toContain(chosen.question.id);
        const repeated = chooseQuestion(bank, any, history, random, { repeats: true });
        expect(repeated === undefined).toBe(ids.every((id) => aside.includes(id)));
        if (repeated) expect(aside).not.toContain(repeated.question.id);
      }),
    );
  });
});
