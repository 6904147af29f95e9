import path from 'node:path';
import type { Finding } from '../../src/bank/finding.ts';
import type { PlacedQuestion } from '../../src/bank/read.ts';
import type { Taxonomy } from '../../src/bank/taxonomy.ts';
import { type Draft, draftOf } from './draft.ts';
import type { ForeignFile } from './foreign.ts';
import { readGift } from './gift-read.ts';
import { writeGift } from './gift-write.ts';
import { readJson, writeJson } from './json.ts';
import { readMoodle } from './moodle-read.ts';
import { writeMoodle } from './moodle-write.ts';

export const formats = ['moodle', 'gift', 'json'] as const;
export type Format = (typeof formats)[number];

export const isFormat = (word: string): word is Format => formats.some((format) => format === word);

/** Questions in a format of others, in the order given. */
export const writers: Readonly<Record<Format, (placed: readonly PlacedQuestion[]) => string>> = {
  moodle: writeMoodle,
  gift: writeGift,
  json: writeJson,
};

/** Which format a file is in, by its name and how it begins. */
export function formatOf(file: string, text: string): Format {
  const begins = text.replace(/^\uFEFF/, '').trimStart();
  if (begins.startsWith('<')) return 'moodle';
  const ending = path.extname(file).toLowerCase();
  return ending === '.json' ? 'json' : ending === '.xml' ? 'moodle' : 'gift';
}

/** Reads a file into drafts. `into` is the concept of questions that don't name one of the taxonomy themselves. */
export function readDrafts(
  format: Format,
  file: string,
  text: string,
  taxonomy: Taxonomy,
  into?: string,
): { drafts: Draft[]; findings: Finding[] } {
  if (format === 'json') return readJson(file, text);
  const read: ForeignFile = format === 'moodle' ? readMoodle(file, text) : readGift(file, text);
  return { drafts: read.questions.map((one) => draftOf(file, one, taxonomy, into)), findings: read.findings };
}
