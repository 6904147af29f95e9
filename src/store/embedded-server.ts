import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../startup-error.ts';
import type { Account } from './embedded-account.ts';
import { type EmbeddedFolder, serverEnvironment } from './embedded-cluster.ts';
import { embeddedFault } from './embedded-faults.ts';

/** A server started by us: where it listens, and how to end it. */
export interface Server {
  readonly port: number;
  /** The path of its Unix socket, if this process can reach it there. */
  readonly socket: string | undefined;
  /** Resolves with how it ended, if it ends without being told to. */
  readonly died: Promise<string>;
  /** Ends it in order ("fast": clients are dropped, everything is written); at once if that takes over 8 s. */
  stop(): Promise<void>;
}

/** What postmaster.pid says; `ready` once the server takes connections. */
interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** How Postgres names its sockets; the port follows. */
const socketPrefix = '.s.PGSQL.';

/** Reads postmaster.pid of a cluster (lines: pid, folder, start, port, socket, address, shared memory, state). */
export function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/**
 * Whether process `pid` is a live server of this cluster, not a later process with the same number. A postmaster's
 * working folder is its cluster; where there is no /proc, postmaster.pid and a living process have to do.
 */
export function isServerOf(cluster: string, pid: number): boolean {
  if (!isThere(pid)) return false;
  if (!existsSync('/proc/self/stat')) return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
}

/**
 * Ends the server that a killed Prep left behind, so that the next can start. The caller holds the folder's lock, so
 * the server is nobody's. A postmaster.pid that names no live server of this cluster is removed: Postgres itself would
 * be misled by a process that has got the same number since.
 */
export async function stopOrphan(cluster: string, onProgress: (line: string) => void): Promise<void> {
  const orphan = readPostmaster(cluster);
  if (!orphan) return;
  if (isServerOf(cluster, orphan.pid)) {
    onProgress('Stopping the Postgres that an earlier Prep left behind.');
    for (const [signal, patienceMs] of [
      ['SIGINT', 15_000],
      ['SIGQUIT', 5_000],
    ] as const) {
      process.kill(orphan.pid, signal);
      if (await until(() => !isServerOf(cluster, orphan.pid), patienceMs)) return;
    }
    throw new StartupError(
      `An earlier Prep left a Postgres behind (process ${orphan.pid}, ${cluster}) that doesn't end. ` +
        `End it with kill -9 ${orphan.pid} and start again.`,
    );
  }
  rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
}

/** Starts the server of `folder` on a free port of the loopback address and waits until it takes connections. */
export async function startServer(options: {
  folder: EmbeddedFolder;
  postgres: string;
  account: Account | undefined;
  flags: readonly string[];
  signal: AbortSignal | undefined;
}): Promise<Server> {
  // Between choosing a free port and binding it somebody else may take it; and the memory of a server that was killed
  // outright is given back only when its last process is gone.
  for (let attempt = 1; ; attempt++) {
    const said = await tryStart(options);
    if (typeof said !== 'string') return said;
    if (attempt === 5 || !/Address already in use|shared memory block .* is still in use/.test(said)) {
      throw embeddedFault('Starting the embedded Postgres', options.folder.root, 'it ended by itself', said);
    }
    await sleep(200);
  }
}

/** The running server, or what it wrote before it ended. */
async function tryStart(options: Parameters<typeof startServer>[0]): Promise<Server | string> {
  const { folder, signal } = options;
  signal?.throwIfAborted();
  const port = await freePort();
  if (existsSync(folder.log)) renameSync(folder.log, `${folder.log}.old`);
  const log = openSync(folder.log, 'w', 0o600);
  removeSockets(folder.cluster);
  const settings = settingsFor(folder.cluster, port);
  const child = spawn(options.postgres, ['-D', folder.cluster, ...settings, ...options.flags], {
    ...options.account,
    cwd: folder.root,
    env: serverEnvironment(),
    // A file, not a pipe: the server may outlive us, and must not die of writing to nobody.
    stdio: ['ignore', log, log],
    detached: true,
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // Whatever ends this process, short of kill -9, takes the server along.
  const lastResort = () => child.kill('SIGINT');
  process.once('exit', lastResort);
  let told = false;
  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, killedBy) => {
      if (!told) resolve(killedBy === null ? `with exit code ${code}` : `killed by ${killedBy}`);
    });
  });
  const stop = async () => {
    told = true;
    await stopChild(child, ended);
    process.off('exit', lastResort);
  };
  const abort = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  const isOver = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  while (!isOver() && !signal?.aborted) {
    const postmaster = readPostmaster(folder.cluster);
    if (postmaster?.pid === child.pid && postmaster?.ready) {
      const socket = socketIn(folder.cluster, port);
      return { port, socket: socket !== undefined && existsSync(socket) ? socket : undefined, died, stop };
    }
    await Promise.race([sleep(15), ended, abort]);
  }
  await stop();
  signal?.throwIfAborted();
  return readFileSync(folder.log, 'utf8');
}

function settingsFor(cluster: string, port: number): string[] {
  const values = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // The server works in its cluster. A list is expected here, which a path with a comma would break.
    unix_socket_directories: socketIn(cluster, port) === undefined ? '' : '.',
    // The default is a spinning disk's: a small table would be read whole for the one row that is looked for.
    random_page_cost: '1.1',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * The server's Unix socket: in its cluster, which is closed to other accounts. `undefined` where there are none (Windows)
 * or the path is longer than an address may be: 103 bytes on macOS, 107 on Linux (sockaddr_un in each one's sys/un.h).
 */
function socketIn(cluster: string, port: number): string | undefined {
  const socket = path.join(cluster, `${socketPrefix}${port}`);
  return process.platform === 'win32' || Buffer.byteLength(socket) > 103 ? undefined : socket;
}

/** Each start has a port of its own, so what a server left that was killed outright would stay. */
function removeSockets(cluster: string): void {
  for (const name of readdirSync(cluster)) {
    if (name.startsWith(socketPrefix)) rmSync(path.join(cluster, name), { force: true });
  }
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const over = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  if (over()) return;
  child.ref();
  child.kill('SIGINT');
  const patience = new AbortController();
  await Promise.race([ended, sleep(8_000, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  if (over()) return;
  child.kill('SIGQUIT');
  await ended;
}

/** A TCP port of the loopback address that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function until(condition: () => boolean, patienceMs: number): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += 20) {
    if (condition()) return true;
    await sleep(20);
  }
  return condition();
}
