import { execFileSync } from 'node:child_process';
import { type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../startup-error.ts';

/** The account that runs the embedded Postgres where Prep itself is root, which Postgres refuses to be. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account for the server: `undefined` means "as Prep itself". For root it is `postgres`, which is made if the
 * machine doesn't have it.
 *
 * @throws {StartupError} if it can't be made
 */
export function serverAccount(onProgress: (line: string) => void): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const present = accountNamed('postgres');
  if (present) return present;
  onProgress('Making the system account postgres, because Postgres refuses to run as root.');
  try {
    const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'];
    execFileSync('useradd', options, { stdio: 'pipe' });
  } catch (cause) {
    throw new StartupError(
      'Prep runs as root, and Postgres refuses to: it needs an account named postgres, which could not be made. ' +
        'Make it (useradd --system postgres), start Prep as an ordinary user, or set DATABASE_URL.',
      { cause },
    );
  }
  const made = accountNamed('postgres');
  if (!made)
    throw new StartupError('The account postgres was made but cannot be found. Start Prep as an ordinary user.');
  return made;
}

function accountNamed(name: string): Account | undefined {
  try {
    const number = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: number('-u'), gid: number('-g') };
  } catch {
    return undefined;
  }
}

/**
 * Refuses a start as root whose files lie below a folder that other accounts can't enter: initdb would fail there with
 * a bare "Permission denied".
 *
 * @param places absolute paths that the server's account has to reach
 * @throws {StartupError} naming the first closed folder
 */
export function refuseClosedFolders(account: Account, places: readonly string[]): void {
  for (const place of places) {
    const closed = closedAncestor(account, place);
    if (!closed) continue;
    throw new StartupError(
      `Prep runs as root, so its Postgres runs as the account postgres, and that account can't enter ${closed} ` +
        `(it needs ${place}). Move Prep to a folder that others can enter, such as /srv/prep, open this one ` +
        `(chmod o+x ${closed}), start Prep as an ordinary user, or set DATABASE_URL.`,
    );
  }
}

/** The outermost existing folder on the way to `place` that `account` can't enter. */
export function closedAncestor(account: Account, place: string): string | undefined {
  const parts = path.dirname(path.resolve(place)).split(path.sep);
  for (let depth = 1; depth <= parts.length; depth++) {
    const folder = parts.slice(0, depth).join(path.sep) || path.sep;
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats && !mayEnter(account, stats)) return folder;
  }
  return undefined;
}

function mayEnter(account: Account, stats: Stats): boolean {
  if (stats.uid === account.uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === account.gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}
