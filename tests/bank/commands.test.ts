import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { citedConcept, draft, provableConcept, smallBank } from './small-bank.ts';

interface Said {
  code: number;
  out: string;
  err: string;
}

/** Runs one of the bank's commands as npm does; `typed` goes to its standard input. */
function command(script: string, args: string[], typed = ''): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', `scripts/${script}.ts`, ...args],
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
    child.stdin?.end(typed);
  });
}

const proof = (right: number) => ({
  runs: 'node',
  script: `// subject: begin\nconst x = ${right};\n// subject: end\nconsole.log(JSON.stringify([x === 1, x === 2, x === 3, x === 4]));`,
});

describe('npm run prove', () => {
  it('proves, records, remembers by content, and fails on a flipped key at once', async () => {
    const script = `${proof(1).script}\n// ${Date.now()}`;
    const root = await smallBank({ [provableConcept]: [draft({ proof: { runs: 'node', script } })] });
    const first = await command('prove', ['--bank', root, 'databases-sql']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/\[1\/1\] proven .*\/a-slug, Node\.js \d+\.\d+, \d/);
    expect(first.out).toContain('4 flipped keys, 0 not noticed');
    expect(JSON.parse(await readFile(path.join(root, 'proofs.json'), 'utf8'))).toHaveProperty([
      `${provableConcept}/a-slug`,
    ]);
    const file = path.join(root, `${provableConcept}.yaml`);
    const yaml = await readFile(file, 'utf8');
    await writeFile(
      file,
      yaml.replace('        right: true\n', '').replace(/(text: Another claim.*\n)/, '$1        right: true\n'),
    );
    const flipped = await command('prove', ['--bank', root]);
    expect(flipped.code).toBe(1);
    expect(flipped.out).toMatch(/FAILED .*: the key says otherwise than the proof/);
    expect(flipped.out).toContain('option 1 is marked wrong and came out true: A claim that holds');
    expect(flipped.out).toContain('option 3 is marked right and came out false');
    expect(await readFile(path.join(root, 'proofs.json'), 'utf8')).toBe('{}\n');
  });

  it('says where nothing lies below a path, and what it does not understand', async () => {
    const root = await smallBank({ [citedConcept]: [draft()] });
    expect(await command('prove', ['--bank', root, 'python'])).toMatchObject({
      code: 1,
      err: 'no question lies below python\n',
    });
    const unknown = await command('prove', ['--everything']);
    expect(unknown.code).toBe(1);
    expect(unknown.err).toMatch(/Unknown option '--everything'[\s\S]*npm run prove/);
  });

  it.each(['prove', 'question-export', 'question-new'])('%s says how it is used when it is asked', async (script) => {
    expect(await command(script, ['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`npm run ${script.replace('question-', 'question:')}`),
      err: '',
    });
  });
});

describe('npm run bank:check', () => {
  it('prints file, line, reason and remedy, and a table', async () => {
    const root = await smallBank({ [citedConcept]: [draft({ answer: 'Option B.' })] });
    const { code, out, err } = await command('bank-check', ['--bank', root]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /error-format\.yaml:\d+: "Option B" names an option by letter or place\. Options are shuffled: say what it claims instead\.\n1 fault\.\n/,
    );
    expect(out).toMatch(/http-apis +1 +0% +100% +0% +0% +0% +0 +0%/);
    expect((await command('bank-check', ['--bank', root, 'python'])).code).toBe(0);
  });

  it('lists with --age what was reviewed longest ago', async () => {
    const root = await smallBank({
      [citedConcept]: [
        draft({ slug: 'old', reviewed: { on: '2020-02-02', by: 'ana' } }),
        draft({ slug: 'older', reviewed: { on: '2019-02-02', by: 'ben' }, as_of: '2018-06-01' }),
        draft({ slug: 'new', reviewed: { on: '2999-01-01', by: 'ana' } }),
      ],
    });
    const { out } = await command('bank-check', ['--bank', root, '--age', '12']);
    expect(out).toMatch(
      /^Reviewed before \d{4}-\d\d-\d\d:\n2019-02-02 by ben {2}\S+\/older {2}\(facts as of 2018-06-01\)\n2020-02-02 by ana {2}\S+\/old\n$/,
    );
  });
});

describe('npm run question:…', () => {
  it('new makes a file of the right shape from the taxonomy, then adds to it', async () => {
    const root = await smallBank({});
    const made = await command('question-new', ['--bank', root, 'python/iteration/itertools']);
    expect(made.out).toMatch(/Made .*itertools\.yaml/);
    const file = path.join(root, 'python/iteration/itertools.yaml');
    expect(await readFile(file, 'utf8')).toMatch(
      /\$schema=[\s\S]*# Python, Iteration, itertools patterns: groupby ordering trap[\s\S]*# Tier 3; proven by python[\s\S]*python-docs/,
    );
    const checked = await command('bank-check', ['--bank', root]);
    expect(checked.err).toContain('this is still to be written');
    expect(checked.err).not.toMatch(/Invalid|Unrecognized|Too/);
    expect((await command('question-new', ['--bank', root, 'python/iteration/itertools'])).out).toContain(
      'Added a question',
    );
    expect((await readFile(file, 'utf8')).match(/- slug:/g)).toHaveLength(2);
    const missing = await command('question-new', ['--bank', root, 'python/iteration/itertool']);
    expect(missing).toMatchObject({
      code: 1,
      err: 'There is no concept python/iteration/itertool. Near it: python/iteration/itertools.\n',
    });
  });

  it('preview prints the question, then its answer and reasons', async () => {
    const root = await smallBank({ [citedConcept]: [draft()] });
    const { out } = await command('question-preview', ['--bank', root, `${citedConcept}/a-slug`]);
    expect(out).toMatch(
      /Error formats, 10 points, a warm-up[\s\S]*A\. A claim that holds\nB\. [\s\S]*Right: A\. What holds, holds\.[\s\S]*B is wrong\. It is not so\.[\s\S]*RFC 9110/,
    );
  });

  it('quiz shows the key only after an answer', async () => {
    const root = await smallBank({ [citedConcept]: [draft({ slug: 'one' }), draft({ slug: 'two' })] });
    const { out } = await command('question-quiz', ['--bank', root], 'a\nb\n');
    const [before = '', after = ''] = out.split('Your answer: ');
    expect(before).not.toMatch(/Right:|wrong/);
    expect(after).toContain('Right: A.');
    expect(out).toMatch(/1 of 2 right\. Missed:\n.*\/two/);
  });
});
