import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { PlacedQuestion } from '../read.ts';

/** Above this share of an area's questions, "take the longest" is a way to play. */
const most = 0.4;

const baselineShape = z.record(z.string(), z.strictObject({ longest: z.int(), of: z.int() }));

/** Areas that were above the limit when the baseline was written, and by how much. */
export type LongestBaseline = z.infer<typeof baselineShape>;

/** Where the accepted state is kept, below the bank's root. It holds only areas above the limit: the aim is an empty object. */
export const baselineFile = 'longest-baseline.json';

/** The committed baseline; an empty one where there is none. */
export async function readBaseline(root: string): Promise<LongestBaseline> {
  const text = await readFile(path.join(root, baselineFile), 'utf8').catch(() => '{}');
  return baselineShape.parse(JSON.parse(text));
}

/** Whether the one longest option is right. Where two are equally long, neither gives anything away. */
export function longestIsRight({ question }: PlacedQuestion): boolean {
  const lengths = question.options.map((option) => option.text.length);
  const longest = Math.max(...lengths);
  const at = lengths.indexOf(longest);
  return lengths.lastIndexOf(longest) === at && question.options[at]?.right === true;
}

/** By area: in how many questions the longest option is right. */
export function countLongest(placed: readonly PlacedQuestion[]): LongestBaseline {
  const counts: LongestBaseline = {};
  for (const one of placed) {
    const count = counts[one.question.area] ?? { longest: 0, of: 0 };
    counts[one.question.area] = { longest: count.longest + (longestIsRight(one) ? 1 : 0), of: count.of + 1 };
  }
  return counts;
}

/** Refuses an area above the limit that is worse than the baseline, with the questions to look at. */
export function checkLongest(placed: readonly PlacedQuestion[], baseline: LongestBaseline): Finding[] {
  const findings: Finding[] = [];
  for (const [area, { longest, of }] of Object.entries(countLongest(placed))) {
    const accepted = baseline[area];
    const limit = Math.max(most, accepted === undefined ? 0 : accepted.longest / accepted.of);
    if (longest / of <= limit) continue;
    const culprits = placed.filter((one) => one.question.area === area && longestIsRight(one));
    const [first] = culprits;
    if (first === undefined) continue;
    findings.push({
      file: first.file,
      line: first.lineOf('options'),
      reason: `in ${longest} of ${of} questions of ${area} the longest option is right; at most ${Math.floor(limit * 100)}% may be`,
      remedy: 'Shorten right options or lengthen wrong ones in some of these',
      detail: culprits.map((one) => `${one.file}:${one.lineOf('options')} ${one.question.id}`),
    });
  }
  return findings;
}
