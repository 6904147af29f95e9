import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Finding } from '../../src/bank/finding.ts';
import { type AuthoredQuestion, conceptFile } from '../../src/bank/format.ts';
import { lineAt, type PlacedQuestion } from '../../src/bank/read.ts';
import type { Draft } from './draft.ts';

/** Questions as JSON: an array of concepts, each with its questions exactly as the files of the bank have them, proofs included. */
export function writeJson(placed: readonly PlacedQuestion[]): string {
  const concepts = new Map<string, AuthoredQuestion[]>();
  for (const { question, authored } of placed)
    concepts.set(question.concept, [...(concepts.get(question.concept) ?? []), authored]);
  const whole = [...concepts].map(([concept, questions]) => ({ concept, questions }));
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Reads what {@link writeJson} wrote. JSON is YAML, and that parser knows lines. */
export function readJson(file: string, json: string): { drafts: Draft[]; findings: Finding[] } {
  const counter = new LineCounter();
  const document = parseDocument(json, { lineCounter: counter });
  const [fault] = document.errors;
  if (fault !== undefined)
    return {
      drafts: [],
      findings: [
        { file, line: counter.linePos(fault.pos[0]).line, reason: `not JSON: ${fault.message.split('\n')[0]}` },
      ],
    };
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, counter, path);
  const shape = conceptFile.pick({ concept: true }).loose();
  if (!isSeq(document.contents))
    return { drafts: [], findings: [{ file, line: 1, reason: 'the file holds no array of concepts' }] };
  const findings: Finding[] = [];
  const drafts = document.contents.items.flatMap((item, c): Draft[] => {
    const parsed = shape.safeParse(item && isMap(item) ? item.toJS(document) : undefined);
    const questions: unknown = parsed.data?.questions;
    if (!parsed.success || !Array.isArray(questions)) {
      findings.push({ file, line: lineOf([c]), reason: 'this is no concept with its questions' });
      return [];
    }
    return questions.map(
      (authored: unknown, q): Draft => ({
        concept: parsed.data.concept,
        authored: authored !== null && typeof authored === 'object' ? { ...authored } : {},
        lineOf: (...part) => lineOf([c, 'questions', q, ...part]),
        refused: [],
        open: [],
      }),
    );
  });
  return { drafts, findings };
}
