import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { StartupError } from '../startup-error.ts';
import { type Account, refuseClosedFolders, serverAccount } from './embedded-account.ts';
import { findBinaries } from './embedded-binaries.ts';
import {
  type EmbeddedFolder,
  embeddedFolder,
  embeddedPassword,
  embeddedUser,
  ensureCluster,
} from './embedded-cluster.ts';
import { embeddedDeath, embeddedFault } from './embedded-faults.ts';
import { type LockOutcome, takeFolderLock } from './embedded-lock.ts';
import { isServerOf, readPostmaster, startServer, stopOrphan } from './embedded-server.ts';

const databaseName = 'prep';

/** A Postgres of Prep's own, running as a child in its own session. */
export interface EmbeddedPostgres {
  /** Connection URL as the superuser of the database `prep`; it holds the password. */
  readonly url: string;
  /** The Unix socket of the same server, which is quicker than the URL's port; undefined where it can't be used. */
  readonly socket: string | undefined;
  /** Where the server writes what goes wrong. */
  readonly log: string;
  /** Ends the server in order and gives the folder back. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/**
 * Initialises (the first time) and starts the embedded Postgres in the folder `dir`, which one process at a time may
 * have. It listens on a free port of 127.0.0.1 and on a socket in its folder only, and asks for a random password kept in `dir`, readable by its owner
 * alone. A server that a killed Prep left in `dir` is stopped first. `fsync` stays on unless `postgresFlags` says otherwise.
 *
 * @param options.onDeath told, as a paragraph, if the server ends without being stopped: nothing works without it
 * @param options.signal ends a start under way: whatever has begun is stopped and the signal's reason is thrown
 * @throws {StartupError} one paragraph; what the server itself said is quoted where the cause is unknown
 */
export async function startEmbeddedPostgres(options: {
  dir: string;
  onProgress?: (line: string) => void;
  postgresFlags?: string[];
  onDeath?: (reason: StartupError) => void;
  signal?: AbortSignal;
}): Promise<EmbeddedPostgres> {
  const folder = embeddedFolder(options.dir);
  const onProgress = options.onProgress ?? (() => undefined);
  const signal = options.signal;
  const binaries = findBinaries();
  const account = serverAccount(onProgress);
  if (account) refuseClosedFolders(account, [folder.root, binaries.postgres]);
  const lock = lockFolder(folder, account);
  try {
    const password = embeddedPassword(folder, account);
    await ensureCluster({ folder, initdb: binaries.initdb, account, onProgress, signal });
    await stopOrphan(folder.cluster, onProgress);
    const flags = options.postgresFlags ?? [];
    const server = await startServer({ folder, postgres: binaries.postgres, account, flags, signal });
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= server.stop().finally(lock.release);
      return stopped;
    };
    const url = (name: string) => urlOf(password, server.port, name);
    try {
      await ensureDatabase(url);
      signal?.throwIfAborted();
    } catch (error) {
      await stop();
      throw error;
    }
    void server.died.then((how) => options.onDeath?.(embeddedDeath(folder.log, how)));
    return { url: url(databaseName), socket: server.socket, log: folder.log, stop };
  } catch (error) {
    lock.release();
    if (signal?.aborted) throw signal.reason;
    throw embeddedFault('Starting the embedded Postgres', folder.root, error);
  }
}

/**
 * The URL of the server that a running Prep has in `dir`, for tools that look at its data beside it; `undefined` where
 * none runs.
 */
export function runningEmbeddedUrl(dir: string): string | undefined {
  const folder = embeddedFolder(dir);
  const postmaster = readPostmaster(folder.cluster);
  if (!postmaster?.ready || !isServerOf(folder.cluster, postmaster.pid)) return undefined;
  return urlOf(embeddedPassword(folder, undefined), postmaster.port, databaseName);
}

function lockFolder(folder: EmbeddedFolder, account: Account | undefined): Extract<LockOutcome, { taken: true }> {
  const { root } = folder;
  let outcome: LockOutcome;
  try {
    mkdirSync(path.dirname(root), { recursive: true });
    // Not `recursive`: Node then calls a read-only disk "no such file or directory".
    if (!existsSync(root)) mkdirSync(root);
    // The folder is Prep's own: where root's umask closed it to the server's account, it may be opened for passing.
    if (account) chmodSync(root, statSync(root).mode | 0o011);
    outcome = takeFolderLock(folder.lock);
  } catch (error) {
    throw embeddedFault('Locking the data folder', root, error);
  }
  if (outcome.taken) return outcome;
  throw new StartupError(
    `Another Prep (process ${outcome.holder.pid}) is using ${root}. Stop it first, start this one in another folder, ` +
      'or set DATABASE_URL for both: several can share one Postgres.',
  );
}

function urlOf(password: string, port: number, database: string): string {
  return `postgres://${embeddedUser}:${password}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(url: (name: string) => string): Promise<void> {
  const sql = postgres(url('postgres'), { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql`select 1 from pg_database where datname = ${databaseName}`;
    if (!row) await sql`create database ${sql(databaseName)}`;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
