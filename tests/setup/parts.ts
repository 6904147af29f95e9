import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A program that some tests need and npm doesn't bring. */
export interface Part {
  /** As a reader knows it. */
  readonly name: string;
  /** The programs that will do, in order. */
  readonly programs: readonly string[];
  /** Where to look besides PATH. */
  readonly folders?: readonly string[];
  /** Debian's package for it. */
  readonly debianPackage: string;
  /** Whether a program that was found will do (its version). */
  suits?(program: string): boolean;
}

export const redisPart: Part = { name: 'Redis', programs: ['redis-server'], debianPackage: 'redis-server' };

export const chromiumPart: Part = {
  name: 'Chromium',
  programs: ['chromium', 'chromium-browser', 'google-chrome'],
  debianPackage: 'chromium',
};

export const pythonPart: Part = {
  name: 'Python 3.11 or newer',
  programs: ['python3', 'python3.13', 'python3.12', 'python3.11'],
  folders: ['/usr/bin'],
  debianPackage: 'python3',
  suits: (program) => {
    const run = spawnSync(program, ['-c', 'import sys; print(sys.version_info >= (3, 11))'], { encoding: 'utf8' });
    return run.stdout?.trim() === 'True';
  },
};

/** Debian 12's own server, the oldest that Prep supports. */
export const postgres15Part: Part = {
  name: 'Postgres 15',
  programs: ['postgres'],
  folders: ['/usr/lib/postgresql/15/bin'],
  debianPackage: 'postgresql-15',
  suits: (program) => / 15\./.test(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? ''),
};

/** The absolute path of a part's program, or `undefined` where the machine has none. */
export function findPart(part: Part): string | undefined {
  const folders = [...(part.folders ?? []), ...(process.env.PATH ?? '').split(path.delimiter)];
  for (const name of part.programs) {
    for (const folder of folders) {
      const program = path.join(folder, name);
      if (isExecutable(program) && (part.suits?.(program) ?? true)) return program;
    }
  }
  return undefined;
}

/**
 * Installs the missing parts that Debian has, where that is ours to do: as root on Debian. Elsewhere the tests that need
 * them say that they are skipped, and where CI=true they fail.
 */
export function installMissing(parts: readonly Part[]): void {
  const missing = parts.filter((part) => !findPart(part));
  if (missing.length === 0 || process.getuid?.() !== 0 || !isDebian()) return;
  console.log(`Installing for the tests: ${missing.map((part) => part.name).join(', ')}.`);
  const apt = (...flags: string[]) =>
    spawnSync('apt-get', flags, {
      encoding: 'utf8',
      // Run level 1: the packages bring services, and they shall not start.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    });
  apt('update', '-qq');
  // One by one: a package that a release of Debian doesn't have must not hold up the others.
  for (const part of missing) {
    const run = apt('install', '-y', '-qq', '--no-install-recommends', part.debianPackage);
    if (run.status !== 0) console.log(`${part.name} could not be installed: ${run.stderr.trim().split('\n').at(-1)}`);
  }
}

/**
 * The program of a part that a test needs, or `undefined` with one printed line, for the test to skip by.
 * @throws where CI=true: there a missing part is a failure
 */
export function needPart(part: Part): string | undefined {
  const program = findPart(part);
  if (program) return program;
  const line = `${part.name} is not on this machine (Debian: apt-get install ${part.debianPackage})`;
  if (process.env.CI === 'true') throw new Error(line);
  console.log(`Skipped what needs it: ${line}.`);
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}
