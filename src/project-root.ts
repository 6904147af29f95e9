import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of package.json above this file: the same whether Prep runs from `src/` or from `dist/src/`. Files that
 * aren't compiled (questions, migrations, styles) are found from here.
 */
export const projectRoot: string = findUpwards(path.dirname(fileURLToPath(import.meta.url)));

function findUpwards(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('No package.json above Prep’s own files: the installation is incomplete.');
  return findUpwards(parent);
}
