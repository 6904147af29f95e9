import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a program said and how it ended. */
export interface Ended {
  stdout: string;
  stderr: string;
  /** Null where a signal ended it. */
  code: number | null;
  timedOut: boolean;
  ms: number;
}

/** How a program is kept from the network: a network namespace of its own, or a guard loaded into it that refuses other addresses. */
export type NetworkWall = 'namespace' | 'guard';

/** Node 24 reserves more than 1 GiB as soon as a program starts a Worker, though it uses little of it. */
const memoryKib = 2 * 1024 * 1024;
const outputBytes = 256 * 1024;
const guardFolder = fileURLToPath(new URL('./guard', import.meta.url));
const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

let unshare: string[] | undefined;

/**
 * `unshare -n` with loopback up, as root or in a user namespace; elsewhere (no Linux, or forbidden) nothing. The guard that stands in
 * then patches connect() of Node and Python: it stops mistakes, not malice; a question is reviewed like any code before it is run.
 */
function unshareCommand(): string[] {
  if (unshare === undefined) {
    const ways = [
      ['unshare', '-n'],
      ['unshare', '-r', '-n'],
    ];
    unshare =
      ways.find(
        ([command = '', ...flags]) => spawnSync(command, [...flags, 'ip', 'link', 'set', 'lo', 'up']).status === 0,
      ) ?? [];
  }
  return unshare;
}

/** Which wall this machine allows. */
export function networkWall(): NetworkWall {
  return unshareCommand().length > 0 ? 'namespace' : 'guard';
}

/**
 * Runs a program in a fresh temporary folder, which is its working directory and its home and is removed afterwards. It sees no
 * environment of ours, reaches loopback only ({@link networkWall}), may use 2 GiB of memory, and is killed with its children after `timeoutMs`.
 * The project's node_modules is at hand by a link.
 */
export async function runIsolated(options: {
  command: string;
  args: string[];
  files: Record<string, string>;
  env?: Record<string, string>;
  timeoutMs: number;
}): Promise<Ended> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'prep-proof-'));
  const leave = onExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    await symlink(nodeModules, path.join(folder, 'node_modules'));
    await mkdir(path.join(folder, 'tmp'));
    for (const [name, text] of Object.entries(options.files)) await writeFile(path.join(folder, name), text);
    return await run(folder, options);
  } finally {
    leave();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/** Does `work` if the prover ends before what it returns is called: an interrupted run leaves neither folders nor processes. */
function onExit(work: () => void): () => void {
  process.once('exit', work);
  return () => process.off('exit', work);
}

function run(folder: string, options: Parameters<typeof runIsolated>[0]): Promise<Ended> {
  const [wall, ...wallFlags] = unshareCommand();
  const limits = `ulimit -d ${memoryKib}; exec "$@"`;
  const inside = [options.command, ...options.args];
  const [command = 'sh', args] =
    wall === undefined
      ? ['sh', ['-c', limits, 'sh', ...inside]]
      : [wall, [...wallFlags, 'sh', '-c', `ip link set lo up; ${limits}`, 'sh', ...inside]];
  const guard =
    wall === undefined
      ? { PYTHONPATH: guardFolder, NODE_OPTIONS: `--import=${new URL('./guard/loopback.mjs', import.meta.url).href}` }
      : {};
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TMPDIR: path.join(folder, 'tmp'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...guard,
    ...options.env,
  };
  return new Promise((resolve, reject) => {
    const began = performance.now();
    // A group of its own, so that the children of a proof can be ended with it.
    const child = spawn(command, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let timedOut = false;
    const leave = onExit(() => killGroup());
    const killGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone already.
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup();
    }, options.timeoutMs);
    const said = { stdout: '', stderr: '' };
    const listen = (stream: 'stdout' | 'stderr') =>
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] = (said[stream] + text).slice(-outputBytes);
      });
    listen('stdout');
    listen('stderr');
    // Whatever the program left running holds our pipes open; it must not outlive its parent.
    child.on('exit', killGroup);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      leave();
      resolve({ ...said, code, timedOut, ms: performance.now() - began });
    });
  });
}
