import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBank } from '../../src/bank/load.ts';
import type { Proven } from '../../src/bank/prove/prove.ts';
import { recordProofs } from '../../src/bank/prove/record.ts';
import { draft, provableConcept, smallBank } from './small-bank.ts';

const proof = { runs: 'sql', setup: 'create table t ()', shows: ['select 1', 'select 2', 'select 3', 'select 4'] };

async function bankOf(slugs: string[]) {
  const root = await smallBank({ [provableConcept]: slugs.map((slug) => draft({ slug, proof })) });
  const { questions } = await loadBank(root);
  const proven = [...questions.values()].map(
    (question): Proven => ({
      question,
      computed: { result: [true, false, false, false], runtime: 'PostgreSQL 18.4' },
      cached: false,
      ms: 1,
    }),
  );
  const file = () => readFile(path.join(root, 'proofs.json'), 'utf8');
  return { root, proven, ids: new Set(questions.keys()), file };
}

describe('recording proofs', () => {
  it('is sorted, and changes nothing while content and runtime are the same', async () => {
    const { root, proven, ids, file } = await bankOf(['b', 'a']);
    expect(await recordProofs(root, proven, ids, '2026-11-24')).toBe(true);
    expect(Object.keys(JSON.parse(await file()))).toEqual([`${provableConcept}/a`, `${provableConcept}/b`]);
    expect(await recordProofs(root, proven, ids, '2026-12-24')).toBe(false);
    const newer = proven.map((one) => ({ ...one, computed: { result: [true], runtime: 'PostgreSQL 18.5' } }));
    expect(await recordProofs(root, newer.slice(0, 1), ids, '2027-01-24')).toBe(true);
    expect(JSON.parse(await file())).toMatchObject({
      [`${provableConcept}/a`]: { on: '2026-11-24' },
      [`${provableConcept}/b`]: { on: '2027-01-24', runtime: 'PostgreSQL 18.5' },
    });
  });

  it('forgets what failed and what is no longer in the bank', async () => {
    const { root, proven, ids, file } = await bankOf(['a', 'b', 'c']);
    await recordProofs(root, proven, ids, '2026-11-24');
    const [first] = proven;
    if (first === undefined) throw new Error('no question');
    const failed = [{ ...first, failure: { reason: 'no', detail: [] } }];
    await recordProofs(root, failed, new Set([...ids].filter((id) => !id.endsWith('/c'))), '2026-11-25');
    expect(Object.keys(JSON.parse(await file()))).toEqual([`${provableConcept}/b`]);
  });

  it('loses nothing when several provers write at once', async () => {
    const { root, proven, ids, file } = await bankOf(['a', 'b', 'c', 'd', 'e', 'f']);
    await Promise.all(proven.map((one) => recordProofs(root, [one], ids, '2026-11-24')));
    expect(Object.keys(JSON.parse(await file()))).toHaveLength(6);
  });
});
