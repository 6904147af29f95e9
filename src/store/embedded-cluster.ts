import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { StartupError } from '../startup-error.ts';
import type { Account } from './embedded-account.ts';
import { embeddedFault } from './embedded-faults.ts';

/** The role that owns everything in the embedded Postgres. */
export const embeddedUser = 'prep';

/** The major version that the npm package brings; a cluster of another one can't be opened by it. */
const majorVersion = '18';

/** Where the parts of the embedded Postgres lie in Prep's data folder. */
export interface EmbeddedFolder {
  readonly root: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly log: string;
  readonly lock: string;
}

/** Names the parts of the data folder `dir`; touches nothing. */
export function embeddedFolder(dir: string): EmbeddedFolder {
  const root = path.resolve(dir);
  const inRoot = (name: string) => path.join(root, name);
  return {
    root,
    cluster: inRoot('postgres'),
    passwordFile: inRoot('postgres.password'),
    log: inRoot('postgres.log'),
    lock: inRoot('lock'),
  };
}

/** The password kept in the data folder (mode 600); made when there is none yet. */
export function embeddedPassword(folder: EmbeddedFolder, account: Account | undefined): string {
  if (!existsSync(folder.passwordFile)) {
    const draft = `${folder.passwordFile}-${randomUUID()}`;
    writeFileSync(draft, randomBytes(24).toString('hex'), { mode: 0o600 });
    // initdb reads the file as the server's account.
    if (account) chownSync(draft, account.uid, account.gid);
    renameSync(draft, folder.passwordFile);
  }
  return readFileSync(folder.passwordFile, 'utf8').trim();
}

/**
 * Makes the cluster unless it is there. It is made beside its place and moved in when complete, so a start that was
 * killed half-way leaves nothing that a later one would take for a cluster.
 *
 * UTF-8 and Postgres's own C.UTF-8 locale: the same sorting on every machine, whatever locales it has.
 *
 * @throws {StartupError} also when the folder holds a cluster of another version
 */
export async function ensureCluster(options: {
  folder: EmbeddedFolder;
  initdb: string;
  account: Account | undefined;
  onProgress: (line: string) => void;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { folder, account } = options;
  removeDrafts(folder);
  const versionFile = path.join(folder.cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim();
    if (version === majorVersion) return;
    throw new StartupError(
      `${folder.cluster} was made by Postgres ${version}, and this Prep brings Postgres ${majorVersion}. Start the Prep that ` +
        'made it, dump its database with pg_dump and load it here, or move the folder away to begin anew.',
    );
  }
  options.onProgress(`Preparing a Postgres in ${folder.cluster} (only at the first start, a few seconds).`);
  const draft = `${folder.cluster}-draft-${randomUUID()}`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    if (account) chownSync(draft, account.uid, account.gid);
    await runInitdb({ ...options, draft });
    options.signal?.throwIfAborted();
    renameSync(draft, folder.cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function removeDrafts(folder: EmbeddedFolder): void {
  const beginning = `${path.basename(folder.cluster)}-draft-`;
  for (const name of readdirSync(folder.root)) {
    if (name.startsWith(beginning)) rmSync(path.join(folder.root, name), { recursive: true, force: true });
  }
}

function runInitdb(options: {
  folder: EmbeddedFolder;
  draft: string;
  initdb: string;
  account: Account | undefined;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const flags = [
    `--pgdata=${options.draft}`,
    `--username=${embeddedUser}`,
    `--pwfile=${options.folder.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--set=timezone=UTC',
    '--set=log_timezone=UTC',
    '--no-instructions',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(options.initdb, flags, {
      ...options.account,
      cwd: options.folder.root,
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own session: a Ctrl-C at the terminal reaches Prep alone, which then ends the child in order.
      detached: true,
      windowsHide: true,
    });
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8');
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    const abort = () => child.kill('SIGTERM');
    options.signal?.addEventListener('abort', abort, { once: true });
    const doing = 'Making the embedded Postgres';
    child.once('error', (error) => reject(embeddedFault(doing, options.folder.root, error, said)));
    child.once('close', (code, killedBy) => {
      options.signal?.removeEventListener('abort', abort);
      if (options.signal?.aborted) reject(options.signal.reason);
      else if (code === 0) resolve();
      else reject(embeddedFault(doing, options.folder.root, `initdb ended with ${code ?? killedBy}`, said));
    });
  });
}

/** What the server's programs see of our environment: nothing like PGDATA, PGPORT or a missing locale may steer them. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return { PATH: PATH ?? '', LC_ALL: 'C', TZ: 'UTC', ...(SystemRoot ? { SystemRoot } : {}) };
}
