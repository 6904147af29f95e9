import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BankError, type Finding } from './finding.ts';
import type { Question } from './format.ts';
import { proofKey, readProofs } from './proofs-file.ts';
import { type PlacedQuestion, readConceptFile } from './read.ts';
import { parseTaxonomy, type Taxonomy } from './taxonomy.ts';

/** All questions by id, in the order of their paths, with the taxonomy they hang on. */
export interface Bank {
  questions: ReadonlyMap<string, Question>;
  taxonomy: Taxonomy;
}

/** The bank with places, and all that is wrong with its shape. */
export interface ReadBank {
  placed: PlacedQuestion[];
  taxonomy: Taxonomy;
  findings: Finding[];
}

/** Reads every concept file below `root` (the folder that holds taxonomy.yaml). Faults are returned, not thrown. */
export async function readBank(root: string): Promise<ReadBank> {
  const taxonomy = parseTaxonomy(await readFile(path.join(root, 'taxonomy.yaml'), 'utf8'));
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
  return { placed, taxonomy, findings };
}

/**
 * Loads the bank from `root`, the folder that holds taxonomy.yaml. No proof is run: `provedBy` comes from proofs.json and is only set
 * where the recorded run is of the very proof and key that the question has now.
 * @throws {BankError} one error with file, line and reason of everything wrong.
 */
export async function loadBank(root: string): Promise<Bank> {
  const { placed, taxonomy, findings } = await readBank(root);
  if (findings.length > 0) throw new BankError(findings);
  const proofs = await readProofs(root);
  const questions = new Map<string, Question>();
  for (const { question } of placed) {
    const run = proofs[question.id];
    const holds = run !== undefined && run.key === proofKey(question);
    questions.set(question.id, holds ? { ...question, provedBy: { runtime: run.runtime, on: run.on } } : question);
  }
  return { questions, taxonomy };
}
