import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBank } from '../../../src/bank/load.ts';
import { citedConcept, draft, provableConcept, smallBank } from '../small-bank.ts';

const sample = path.join(import.meta.dirname, 'samples/every-kind.gift');

/** Runs one of the commands as npm does. */
function command(script: string, args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...args], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

const files = async (root: string) =>
  (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.yaml') && file.includes('/')).sort();

describe('npm run question:import', () => {
  it('plans without writing, then writes what the bank can read', async () => {
    const root = await smallBank({});
    const dry = await command('question-import', [sample, '--into', citedConcept, '--bank', root]);
    expect(dry.code).toBe(1);
    expect(dry.err).toContain(`${sample}:35: a question of the kind truefalse. Only multiple choice can be taken.`);
    expect(dry.out).toContain('3 of 13 questions can be taken.');
    expect(dry.out).toContain(`New: ${root}/${citedConcept}.yaml\n  ${citedConcept}/keep-alive`);
    expect(dry.out).toContain('Nothing was written. With --write it is.');
    expect(await files(root)).toEqual([]);

    expect(
      (await command('question-import', [sample, '--into', citedConcept, '--bank', root, '--write'])).out,
    ).toContain('Written.');
    const { placed, findings } = await readBank(root);
    expect(findings).toEqual([]);
    expect(placed.map((one) => one.question.id)).toEqual(
      ['keep-alive', 'which-of-these-are-idempotent', 'gap'].map((slug) => `${citedConcept}/${slug}`),
    );
    const yaml = await readFile(path.join(root, `${citedConcept}.yaml`), 'utf8');
    expect(yaml).toMatch(/^# yaml-language-server: \$schema=[\s\S]*# HTTP & APIs, [\s\S]*concept: http-apis/);
    expect((await command('bank-check', ['--bank', root])).err).toContain('this is still to be written');
  });

  it('adds below what is there and never overwrites it', async () => {
    const root = await smallBank({ [citedConcept]: [draft({ slug: 'keep-alive' })] });
    const file = path.join(root, `${citedConcept}.yaml`);
    const before = await readFile(file, 'utf8');
    const args = [sample, '--into', citedConcept, '--bank', root, '--write'];
    const first = await command('question-import', args);
    expect(first.err).toContain(`:6: ${citedConcept}/keep-alive is there already. Nothing is overwritten.`);
    const after = await readFile(file, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect((await readBank(root)).placed).toHaveLength(3);
    expect((await command('question-import', args)).out).toContain('0 of 13 questions can be taken.');
    expect(await readFile(file, 'utf8')).toBe(after);
  });

  it('refuses a concept that there is none of, and a call without a file', async () => {
    expect((await command('question-import', [sample, '--into', 'a/b/c'])).err).toBe('There is no concept a/b/c.\n');
    expect((await command('question-import', [])).err).toContain('npm run question:import');
  });
});

describe('npm run question:export', () => {
  it('writes a filter of the bank that another bank takes whole', async () => {
    const root = await smallBank({
      [citedConcept]: [draft({ slug: 'one', difficulty: 1 }), draft({ slug: 'two', difficulty: 3 })],
      [provableConcept]: [draft({ slug: 'three', difficulty: 1 })],
    });
    const out = path.join(root, 'out.xml');
    const told = await command('question-export', [
      '--format',
      'moodle',
      '--bank',
      root,
      '--difficulty',
      '1',
      '--out',
      out,
    ]);
    expect(told.out).toBe(`Wrote 2 questions to ${out}.\n`);
    const other = await smallBank({});
    const taken = await command('question-import', [out, '--bank', other, '--write']);
    expect(taken).toMatchObject({ code: 0, err: '' });
    expect(await files(other)).toEqual([`${provableConcept}.yaml`, `${citedConcept}.yaml`]);
    const again = await command('question-export', ['--format', 'moodle', '--bank', root, '--out', out]);
    expect(again.code).toBe(1);
    expect(await readFile(out, 'utf8')).not.toContain(`${citedConcept}/two`);
  });

  it('writes to standard output, and says where a filter means nothing', async () => {
    const root = await smallBank({ [citedConcept]: [draft()] });
    expect((await command('question-export', ['--format', 'gift', '--bank', root, citedConcept])).out).toContain(
      `::${citedConcept}/a-slug::[markdown]`,
    );
    expect(await command('question-export', ['--format', 'json', '--bank', root, '--pick', 'several'])).toMatchObject({
      code: 1,
      err: 'No question is meant by that.\n',
    });
    await writeFile(path.join(root, `${citedConcept}.yaml`), 'concept: 1\n');
    expect((await command('question-export', ['--format', 'json', '--bank', root])).err).toContain('the bank has');
  });
});
