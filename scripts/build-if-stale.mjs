import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Builds dist/ if a source is newer than the last build, so that a start costs no compiling: running the sources through
 * tsx takes three times as long. Plain JavaScript, because it runs before anything is built. Starts at the same time take turns.
 */
const root = path.dirname(import.meta.dirname);
const stamp = path.join(root, 'dist/.built');
/** Holds the process id of the build under way. */
const lock = path.join(root, '.cache/building');
const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
const sources = ['src', 'adapters', 'jobs', 'drizzle', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
/** Where a process can't be asked for (it is in another container, or its id was given away) its age decides. */
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

/** Whether the build that holds the lock has died: Ctrl-C and kill -9 leave the lock behind. */
function isAbandoned() {
  if (Date.now() - changedAt(lock) > abandonedMs) return true;
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // 0: made this moment, and not yet written.
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function takeTurn() {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned()) {
        rmSync(lock, { recursive: true, force: true });
        continue;
      }
      if (!told) process.stdout.write('Waiting for another start that is building Prep.\n');
      told = true;
      await sleep(200);
    }
  }
}

function build() {
  if (newestSource() <= changedAt(stamp)) return;
  if (!existsSync(compiler)) throw new Error('no compiler');
  process.stdout.write('Building Prep (only after a change, a few seconds).\n');
  const began = new Date();
  rmSync(path.dirname(stamp), { recursive: true, force: true });
  // The compiler would make it too, but tells a folder that can't be made as a fault of the code.
  mkdirSync(path.dirname(stamp));
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  writeFileSync(stamp, `${began.toISOString()}\n`);
}

function reason(error) {
  if (!existsSync(compiler)) return 'its packages are not all here. Run npm ci --include=dev, then start again.';
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
    return `this user may not write to ${error.path}. Make ${root} belong to the user who starts Prep.`;
  }
  if (error.code === 'ENOSPC') return `the disk that holds ${root} is full. Free about 200 MB there and start again.`;
  return 'the lines above say what the compiler refused.';
}

if (newestSource() > changedAt(stamp)) {
  try {
    await takeTurn();
    try {
      build();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  } catch (error) {
    process.stderr.write(`Prep could not be built: ${reason(error)}\n`);
    process.exitCode = 1;
  }
}
