import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Question } from './format.ts';
import type { TaxonomyData } from './taxonomy.ts';

/** What reading and checking the bank's YAML comes to, as JSON: many times faster to read. */
export interface ReadResult {
  readonly taxonomy: TaxonomyData;
  readonly questions: readonly Question[];
}

const stored = z.object({
  fingerprint: z.string(),
  result: z.custom<ReadResult>((value) => typeof value === 'object'),
});

/**
 * Names exactly this content and this code: the hash of every file below `root` and of the code that reads them, so that
 * a cache can never be older than either.
 */
export async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [root, import.meta.dirname]) {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
    const texts = await Promise.all(paths.map((file) => readFile(file)));
    for (const [index, text] of texts.entries())
      hash
        .update(path.relative(folder, paths[index] ?? ''))
        .update('\0')
        .update(text)
        .update('\0');
  }
  return hash.digest('hex');
}

/** The result that was kept for this fingerprint; undefined if there is none or it can't be read. */
export async function readCache(file: string, wanted: string): Promise<ReadResult | undefined> {
  try {
    const kept = stored.parse(JSON.parse(await readFile(file, 'utf8')));
    return kept.fingerprint === wanted ? kept.result : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a result. Where nothing can be written (a read-only image), the next start reads the YAML again. */
export async function writeCache(file: string, name: string, result: ReadResult): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const part = `${file}.${process.pid}`;
    await writeFile(part, JSON.stringify({ fingerprint: name, result }));
    await rename(part, file);
  } catch {
    // The cache is a matter of a second at start, nothing depends on it.
  }
}
