import type { z } from 'zod';
import { checkKey } from '../../src/bank/check/key.ts';
import { checkMarkdown } from '../../src/bank/check/markdown.ts';
import { checkLetters, checkWording, toBeWritten } from '../../src/bank/check/wording.ts';
import type { Finding } from '../../src/bank/finding.ts';
import { type AuthoredQuestion, conceptFile } from '../../src/bank/format.ts';
import { toQuestion } from '../../src/bank/read.ts';
import { sourcesToCite } from '../../src/bank/scaffold.ts';
import type { Taxonomy } from '../../src/bank/taxonomy.ts';
import type { Draft } from './draft.ts';

/** A draft after the bank's own rules: `taken` is what may be written, undefined if anything keeps it out. */
export interface Judged {
  line: number;
  taken?: { concept: string; authored: AuthoredQuestion };
  refused: Finding[];
  open: Finding[];
}

/** Holds a draft against the bank's schema and the checks of a single question, with lines of the imported file. */
export function judge(file: string, draft: Draft, taxonomy: Taxonomy, today: string): Judged {
  const refused = [...draft.refused];
  const open = [...draft.open];
  const line = draft.lineOf();
  if (draft.authored === undefined) return { line, refused, open };
  const concept = taxonomy.concept(draft.concept ?? '');
  if (concept === undefined) {
    const named = draft.concept === undefined ? 'it names no concept' : `there is no concept ${draft.concept}`;
    refused.push({ file, line, reason: named, remedy: 'Say --into <area/subject/concept>' });
    return { line, refused, open };
  }
  const whole = {
    sources: sourcesToCite(concept, taxonomy),
    reviewed: { on: today, by: 'import' },
    ...draft.authored,
  };
  const parsed = conceptFile.safeParse({ concept: concept.path, questions: [whole] });
  if (!parsed.success) {
    refused.push(...parsed.error.issues.map((issue) => shapeFinding(file, draft, issue)));
    return { line, refused, open };
  }
  const [authored] = parsed.data.questions;
  if (authored === undefined) return { line, refused, open };
  for (const source of authored.sources.filter(({ ref }) => taxonomy.sources[ref] === undefined))
    refused.push({
      file,
      line,
      reason: `there is no source ${source.ref}`,
      remedy: "Use a key of taxonomy.yaml's sources",
    });
  const placed = { question: toQuestion(concept.path, authored, taxonomy), authored, file, lineOf: draft.lineOf };
  open.push(
    ...checkKey(placed),
    ...checkMarkdown(placed),
    ...checkWording(placed).filter((finding) => finding.reason !== toBeWritten),
    ...checkLetters(placed),
  );
  return { line, refused, open, ...(refused.length === 0 ? { taken: { concept: concept.path, authored } } : {}) };
}

function shapeFinding(file: string, draft: Draft, issue: z.core.$ZodIssue): Finding {
  const part = issue.path.slice(2);
  const line = draft.lineOf(...part);
  const name = part.map((one) => (typeof one === 'number' ? one + 1 : String(one))).join(' ');
  const options = draft.authored?.options;
  if (name === 'options' && Array.isArray(options))
    return { file, line, reason: `it has ${options.length} options`, remedy: 'Write four or five' };
  if (issue.code === 'too_big' && issue.origin === 'string')
    return { file, line, reason: `${name} is too long`, remedy: `Shorten it to ${issue.maximum} characters` };
  return { file, line, reason: `${name === '' ? 'the question' : name}: ${issue.message}` };
}
