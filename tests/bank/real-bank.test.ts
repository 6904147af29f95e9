import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkBank } from '../../src/bank/check/check.ts';
import { printFinding } from '../../src/bank/finding.ts';
import { type Question, revisionOf } from '../../src/bank/format.ts';
import { questionSchema, schemaFile } from '../../src/bank/json-schema.ts';
import { type Bank, loadBank } from '../../src/bank/load.ts';
import { contradictions } from '../../src/bank/prove/outcome.ts';
import { proveQuestions } from '../../src/bank/prove/prove.ts';

const root = 'questions';
let bank: Bank;
beforeAll(async () => {
  bank = await loadBank(root);
});

/** Three proven questions of each area, spread over it. */
function threePerArea(): Question[] {
  return bank.taxonomy.areas.flatMap(({ slug }) => {
    const proven = [...bank.questions.values()].filter((question) => question.area === slug && question.proof);
    return [0, 1, 2].flatMap((third) => proven[Math.floor((third * proven.length) / 3)] ?? []);
  });
}

describe('the bank', () => {
  it('passes its check', async () => {
    const { findings } = await checkBank(root);
    expect(findings.map(printFinding)).toEqual([]);
  });

  it('asks on every seed concept', () => {
    const asked = new Set([...bank.questions.values()].map((question) => question.concept));
    const seeds = bank.taxonomy.concepts().filter((concept) => concept.seed);
    expect(seeds.filter((concept) => !asked.has(concept.path)).map((concept) => concept.path)).toEqual([]);
  });

  it('tells editors the format that the check has, and every file points there', async () => {
    expect(readFileSync(path.join(root, schemaFile), 'utf8')).toBe(questionSchema());
    for (const concept of new Set([...bank.questions.values()].map((question) => question.concept))) {
      const [first = ''] = readFileSync(path.join(root, `${concept}.yaml`), 'utf8').split('\n');
      expect(first).toBe(`# yaml-language-server: $schema=../../${schemaFile}`);
    }
  });

  // `npm run prove` runs every proof and flips every key of it; here three questions an area stand for all, without a cache.
  it('has no key that could be flipped without its proof noticing', { timeout: 300_000 }, async () => {
    const proven = await proveQuestions(threePerArea(), {
      serverCache: '.cache',
      cache: { get: async () => undefined, put: async () => {} },
      parallel: 2,
    });
    expect(proven.length).toBe(3 * bank.taxonomy.areas.length);
    expect(
      proven.flatMap((one) => (one.failure === undefined ? [] : [`${one.question.id}: ${one.failure.reason}`])),
    ).toEqual([]);
    const survivors = proven.flatMap(({ question, computed }) =>
      question.options.flatMap((_, flipped) => {
        const key = question.options.map((option, n) => (n === flipped ? !option.right : option.right));
        return contradictions(key, computed?.result ?? key).length === 0
          ? [`${question.id}, option ${flipped + 1}`]
          : [];
      }),
    );
    expect(survivors).toEqual([]);
  });
});

describe('the revision of a question', () => {
  it('changes with what a player sees or is scored by, and with nothing else', () => {
    const [question] = bank.questions.values();
    if (question === undefined) throw new Error('the bank is empty');
    const revision = revisionOf(question);
    expect(revision).toMatch(/^[0-9a-f]{32}$/);
    const { proof: _, provedBy: __, ...bare } = question;
    expect(revisionOf(bare)).toBe(revision);
    expect(revisionOf({ ...question, reviewed: { on: '2027-01-01', by: 'somebody' } })).toBe(revision);
    const [first, ...others] = question.options;
    if (first === undefined) throw new Error('no option');
    const changed = [
      { ...question, prompt: `${question.prompt} ` },
      { ...question, options: [{ ...first, right: !first.right }, ...others] },
      { ...question, options: [...others, first] },
      { ...question, options: [{ ...first, why: 'Otherwise.' }, ...others] },
      { ...question, difficulty: question.difficulty === 1 ? (2 as const) : (1 as const) },
      { ...question, answer: 'Otherwise.' },
    ];
    expect(new Set([revision, ...changed.map(revisionOf)]).size).toBe(changed.length + 1);
  });
});
