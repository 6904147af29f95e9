import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Finding } from './finding.ts';
import { type AuthoredQuestion, conceptFile, type Question } from './format.ts';
import type { Taxonomy } from './taxonomy.ts';

/** A question with where it stands, for those who check it. */
export interface PlacedQuestion {
  question: Question;
  authored: AuthoredQuestion;
  /** Relative to the bank's root. */
  file: string;
  /** The line of a part of it, for example `lineOf('options', 2, 'why')`; of the question itself without arguments. */
  lineOf(...part: (string | number)[]): number;
}

/** What the checks of a single question look at; `file` and the lines are whatever a finding is to name. */
export type CheckedQuestion = Pick<PlacedQuestion, 'question' | 'file' | 'lineOf'>;

/** Reads one concept file. Whatever is wrong with it is in `findings`; questions are only given if its shape is right. */
export function readConceptFile(
  file: string,
  yaml: string,
  taxonomy: Taxonomy,
): { questions: PlacedQuestion[]; findings: Finding[] } {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter });
  if (document.errors.length > 0) {
    const findings = document.errors.map((error) => ({
      file,
      line: counter.linePos(error.pos[0]).line,
      reason: `not YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`,
      remedy: 'Quote texts that hold a colon or begin with a back-tick',
    }));
    return { questions: [], findings };
  }
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, counter, path);
  const parsed = conceptFile.safeParse(document.toJS());
  if (!parsed.success)
    return { questions: [], findings: parsed.error.issues.map((i) => shapeFinding(file, i, lineOf)) };
  const { concept: path, questions } = parsed.data;
  const findings: Finding[] = [];
  const concept = taxonomy.concept(path);
  if (concept === undefined) {
    findings.push({
      file,
      line: lineOf(['concept']),
      reason: `there is no concept ${path}`,
      remedy: 'Use a path of taxonomy.yaml',
    });
  } else if (file !== `${path}.yaml`) {
    findings.push({
      file,
      line: lineOf(['concept']),
      reason: `${path} belongs into ${path}.yaml`,
      remedy: 'Move the file or name the other concept',
    });
  }
  const placed = questions.map((authored, n): PlacedQuestion => {
    const at = (...part: (string | number)[]) => lineOf(['questions', n, ...part]);
    authored.sources.forEach((source, s) => {
      if (taxonomy.sources[source.ref] === undefined) {
        findings.push({
          file,
          line: at('sources', s, 'ref'),
          reason: `there is no source ${source.ref}`,
          remedy: "Use a key of taxonomy.yaml's sources, or add it there",
        });
      }
    });
    return { question: toQuestion(path, authored, taxonomy), authored, file, lineOf: at };
  });
  return { questions: placed, findings };
}

/** The question that the quiz makes of one in a file. */
export function toQuestion(path: string, authored: AuthoredQuestion, taxonomy: Taxonomy): Question {
  const [area = '', subject = ''] = path.split('/');
  const { slug, as_of, proof, unproven: _, options, sources, ...rest } = authored;
  return {
    id: `${path}/${slug}`,
    concept: path,
    area,
    subject,
    ...rest,
    options: options.map((o) => ({ text: o.text, right: o.right === true, why: o.why })),
    sources: sources.map((s) => ({
      ref: s.ref,
      title: s.title ?? taxonomy.sources[s.ref]?.title ?? s.ref,
      section: s.section,
      url: s.url,
    })),
    ...(as_of === undefined ? {} : { asOf: as_of }),
    ...(proof === undefined ? {} : { proof }),
  };
}

function shapeFinding(
  file: string,
  issue: z.core.$ZodIssue,
  lineOf: (path: readonly PropertyKey[]) => number,
): Finding {
  const [top, n, ...part] = issue.path;
  const inQuestion = top === 'questions' && typeof n === 'number';
  const name = inQuestion ? `question ${n + 1}${part.length > 0 ? `, ${part.join('.')}` : ''}` : issue.path.join('.');
  const remedy =
    issue.code === 'too_big' && issue.origin === 'string' ? `Shorten it to ${issue.maximum} characters` : undefined;
  return {
    file,
    line: lineOf(issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path),
    reason: `${name === '' ? 'the file' : name}: ${issue.message}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** From 1: the line where `path` begins, or the nearest part above it that exists. */
export function lineAt(document: Document, counter: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}
