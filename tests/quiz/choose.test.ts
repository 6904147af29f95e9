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
const byId = (questions: readonly Question[]) => new Map(questions.map((one) => [one.id, one]));
const nothing: History = { had: new Map(), recent: [], elsewhere: new Set(), setAside: new Set(), own: [] };
const any: Filter = { topics: [] };
const even = { order: 'even', weightOf: () => 1 } as const;
const choose = (filter: Filter, history: Partial<History> = {}, random = 0.5, repeats = false) =>
  chooseQuestion(byId(bank), filter, { ...nothing, ...history }, random, { repeats, ...even });
/** Questions that were had one after the other, the first one last. */
const had = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, 1000 - index]));
/** Questions that nobody has answered. */
const recent = (ids: readonly string[]) => ids.map((question) => ({ question, answered: 0, right: 0 }));

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
    const [asked = '', aside = '', elsewhere = '', left] = python;
    const history = {
      had: had([asked]),
      setAside: new Set([aside]),
      elsewhere: new Set([elsewhere]),
    };
    for (const random of [0, 0.5, 0.999]) {
      const chosen = choose({ topics: ['python'] }, history, random);
      expect(chosen?.question.id).toBe(left);
      expect(chosen?.because.repeatOf).toBeUndefined();
    }
    expect(countUnasked(bank, { topics: ['python'] }, { ...nothing, ...history })).toBe(2);
  });

  it('is never a sample, whose answer stands on public pages', () => {
    const samples = bank.map((one) => ({ ...one, sample: true }));
    expect(chooseQuestion(byId(samples), any, nothing, 0.5, { repeats: true, ...even })).toBeUndefined();
    expect(countUnasked(samples, any, nothing)).toBe(0);
  });

  it('comes from the area that came least lately', () => {
    const lately = recent(['python/a/b/1', 'python/a/b/2', 'databases-sql/a/b/1']);
    for (const random of [0, 0.5, 0.999]) {
      expect(choose(any, { recent: lately }, random)).toMatchObject({
        question: { area: 'nodejs' },
        because: { area: { order: 'even', came: 0, of: 3 } },
      });
    }
    // Where only one area is wanted, no area was chosen.
    expect(choose({ topics: ['python'] }, { recent: lately })?.because.area).toBeUndefined();
  });

  it('comes from each area in proportion to its weight, whatever comes out', () => {
    const weights: Record<string, number> = { python: 3, nodejs: 2, 'databases-sql': 1 };
    const weightOf = (area: string) => weights[area] ?? 0;
    const random = seeded(3);
    const lately: string[] = [];
    for (let index = 0; index < 240; index += 1) {
      const history = { ...nothing, recent: recent(lately.slice(0, 24)) };
      const rule = { repeats: false, order: 'demand', weightOf } as const;
      const { question = bank[0] } = chooseQuestion(byId(bank), any, history, random(), rule) ?? {};
      lately.unshift(question?.id ?? '');
      for (const area of areas) {
        const came = lately.slice(0, 24).filter((id) => id.startsWith(`${area}/`)).length;
        const share = (Math.min(24, lately.length) * weightOf(area)) / 6;
        expect(Math.abs(came - share)).toBeLessThan(1.01);
      }
    }
  });

  it('is of the difficulty of which about 70% are right here', () => {
    const levels = (random = 0.5, answered = recent([])) => choose(any, { recent: answered }, random);
    for (const random of [0, 0.5, 0.999]) expect(levels(random)?.question.difficulty).toBe(2);
    const [senior = '', warmUp = ''] = [2, 1].map((level) => bank.find(({ difficulty }) => difficulty === level)?.id);
    // Three answers don't say much; a hundred do, and what is said of one difficulty is thought of the others, too.
    expect(levels(0.5, [{ question: senior, answered: 3, right: 3 }])?.question.difficulty).toBe(2);
    expect(levels(0.5, [{ question: senior, answered: 100, right: 98 }])?.question.difficulty).toBe(3);
    expect(levels(0.5, [{ question: senior, answered: 100, right: 50 }])?.question.difficulty).toBe(1);
    expect(levels(0.5, [{ question: warmUp, answered: 100, right: 60 }])?.question.difficulty).toBe(1);
    const even70 = levels(0.5, [{ question: senior, answered: 80, right: 56 }]);
    expect(even70).toMatchObject({ question: { difficulty: 2 }, because: { level: { expected: 0.7, answered: 80 } } });
    // Where nothing nearer to the aim is to be had, that is told.
    expect(choose({ topics: [], difficulty: 1 })?.because.level).toMatchObject({ left: true });
  });

  it('is the same for the same number, and any of the fitting ones for another', () => {
    const random = seeded(7);
    const numbers = Array.from({ length: 200 }, () => random());
    const ids = numbers.map((number) => choose(any, {}, number)?.question.id);
    expect(numbers.map((number) => choose(any, {}, number)?.question.id)).toEqual(ids);
    expect(new Set(ids)).toEqual(new Set(bank.filter(({ difficulty }) => difficulty === 2).map(({ id }) => id)));
  });

  it('is, where everything was had, the one had the longest ago, if repeats are wanted', () => {
    const asked = { had: had(bank.map(({ id }) => id)) };
    expect(choose(any, asked)).toBeUndefined();
    expect(choose(any, asked, 0.5, true)).toEqual({
      question: bank.at(-1),
      because: { repeatOf: 1000 - (bank.length - 1) },
    });
  });

  it('is had elsewhere lately rather than here before, if repeats are wanted', () => {
    const [first, ...rest] = bank.map(({ id }) => id);
    const history = { had: had(rest), elsewhere: new Set([first ?? '']) };
    expect(choose(any, history)).toBeUndefined();
    expect(choose(any, history, 0.5, true)).toMatchObject({ question: { id: first }, because: {} });
  });

  it('keeps every rule for any history', () => {
    const ids = bank.map(({ id }) => id);
    const some = fc.uniqueArray(fc.constantFrom(...ids));
    fc.assert(
      fc.property(
        some,
        some,
        some,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (asked, aside, elsewhere, random) => {
          const history: History = {
            ...nothing,
            had: had(asked),
            setAside: new Set(aside),
            elsewhere: new Set(elsewhere),
          };
          const chosen = chooseQuestion(byId(bank), any, history, random, { repeats: false, ...even });
          const free = ids.filter((id) => !asked.includes(id) && !aside.includes(id) && !elsewhere.includes(id));
          if (chosen === undefined) expect(free).toEqual([]);
          else expect(free).toContain(chosen.question.id);
          const repeated = chooseQuestion(byId(bank), any, history, random, { repeats: true, ...even });
          expect(repeated === undefined).toBe(ids.every((id) => aside.includes(id)));
          if (repeated) expect(aside).not.toContain(repeated.question.id);
        },
      ),
    );
  });
});
