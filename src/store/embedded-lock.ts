import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const holderSchema = z.object({ pid: z.number().int().positive(), started: z.string() });

/** One process for as long as it lives: a pid alone may be given to another process after it ends. */
export type Holder = z.infer<typeof holderSchema>;

/** What {@link takeFolderLock} found: the lock itself, or the living process that has it. */
export type LockOutcome =
  | { readonly taken: true; release(): void }
  | { readonly taken: false; readonly holder: Holder };

/**
 * Takes the lock of `folder`, which one living process at a time may have.
 *
 * Why it is safe: a claim is a numbered file, made complete and exclusively by `link`, and the highest number is the
 * holder. A claim is believed while its pid lives *and* still has the start time written in it, so a claim left by
 * `kill -9` or by a reboot is known to be dead, even when its pid was given away. Taking over means making the next
 * number, which only one of several contenders can do. A slow contender that makes a number which others have already
 * passed and removed sees the higher one when it looks again, and gives way. The highest file is never removed, not
 * even on release (it is emptied), so numbers only rise.
 *
 * It does not hold between machines or between containers with separate process ids: Postgres itself doesn't either.
 */
export function takeFolderLock(folder: string): LockOutcome {
  mkdirSync(folder, { recursive: true });
  const draft = path.join(folder, `draft-${randomUUID()}`);
  writeFileSync(draft, JSON.stringify(holderOf(process.pid) ?? { pid: process.pid, started: 'unknown' }));
  try {
    for (;;) {
      const highest = highestClaim(folder);
      const holder = highest > 0 ? readHolder(claimFile(folder, highest)) : undefined;
      if (holder && isAlive(holder)) return { taken: false, holder };
      const mine = claimFile(folder, highest + 1);
      if (!makeExclusively(draft, mine)) continue;
      if (highestClaim(folder) > highest + 1) {
        rmSync(mine, { force: true });
        continue;
      }
      for (const number of claims(folder)) if (number <= highest) rmSync(claimFile(folder, number), { force: true });
      return { taken: true, release: () => emptyClaim(mine) };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A living process, to be recognised later; `undefined` if there is none with that pid. */
export function holderOf(pid: number): Holder | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether `holder` is still the process that it was: alive, not a zombie, and not a later process with its pid. */
export function isAlive(holder: Holder): boolean {
  const started = startOf(holder.pid);
  return started !== undefined && (started === holder.started || holder.started === 'unknown');
}

/**
 * When a process started, as text that no later process with the same pid shares; `undefined` if there is none.
 * On Linux the boot's id and the clock ticks since (proc(5), field 22), elsewhere what `ps` says.
 */
function startOf(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the command in brackets and may hold anything, so count from the last bracket.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const zombie = fields[0] === 'Z' || fields[0] === 'X';
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return zombie ? undefined : `${boot} ${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return undefined;
  }
  if (process.platform === 'win32') return 'unknown';
  try {
    const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C' };
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function claims(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

const highestClaim = (folder: string) => Math.max(0, ...claims(folder));

const claimFile = (folder: string, number: number) => path.join(folder, String(number));

function readHolder(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Emptied by a release, or gone because somebody has just passed it.
    return undefined;
  }
}

function makeExclusively(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function emptyClaim(file: string): void {
  if (existsSync(file)) writeFileSync(file, '');
}
