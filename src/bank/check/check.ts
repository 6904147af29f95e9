import type { Finding } from '../finding.ts';
import type { Question } from '../format.ts';
import { readBank } from '../load.ts';
import { readProofs } from '../proofs-file.ts';
import type { PlacedQuestion } from '../read.ts';
import { checkDuplicates } from './duplicates.ts';
import { checkEvidence } from './evidence.ts';
import { checkKey } from './key.ts';
import { checkLongest, readBaseline } from './longest.ts';
import { checkMarkdown } from './markdown.ts';
import { checkLetters, checkWording } from './wording.ts';

/** Renders a question as a platform will and returns what that platform would reject, each as a reason; the bank knows no platform itself. */
export type RenderCheck = (question: Question) => string[];

/** The state of the bank after the check. */
export interface CheckedBank {
  placed: PlacedQuestion[];
  findings: Finding[];
}

/** Reads the bank below `root` and checks all that a bank may be refused for; findings come in the order of files and lines. */
export async function checkBank(root: string, renderChecks: readonly RenderCheck[] = []): Promise<CheckedBank> {
  const { placed, taxonomy, findings: shape } = await readBank(root);
  const [proofs, baseline] = await Promise.all([readProofs(root), readBaseline(root)]);
  const findings = [
    ...shape,
    ...placed.flatMap((one) => [
      ...checkKey(one),
      ...checkWording(one),
      ...checkLetters(one),
      ...checkMarkdown(one),
      ...checkEvidence(one, taxonomy, proofs),
      ...renderChecks
        .flatMap((check) => check(one.question))
        .map((reason) => ({ file: one.file, line: one.lineOf(), reason })),
    ]),
    ...checkDuplicates(placed),
    ...checkLongest(placed, baseline),
  ];
  const order = (x: Finding, y: Finding) => x.file.localeCompare(y.file) || x.line - y.line;
  return { placed, findings: findings.sort(order) };
}
