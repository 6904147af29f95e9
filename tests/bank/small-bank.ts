import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import type { AuthoredQuestion } from '../../src/bank/format.ts';

/** A question as a file has it; whatever a test is about is given over it, `undefined` leaves a part out. */
export type Draft = { [Part in keyof AuthoredQuestion]?: unknown };

/** A question that nothing can be said against, in a concept that is only ever cited. */
export function draft(over: Draft = {}): Draft {
  const slug = typeof over.slug === 'string' ? over.slug : 'a-slug';
  const whole: Draft = {
    slug,
    difficulty: 1,
    pick: 'one',
    prompt: `What does ${slug} turn on, of all that one hears about ${slug}?`,
    options: [
      { text: 'A claim that holds', right: true, why: 'It is so.' },
      { text: 'A claim that is far longer and does not hold', why: 'It is not so.' },
      { text: 'Another claim of theirs', why: 'Nor is this.' },
      { text: 'Yet another such claim', why: 'Nor that.' },
    ],
    answer: 'What holds, holds.',
    explanation: 'Because it does.',
    sources: [
      { ref: 'rfc9110', section: '8.3 Content-Type', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-8.3' },
      { ref: 'rfc9457', section: '3 Members', url: 'https://www.rfc-editor.org/rfc/rfc9457#section-3' },
    ],
    reviewed: { on: '2026-11-24', by: 'tests' },
    ...over,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, part]) => part !== undefined));
}

/** Options with these texts; the first `right` of them are right. */
export function options(texts: string[], right = 1): unknown[] {
  return texts.map((text, n) => ({ text, ...(n < right ? { right: true } : {}), why: 'For a reason.' }));
}

export const citedConcept = 'http-apis/rest-design/error-format';
export const provableConcept = 'databases-sql/querying/joins';

/** A bank in a temporary folder, with the real taxonomy and these concept files (drafts, or a text as it stands). */
export async function smallBank(files: Record<string, Draft[] | string>): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'prep-bank-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await copyFile('questions/taxonomy.yaml', path.join(root, 'taxonomy.yaml'));
  for (const [concept, content] of Object.entries(files)) {
    const file = path.join(root, `${concept}.yaml`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : stringify({ concept, questions: content }));
  }
  return root;
}
