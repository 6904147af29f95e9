import { readFileSync, writeFileSync } from 'node:fs';
import type { Question } from '../../src/bank/format.ts';
import { type Bank, loadBank, readBank } from '../../src/bank/load.ts';
import { type TaxonomyData, taxonomyOf } from '../../src/bank/taxonomy.ts';

interface Kept {
  readonly taxonomy: TaxonomyData;
  readonly questions: readonly Question[];
}

/** Writes the bank in `root` into `file` as JSON, which hundreds of workers read faster than its YAML, and gives it. */
export async function writeBankFile(root: string, file: string): Promise<Bank> {
  const [bank, { data }] = await Promise.all([loadBank(root), readBank(root)]);
  const kept: Kept = { taxonomy: data, questions: [...bank.questions.values()] };
  writeFileSync(file, JSON.stringify(kept));
  return bank;
}

export function readBankFile(file: string): Bank {
  const { taxonomy, questions } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  return { taxonomy: taxonomyOf(taxonomy), questions: new Map(questions.map((one) => [one.id, one])) };
}
