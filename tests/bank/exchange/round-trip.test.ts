import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Format, formats, readDrafts, writers } from '../../../scripts/exchange/formats.ts';
import { judge } from '../../../scripts/exchange/judge.ts';
import { questionYaml } from '../../../scripts/exchange/yaml-text.ts';
import { type AuthoredQuestion, conceptFile } from '../../../src/bank/format.ts';
import { readBank } from '../../../src/bank/load.ts';
import type { PlacedQuestion } from '../../../src/bank/read.ts';
import type { Taxonomy } from '../../../src/bank/taxonomy.ts';

let placed: PlacedQuestion[];
let taxonomy: Taxonomy;
beforeAll(async () => {
  ({ placed, taxonomy } = await readBank('questions'));
});

/** What every format holds of a question; the proof and who reviewed it stay in the bank and in JSON. */
function held({ proof: _, unproven: __, reviewed: ___, ...question }: AuthoredQuestion) {
  return { ...question, prompt: question.prompt.trim(), explanation: question.explanation.trim() };
}

function through(format: Format) {
  const { drafts, findings } = readDrafts(format, 'file', writers[format](placed), taxonomy);
  const judged = drafts.map((draft) => judge('file', draft, taxonomy, '2026-11-24'));
  return { findings: [...findings, ...judged.flatMap((one) => [...one.refused, ...one.open])], judged };
}

describe.each(formats)('the whole bank through %s', (format) => {
  it('comes back as it was, without a word to say about it', () => {
    const { findings, judged } = through(format);
    expect(findings).toEqual([]);
    expect(judged.length).toBeGreaterThanOrEqual(360);
    expect(judged.map(({ taken }) => taken && { concept: taken.concept, ...held(taken.authored) })).toEqual(
      placed.map(({ question, authored }) => ({ concept: question.concept, ...held(authored) })),
    );
  });
});

describe('JSON', () => {
  it('keeps proofs and reviews, too', () => {
    const { judged } = through('json');
    expect(judged.map(({ taken }) => taken?.authored)).toEqual(placed.map(({ authored }) => authored));
  });
});

describe('the YAML that an import writes', () => {
  it('says of every question what the file of the bank says', () => {
    for (const { question, authored } of placed) {
      const file = conceptFile.parse({ concept: question.concept, questions: parse(questionYaml(authored)) });
      expect(file.questions).toEqual([authored]);
    }
  });
});
