import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Question } from './format.ts';

const recorded = z.record(
  z.string(),
  z.strictObject({ runtime: z.string(), on: z.iso.date(), key: z.string().regex(/^[0-9a-f]{16}$/) }),
);

/** Which run proved which question: by question id, sorted. */
export type RecordedProofs = z.infer<typeof recorded>;

/** Where the prover writes its results, below the bank's root. */
export const proofsFile = 'proofs.json';

/** The hash of a proof together with the key that it proved; undefined for a question without a proof. */
export function proofKey(question: Question): string | undefined {
  if (question.proof === undefined) return undefined;
  const content = JSON.stringify([question.proof, question.options.map((o) => o.right)]);
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** The recorded results; none where the file is missing. @throws {z.ZodError} where it was edited into another shape. */
export async function readProofs(root: string): Promise<RecordedProofs> {
  const text = await readFile(path.join(root, proofsFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  return recorded.parse(JSON.parse(text));
}
