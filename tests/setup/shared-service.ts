import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type Holder, holderOf, isAlive } from '../../src/store/embedded-lock.ts';

/** A server that the tests of one run share, once started. */
export interface StartedService {
  readonly url: string;
  readonly pid: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run for files that its test processes share; removed at the end. */
    runFolder: string;
  }
}

/**
 * The URL of the run's service `name`: the first test that asks starts it, all others wait for it. It is ended with the
 * run. Making a folder is atomic, so exactly one process of the run starts it.
 */
export async function sharedService(name: string, start: (folder: string) => Promise<StartedService>): Promise<string> {
  const folder = path.join(inject('runFolder'), name);
  const record = path.join(folder, 'service.json');
  const failure = path.join(folder, 'failed.txt');
  if (isMineToStart(folder)) {
    try {
      const started = await start(folder);
      writeFileSync(`${record}.draft`, JSON.stringify({ ...started, process: holderOf(started.pid) }));
      renameSync(`${record}.draft`, record);
    } catch (error) {
      writeFileSync(failure, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
  for (let waited = 0; waited < 60_000; waited += 25) {
    if (existsSync(record)) return readStarted(record).url;
    if (existsSync(failure)) throw new Error(`${name} did not start: ${readFileSync(failure, 'utf8')}`);
    await sleep(25);
  }
  throw new Error(`${name} did not start within a minute`);
}

/** Ends every service of the run whose folder this is. */
export async function stopSharedServices(runFolder: string): Promise<void> {
  for (const name of readdirSync(runFolder)) {
    const record = path.join(runFolder, name, 'service.json');
    if (!existsSync(record)) continue;
    // Not by pid alone: an abandoned run's may have gone to another process since.
    const { process: service } = readStarted(record);
    if (!service || !isAlive(service)) continue;
    process.kill(service.pid, 'SIGINT');
    for (let waited = 0; waited < 10_000 && isAlive(service); waited += 25) await sleep(25);
    if (isAlive(service)) process.kill(service.pid, 'SIGKILL');
  }
}

/** Starts `command` apart from this test process, which may end before the run does; its output goes to `log`. */
export function spawnService(
  command: string,
  flags: readonly string[],
  log: string,
  account: { uid?: number; gid?: number } = {},
): number {
  const output = openSync(log, 'a');
  const child = spawn(command, flags, { ...account, detached: true, stdio: ['ignore', output, output], cwd: '/' });
  child.unref();
  if (child.pid === undefined) throw new Error(`${command} can't be run`);
  return child.pid;
}

function isMineToStart(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function readStarted(file: string): StartedService & { process?: Holder } {
  return JSON.parse(readFileSync(file, 'utf8')) as StartedService & { process?: Holder };
}
