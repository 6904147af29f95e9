import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { isServerOf, readPostmaster } from '../../src/store/embedded-server.ts';
import { type Child, startChild } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What `npm start` needs of the project; the rest is found from Prep's own files. */
const needed = ['package.json', 'scripts', 'dist'];

/** A folder in which `npm start` works and has a `.data/` and `.env` of its own. */
export function projectFolder(folder = temporaryFolder()): string {
  const project = path.resolve(import.meta.dirname, '../..');
  for (const name of needed) symlinkSync(path.join(project, name), path.join(folder, name));
  return folder;
}

/** `npm start` in `folder`, with nothing of our environment but these variables. */
export function startPrep(folder: string, variables: NodeJS.ProcessEnv = {}): Child {
  const { PATH, HOME } = process.env;
  return startChild('npm', ['start'], { cwd: folder, env: { PATH, HOME, ...variables } });
}

/** The last line that Prep prints when it is ready. */
export const readyLine = /^Prep is running: (http:\S+)\n/m;

/** Waits until it is ready, and gives its address. */
export async function addressOf(prep: Child): Promise<string> {
  await prep.says(readyLine, 120_000);
  return readyLine.exec(prep.output())?.[1] ?? '';
}

/** The process of the embedded Postgres in a folder's `.data/`, while it lives. */
export function serverIn(folder: string): number | undefined {
  const cluster = path.join(folder, '.data/postgres');
  const pid = readPostmaster(cluster)?.pid;
  return pid !== undefined && isServerOf(cluster, pid) ? pid : undefined;
}

/** What Prep wrote, without the lines in which npm says what it runs and the build that it is building. */
export function linesOf(prep: Child): string[] {
  return prep
    .output()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('> ') && !line.startsWith('Building Prep'));
}
