import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fingerprint, type ReadResult, readCache, writeCache } from './cache.ts';
import { BankError, type Finding } from './finding.ts';
import type { Question } from './format.ts';
import { proofKey, readProofs } from './proofs-file.ts';
import { type PlacedQuestion, readConceptFile } from './read.ts';
import { readTaxonomy, type Taxonomy, type TaxonomyData, taxonomyOf } from './taxonomy.ts';

/** All questions by id, in the order of their paths, with the taxonomy they hang on. */
export interface Bank {
  questions: ReadonlyMap<string, Question>;
  taxonomy: Taxonomy;
}

/** The bank with places, and all that is wrong with its shape. */
export interface ReadBank {
  placed: PlacedQuestion[];
  data: TaxonomyData;
  taxonomy: Taxonomy;
  findings: Finding[];
}

/** Reads every concept file below `root` (the folder that holds taxonomy.yaml). Faults are returned, not thrown. */
export async function readBank(root: string): Promise<ReadBank> {
  const data = readTaxonomy(await readFile(path.join(root, 'taxonomy.yaml'), 'utf8'));
  const taxonomy = taxonomyOf(data);
  const files = (await readdir(root, { recursive: true }))
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith('.yaml') && file.includes('/'))
    .sort();
  const placed: PlacedQuestion[] = [];
  const findings: Finding[] = [];
  const seen = new Map<string, PlacedQuestion>();
  const texts = await Promise.all(
    files.map(async (file) => ({ file, yaml: await readFile(path.join(root, file), 'utf8') })),
  );
  for (const { file, yaml } of texts) {
    const read = readConceptFile(file, yaml, taxonomy);
    findings.push(...read.findings);
    for (const one of read.questions) {
      const earlier = seen.get(one.question.id);
      if (earlier === undefined) {
        seen.set(one.question.id, one);
        placed.push(one);
      } else {
        findings.push({
          file,
          line: one.lineOf('slug'),
          reason: `${one.question.id} is there already (line ${earlier.lineOf('slug')})`,
          remedy: 'Choose another slug',
        });
      }
    }
  }
  return { placed, data, taxonomy, findings };
}

/**
 * Loads the bank from `root`, the folder that holds taxonomy.yaml. No proof is run: `provedBy` comes from proofs.json and is only set
 * where the recorded run is of the very proof and key that the question has now. With `cache`, a file, what was read and
 * checked is kept there and taken from there as long as neither the bank nor the code that reads it has changed.
 * @throws {BankError} one error with file, line and reason of everything wrong.
 */
export async function loadBank(root: string, options: { cache?: string } = {}): Promise<Bank> {
  const { taxonomy, questions } =
    options.cache === undefined ? await read(root) : await readThrough(root, options.cache);
  return { taxonomy: taxonomyOf(taxonomy), questions: new Map(questions.map((question) => [question.id, question])) };
}

async function readThrough(root: string, cache: string): Promise<ReadResult> {
  const name = await fingerprint(root);
  const kept = await readCache(cache, name);
  if (kept) return kept;
  const result = await read(root);
  await writeCache(cache, name, result);
  return result;
}

async function read(root: string): Promise<ReadResult> {
  const { placed, data, findings } = await readBank(root);
  if (findings.length > 0) throw new BankError(findings);
  const proofs = await readProofs(root);
  const questions = placed.map(({ question }): Question => {
    const run = proofs[question.id];
    const holds = run !== undefined && run.key === proofKey(question);
    return holds ? { ...question, provedBy: { runtime: run.runtime, on: run.on } } : question;
  });
  return { taxonomy: data, questions };
}
