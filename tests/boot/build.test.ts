import { chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Child, startChild } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const project = path.resolve(import.meta.dirname, '../..');
const nobody = 65_534;

/** A project of one line, with the real script that builds it and, if asked for, the real compiler. */
function smallProject({ packages }: { packages: boolean }): string {
  const folder = temporaryFolder();
  for (const name of ['src', 'adapters', 'jobs', 'drizzle', 'scripts', '.cache']) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, 'src/main.ts'), 'export const one: number = 1;\n');
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}\n');
  for (const name of ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/build-if-stale.mjs']) {
    copyFileSync(path.join(project, name), path.join(folder, name));
  }
  if (packages) symlinkSync(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

function build(folder: string, as: { uid?: number; gid?: number } = {}): Child {
  return startChild(process.execPath, ['scripts/build-if-stale.mjs'], { cwd: folder, env: {}, ...as });
}

describe('the build of a start', () => {
  it('goes on at once after one that was ended in the middle, which leaves its lock', { timeout: 60_000 }, async () => {
    const folder = smallProject({ packages: true });
    const ended = startChild(process.execPath, ['-e', '']);
    await ended.ended();
    writeFileSync(path.join(folder, '.cache/building'), String(ended.pid));
    const next = build(folder);
    expect(await next.ended()).toEqual({ code: 0, signal: null });
    expect(existsSync(path.join(folder, 'dist/src/main.js'))).toBe(true);
    expect(existsSync(path.join(folder, '.cache/building'))).toBe(false);
  });

  it('waits for one that is under way, and says so', { timeout: 60_000 }, async () => {
    const folder = smallProject({ packages: true });
    const other = startChild(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    writeFileSync(path.join(folder, '.cache/building'), String(other.pid));
    const next = build(folder);
    await next.says('Waiting for another start that is building Prep.');
    expect(existsSync(path.join(folder, 'dist'))).toBe(false);
    other.kill('SIGKILL');
    expect(await next.ended()).toEqual({ code: 0, signal: null });
    expect(readFileSync(path.join(folder, 'dist/src/main.js'), 'utf8')).toContain('one = 1');
  });

  it.each(['', '.cache'])('says in a line that it may not write to "%s"', async (own) => {
    if (process.getuid?.() !== 0) return;
    const folder = smallProject({ packages: true });
    if (own !== '') chownSync(path.join(folder, own), nobody, nobody);
    const refused = build(folder, { uid: nobody, gid: nobody });
    expect(await refused.ended()).toEqual({ code: 1, signal: null });
    expect(refused.output()).toMatch(
      /^Prep could not be built: this user may not write to \S+\. Make \S+ belong to the user who starts Prep\.$/m,
    );
    expect(refused.output()).not.toMatch(/^ +at /m);
  });

  it('says what to run when it has no compiler, as after an install without development packages', async () => {
    const refused = build(smallProject({ packages: false }));
    expect(await refused.ended()).toEqual({ code: 1, signal: null });
    expect(refused.output().trim().split('\n').at(-1)).toBe(
      'Prep could not be built: its packages are not all here. Run npm ci --include=dev, then start again.',
    );
    expect(refused.output()).not.toContain('Cannot find module');
  });
});
