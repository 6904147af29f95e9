import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BankError, type Finding } from '../../src/bank/finding.ts';
import type { AuthoredQuestion } from '../../src/bank/format.ts';
import { readConceptFile } from '../../src/bank/read.ts';
import { scaffoldHead } from '../../src/bank/scaffold.ts';
import type { Taxonomy } from '../../src/bank/taxonomy.ts';
import type { Judged } from './judge.ts';
import { questionYaml } from './yaml-text.ts';

/** What is to happen with one file of the bank: it is made, or questions are put below those that it has. */
export interface PlannedFile {
  /** Relative to the bank's root. */
  file: string;
  made: boolean;
  ids: string[];
  /** The text to write or to add. */
  text: string;
}

/**
 * Plans which files of the bank `judged` go to. What stands there stays as it is: a question whose id the bank has is left out and told,
 * and two of one slug in the import are told apart by a figure.
 * @throws {BankError} if a file that is there can't be read, or would not be readable afterwards.
 */
export async function planFiles(
  root: string,
  judged: readonly Judged[],
  taxonomy: Taxonomy,
  importedFile: string,
): Promise<{ files: PlannedFile[]; refused: Finding[] }> {
  const refused: Finding[] = [];
  const files: PlannedFile[] = [];
  for (const path_ of new Set(judged.flatMap(({ taken }) => taken?.concept ?? []))) {
    const concept = taxonomy.concept(path_);
    if (concept === undefined) continue;
    const file = `${path_}.yaml`;
    const existing = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
    const known = new Set(existing === undefined ? [] : slugsOf(file, existing, taxonomy));
    const slugs = new Set<string>();
    const added: AuthoredQuestion[] = [];
    for (const { line, taken } of judged) {
      if (taken?.concept !== path_) continue;
      const slug = unused(taken.authored.slug, slugs);
      slugs.add(slug);
      if (known.has(slug))
        refused.push({
          file: importedFile,
          line,
          reason: `${path_}/${slug} is there already`,
          remedy: 'Nothing is overwritten',
        });
      else added.push({ ...taken.authored, slug });
    }
    if (added.length === 0) continue;
    const questions = added.map(questionYaml).join('\n');
    const text = existing === undefined ? `${scaffoldHead(concept, taxonomy)}${questions}` : `\n${questions}`;
    slugsOf(file, `${existing ?? ''}${text}`, taxonomy);
    files.push({ file, made: existing === undefined, ids: added.map(({ slug }) => `${path_}/${slug}`), text });
  }
  return { files, refused };
}

/** Writes what was planned. A file that came into being meanwhile is not touched. @throws if so. */
export async function writeFiles(root: string, files: readonly PlannedFile[]): Promise<void> {
  for (const { file, made, text } of files) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    if (made) await writeFile(target, text, { flag: 'wx' });
    else await appendFile(target, text);
  }
}

function slugsOf(file: string, yaml: string, taxonomy: Taxonomy): string[] {
  const { questions, findings } = readConceptFile(file, yaml, taxonomy);
  if (findings.length > 0) throw new BankError(findings);
  return questions.map((one) => one.authored.slug);
}

function unused(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  let n = 2;
  while (taken.has(`${slug}-${n}`)) n += 1;
  return `${slug}-${n}`;
}
