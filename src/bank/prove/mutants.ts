import type { ScriptProof } from '../proof.ts';

/** A script with its subject changed. */
export interface Mutant {
  /** What was changed. */
  change: string;
  script: string;
}

/** Lines from..to (exclusive) between a pair of marks. */
interface Span {
  from: number;
  to: number;
}

const marks = { begin: /^\s*(\/\/|#)\s*subject:\s*begin\b/, end: /^\s*(\/\/|#)\s*subject:\s*end\b/ };
const mostMutants = 24;

/** Where the marked subjects stand. An unclosed mark marks nothing. */
export function subjectOf(script: string): Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  script.split('\n').forEach((line, n) => {
    if (marks.begin.test(line)) from = n + 1;
    else if (marks.end.test(line) && from !== undefined) {
      if (n > from) spans.push({ from, to: n });
      from = undefined;
    }
  });
  return spans;
}

/** A bare `true` or `false` among the entries of the array that the script prints, if it holds one. */
export function literalResult(script: string): string | undefined {
  const starts = [...script.matchAll(/(?:JSON\.stringify|json\.dumps)\(\s*\[/g)];
  const last = starts.at(-1);
  if (last === undefined) return undefined;
  const entries = entriesOf(script.slice(last.index + last[0].length));
  return entries
    .map((entry) => entry.trim())
    .find((entry) => /^(?:!?[01]|true|false|(?:not )?(?:True|False))$/.test(entry));
}

/** Splits what follows an opening bracket at its own commas, up to its closing bracket. Brackets in texts are taken for brackets. */
function entriesOf(text: string): string[] {
  const entries = [''];
  let depth = 0;
  for (const sign of text) {
    if (sign === ']' && depth === 0) break;
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    if (sign === ',' && depth === 0) entries.push('');
    else entries[entries.length - 1] += sign;
  }
  return entries;
}

/** Changes within a text that usually keep it running: figures, flags, comparisons, waiting, texts. */
const tokenChanges: [RegExp, (found: string) => string][] = [
  [/\btrue\b/g, () => 'false'],
  [/\bfalse\b/g, () => 'true'],
  [/\bTrue\b/g, () => 'False'],
  [/\bFalse\b/g, () => 'True'],
  [/[!=]==/g, (found) => (found === '===' ? '!==' : '===')],
  [/(?<![!=<>])[!=]=(?!=)/g, (found) => (found === '==' ? '!=' : '==')],
  [/(?<=\s)<=?(?=\s)/g, () => '>'],
  [/(?<=\s)>=?(?=\s)/g, () => '<'],
  [/(?<![\w.])\d+(?![\w.])/g, (found) => String(Number(found) + 1)],
  [/(?<![\w.])\d+(?![\w.])/g, (found) => `${found}0`],
  [/\bawait /g, () => ''],
  [/&&/g, () => '||'],
  [/ and /g, () => ' or '],
  [/(?<=')[^'\n]+(?=')/g, (found) => `${found}x`],
  [/(?<=")[^"\n]+(?=")/g, (found) => `${found}x`],
];

/**
 * The ways in which the prover changes a subject, the most telling first: with a `control`, only that; otherwise without the subject, with
 * one token changed, with one line left out. One that runs through and prints another array shows that the result is no constant.
 */
export function* mutantsOf(proof: ScriptProof): Generator<Mutant> {
  const lines = proof.script.split('\n');
  const spans = subjectOf(proof.script);
  const [first] = spans;
  if (first === undefined) return;
  const replaced = (span: Span, text: string[]) =>
    [...lines.slice(0, span.from), ...text, ...lines.slice(span.to)].join('\n');
  if (proof.control !== undefined) {
    yield { change: 'the control', script: replaced(first, [proof.control]) };
    return;
  }
  let made = 0;
  const seen = new Set([proof.script]);
  const isNew = (script: string) => !seen.has(script) && seen.add(script) && made++ < mostMutants;
  for (const span of spans) {
    const script = replaced(span, []);
    if (isNew(script)) yield { change: 'without the subject', script };
  }
  for (const span of spans) {
    const subject = lines.slice(span.from, span.to);
    for (const mutated of [...tokenMutants(subject.join('\n')), ...lineMutants(subject)]) {
      const script = replaced(span, [mutated.text]);
      if (isNew(script)) yield { change: mutated.change, script };
    }
  }
}

function* tokenMutants(subject: string): Generator<{ change: string; text: string }> {
  const queues = tokenChanges.map(([pattern, change]) =>
    [...subject.matchAll(pattern)].map(({ 0: found, index }) => ({
      change: `${found} to ${change(found)}`,
      text: subject.slice(0, index) + change(found) + subject.slice(index + found.length),
    })),
  );
  // One of each kind in turn, so that a subject full of figures does not use up all tries on them.
  while (queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const next = queue.shift();
      if (next !== undefined) yield next;
    }
  }
}

function* lineMutants(lines: string[]): Generator<{ change: string; text: string }> {
  for (const [n, line] of lines.entries()) {
    if (line.trim() !== '') yield { change: `without line ${n + 1}`, text: lines.filter((_, m) => m !== n).join('\n') };
  }
}
