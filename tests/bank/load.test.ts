import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BankError } from '../../src/bank/finding.ts';
import { loadBank } from '../../src/bank/load.ts';
import { proofKey } from '../../src/bank/proofs-file.ts';
import { citedConcept, draft, provableConcept, smallBank } from './small-bank.ts';

const faultsOf = async (root: string): Promise<string> => {
  const error = await loadBank(root).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BankError)) throw new Error('the bank was loaded');
  return error.message;
};

describe('loading the bank', () => {
  it('gives every question with its path taken apart', async () => {
    const { questions } = await loadBank(
      await smallBank({ [citedConcept]: [draft({ slug: 'one' }), draft({ slug: 'two' })] }),
    );
    expect([...questions.keys()]).toEqual([`${citedConcept}/one`, `${citedConcept}/two`]);
    expect(questions.get(`${citedConcept}/two`)).toMatchObject({
      concept: citedConcept,
      area: 'http-apis',
      subject: 'rest-design',
      order: 'shuffled',
      sample: false,
      sources: [{ ref: 'rfc9110', title: 'RFC 9110 HTTP Semantics' }, { ref: 'rfc9457' }],
    });
    expect(questions.get(`${citedConcept}/two`)?.options.map((option) => option.right)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('lists everything that is wrong in one error, with file and line', async () => {
    const root = await smallBank({
      [citedConcept]: [
        draft({ slug: 'one' }),
        draft({ slug: 'one' }),
        draft({ slug: 'two', sources: [{ ref: 'hearsay', section: '1', url: 'https://example.org' }] }),
      ],
      [provableConcept]: [draft({ difficulty: 4, answer: 'x'.repeat(301) })],
      'http-apis/rest-design/gossip': [draft()],
    });
    const faults = await faultsOf(root);
    expect(faults).toContain('5 faults');
    expect(faults).toMatch(
      /error-format\.yaml:\d+: http-apis\/rest-design\/error-format\/one is there already \(line 3\)/,
    );
    expect(faults).toMatch(/error-format\.yaml:\d+: there is no source hearsay/);
    expect(faults).toMatch(/joins\.yaml:4: question 1, difficulty: Invalid input/);
    expect(faults).toMatch(/joins\.yaml:\d+: question 1, answer: .*Shorten it to 300 characters/);
    expect(faults).toMatch(/gossip\.yaml:1: there is no concept http-apis\/rest-design\/gossip/);
  });

  it('says where a file is no YAML, and which key it does not know', async () => {
    const broken = await smallBank({ [citedConcept]: 'concept: a\nquestions:\n  - slug: "open\n' });
    expect(await faultsOf(broken)).toMatch(/error-format\.yaml:[34]: not YAML: Missing closing "quote/);
    const unknown = await smallBank({ [citedConcept]: [{ ...draft(), ...{ dificulty: 1 } }] });
    expect(await faultsOf(unknown)).toMatch(/error-format\.yaml:\d+: question 1: Unrecognized key: "dificulty"/);
  });

  it('refuses a file that names another concept than its path', async () => {
    const root = await smallBank({ [citedConcept]: `concept: ${provableConcept}\nquestions: []\n` });
    expect(await faultsOf(root)).toContain('questions: Too small');
    const moved = await smallBank({
      [citedConcept]: JSON.stringify({ concept: provableConcept, questions: [draft()] }),
    });
    expect(await faultsOf(moved)).toContain(`${provableConcept} belongs into ${provableConcept}.yaml`);
  });

  it('tells what proved a question only while proof and key are those that were run', async () => {
    const proof = { runs: 'sql', setup: 'create table t ()', shows: ['select 1', 'select 2', 'select 3', 'select 4'] };
    const root = await smallBank({ [provableConcept]: [draft({ proof })] });
    const id = `${provableConcept}/a-slug`;
    const question = (await loadBank(root)).questions.get(id);
    if (question === undefined) throw new Error('the question is missing');
    expect(question.provedBy).toBeUndefined();
    const record = (key: string | undefined) =>
      writeFile(
        path.join(root, 'proofs.json'),
        JSON.stringify({ [id]: { runtime: 'PostgreSQL 18.4', on: '2026-11-24', key } }),
      );
    await record(proofKey(question));
    expect((await loadBank(root)).questions.get(id)?.provedBy).toEqual({
      runtime: 'PostgreSQL 18.4',
      on: '2026-11-24',
    });
    await record(proofKey({ ...question, options: question.options.map((o) => ({ ...o, right: !o.right })) }));
    expect((await loadBank(root)).questions.get(id)?.provedBy).toBeUndefined();
  });
});
