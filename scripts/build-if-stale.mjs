import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Builds dist/ if a source is newer than the last build, so that a start costs no compiling: running the sources through
 * tsx takes three times as long. Plain JavaScript, because it runs before anything is built. Starts at the same time take turns.
 */
const root = path.dirname(import.meta.dirname);
const stamp = path.join(root, 'dist/.built');
const lock = path.join(root, '.cache/building');
const sources = ['src', 'adapters', 'jobs', 'drizzle', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
const abandonedMs = 120_000;

function changedAt(place) {
  const { mtimeMs } = statSync(place, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return mtimeMs;
}

function newestSource() {
  const files = sources.flatMap((source) => {
    const place = path.join(root, source);
    if (!statSync(place).isDirectory()) return [place];
    return readdirSync(place, { recursive: true }).map((file) => path.join(place, file));
  });
  return Math.max(...files.map(changedAt));
}

async function takeTurn() {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      if (Date.now() - changedAt(lock) > abandonedMs) rmSync(lock, { recursive: true, force: true });
      await sleep(200);
    }
  }
}

if (newestSource() > changedAt(stamp)) {
  await takeTurn();
  try {
    if (newestSource() > changedAt(stamp)) {
      process.stdout.write('Building Prep (only after a change, a few seconds).\n');
      const began = new Date();
      rmSync(path.join(root, 'dist'), { recursive: true, force: true });
      execFileSync(
        process.execPath,
        [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
        { cwd: root, stdio: 'inherit' },
      );
      writeFileSync(stamp, `${began.toISOString()}\n`);
    }
  } catch {
    process.stderr.write('Prep could not be built: the lines above say what the compiler refused.\n');
    process.exitCode = 1;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
