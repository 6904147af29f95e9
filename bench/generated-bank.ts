import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { questionYaml } from '../scripts/exchange/yaml-text.ts';
import type { PlacedQuestion } from '../src/bank/read.ts';
import { scaffoldHead } from '../src/bank/scaffold.ts';
import type { Taxonomy } from '../src/bank/taxonomy.ts';

/** Writes a bank of `count` questions to a folder of its own: the real ones with their texts, over and over, under other names. */
export async function generateBank(
  placed: readonly PlacedQuestion[],
  taxonomy: Taxonomy,
  taxonomyYaml: string,
  count: number,
): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'prep-bench-bank-'));
  await writeFile(path.join(root, 'taxonomy.yaml'), taxonomyYaml);
  for (const path_ of new Set(placed.map((one) => one.question.concept))) {
    const concept = taxonomy.concept(path_);
    if (concept === undefined) continue;
    const entries = placed.flatMap(({ question, authored }, nth) => {
      if (question.concept !== path_) return [];
      const copies = Math.floor(count / placed.length) + (nth < count % placed.length ? 1 : 0);
      return Array.from({ length: copies }, (_, n) => questionYaml({ ...authored, slug: `${authored.slug}-${n}` }));
    });
    const file = path.join(root, `${path_}.yaml`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${scaffoldHead(concept, taxonomy)}${entries.join('\n')}`);
  }
  return root;
}
