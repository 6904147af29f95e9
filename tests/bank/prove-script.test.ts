import { readdirSync } from 'node:fs';
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { type ScriptProof, scriptProof } from '../../src/bank/proof.ts';
import { networkWall } from '../../src/bank/prove/isolate.ts';
import { literalResult, mutantsOf, subjectOf } from '../../src/bank/prove/mutants.ts';
import { ProofError } from '../../src/bank/prove/outcome.ts';
import { proveScript } from '../../src/bank/prove/script.ts';

const run = (runs: ScriptProof['runs'], script: string, more: Partial<ScriptProof> = {}) =>
  proveScript(scriptProof.parse({ runs, script, ...more }), 4);
const faultOf = (runs: ScriptProof['runs'], script: string, more: Partial<ScriptProof> = {}) =>
  run(runs, script, more).then(
    () => 'it was proven',
    (error: unknown) => (error instanceof ProofError ? [error.message, ...error.detail].join('\n') : String(error)),
  );
const node = (subject: string, entries = 'x === 1, x === 2, x === 3, x === 4') =>
  `// subject: begin\n${subject}\n// subject: end\nconsole.log(JSON.stringify([${entries}]));`;
const python = (subject: string, entries = 'x == 1, x == 2, x == 3, x == 4') =>
  `import json\n# subject: begin\n${subject}\n# subject: end\nprint(json.dumps([${entries}]))`;

describe('a proof by a script', () => {
  it('runs Node and Python and names what it ran on', async () => {
    expect(await run('node', node('const x = 1 + 1;'))).toMatchObject({ result: [false, true, false, false] });
    expect((await run('node', node('const x = 3;'))).runtime).toMatch(/^Node\.js \d+\.\d+$/);
    const proven = await run('python', python('x = 2 ** 2'));
    expect(proven.result).toEqual([false, false, false, true]);
    expect(proven.runtime).toMatch(/^Python 3\.\d+$/);
  });

  it.each([
    ['no subject', 'console.log("[true,true,true,true]")', /no line is marked as the subject/],
    ['true itself among the entries', node('const x = 1;', 'x === 1, true, x > [0][0], x < 4'), /holds true itself/],
    [
      'an array that nothing can change',
      node('const x = 1;', 'x === x, x !== x, !x === !x, typeof x === "f"'),
      /it could be a constant/,
    ],
    [
      'three booleans for four options',
      node('const x = 1;', 'x > 0, x > 1, x > 2'),
      /has to be an array of 4 booleans/,
    ],
    ['something else than booleans', node('const x = 1;', 'x, x > 1, x > 2, x > 3'), /array of 4 booleans/],
    ['no JSON', node('const x = 1;').replace('JSON.stringify', 'String'), /its last line is no JSON/],
    ['a crash', node('const x = y;'), /ended with 1[\s\S]*y is not defined/],
  ])('refuses %s', async (_, script, reason) => {
    expect(await faultOf('node', script)).toMatch(reason);
  });

  it('refuses a constant in Python, too, even where the script crashes without its subject', async () => {
    expect(await faultOf('python', python('x = 1', 'x == x, x != x, not x != x, bool(x) and x != x'))).toMatch(
      /it could be a constant/,
    );
    expect(await faultOf('python', python('x = 1', 'x == 1, not True, x > 1, x > 2'))).toMatch(/holds not True itself/);
  });

  it('takes a control in the place of changes of its own', async () => {
    const crashes = node(
      'const make = (n) => [n];',
      'make(1).length === 1, make(1)[0] === 2, make(2)[0] === 2, make(2).length > 1',
    );
    expect((await run('node', crashes, { control: 'const make = (n) => [n, n];' })).result).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(await faultOf('node', crashes, { control: 'const make = (n) => [n + 0];' })).toMatch(/with its `control`/);
  });

  it('ends a script that takes too long, with the children it started', async () => {
    const script = node(`import { spawn } from 'node:child_process';
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
      const x = 1; await new Promise((done) => setTimeout(done, 60000));`);
    expect(await faultOf('node', script, { seconds: 1 })).toMatch(/took more than 1 s/);
  });

  it('gives it two gigabytes of memory, no more', async () => {
    expect(await faultOf('python', python('x = bytearray(2 * 1024 ** 3)'))).toMatch(/MemoryError/);
    expect(await faultOf('node', node('const x = Buffer.alloc(3 * 1024 ** 3, 1).length;'))).toMatch(/ended with/);
  });

  it('lets it reach its own machine and nothing else', async () => {
    const script = (host: string) =>
      node(`import net from 'node:net';
        const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
        await new Promise((ready) => server.once('listening', ready));
        let x = 1;
        try {
          await new Promise((done, failed) => net.connect(server.address().port, '${host}', done).on('error', failed));
          x = 2;
        } catch {}
        server.close();`);
    expect((await run('node', script('127.0.0.1'))).result).toEqual([false, true, false, false]);
    expect((await run('node', script('192.0.2.1'))).result).toEqual([true, false, false, false]);
    expect(['namespace', 'guard']).toContain(networkWall());
  });

  it('shows it nothing of our environment and leaves no folder behind', async () => {
    process.env.PREP_TEST_SECRET = 'secret';
    const script = node(
      "import { writeFileSync } from 'node:fs'; writeFileSync('left', 'x'); const x = process.env.PREP_TEST_SECRET ? 2 : 1;",
    );
    expect((await run('node', script)).result).toEqual([true, false, false, false]);
    delete process.env.PREP_TEST_SECRET;
    const mine = readdirSync(os.tmpdir()).filter((name) => name.startsWith('prep-proof-'));
    for (const name of mine) expect(readdirSync(`${os.tmpdir()}/${name}`)).not.toContain('left');
  });
});

describe('the subject of a script', () => {
  it('is what stands between the marks, also several times; an open mark marks nothing', () => {
    expect(
      subjectOf('a\n// subject: begin\nb\n// subject: end\nc\n  # subject: begin\nd\ne\n  # subject: end'),
    ).toEqual([
      { from: 2, to: 3 },
      { from: 6, to: 8 },
    ]);
    expect(subjectOf('# subject: begin\na')).toEqual([]);
  });

  it('is changed in one place at a time, and never twice in the same way', () => {
    const proof = scriptProof.parse({ runs: 'node', script: node("const x = await f('a', 1) === true;") });
    const changes = [...mutantsOf(proof)];
    expect(changes[0]?.change).toBe('without the subject');
    const texts = changes.map((mutant) => mutant.script.split('\n')[1]);
    expect(texts).toContain("const x = await f('a', 1) === false;");
    expect(texts).toContain("const x = await f('a', 2) === true;");
    expect(texts).toContain("const x = f('a', 1) === true;");
    expect(texts).toContain("const x = await f('ax', 1) === true;");
    expect(new Set(changes.map((mutant) => mutant.script)).size).toBe(changes.length);
  });

  it('finds literals among the printed entries, not inside them', () => {
    expect(literalResult('console.log(JSON.stringify([a[0], f(true), [1, 0].length > 1]))')).toBeUndefined();
    expect(literalResult('console.log(JSON.stringify([a, !0]))')).toBe('!0');
    expect(literalResult('print(json.dumps([ a, False ]))')).toBe('False');
  });
});
