import type { Finding } from '../finding.ts';
import type { PlacedQuestion } from '../read.ts';

/** From this share of shared word triples on, two prompts ask the same. */
const alike = 0.55;
const columns = 56;

/** Prompts that ask nearly the same, each pair once, printed side by side. Only prompts that share something are compared. */
export function checkDuplicates(placed: readonly PlacedQuestion[]): Finding[] {
  const triples = placed.map(({ question }) => triplesOf(question.prompt));
  const holders = new Map<string, number[]>();
  const findings: Finding[] = [];
  for (const [n, mine] of triples.entries()) {
    const shared = new Map<number, number>();
    for (const triple of mine) {
      const others = holders.get(triple);
      if (others === undefined) {
        holders.set(triple, [n]);
        continue;
      }
      for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
      others.push(n);
    }
    for (const [other, common] of shared) {
      const together = mine.size + (triples[other]?.size ?? 0) - common;
      const one = placed[n];
      const earlier = placed[other];
      if (common / together < alike || one === undefined || earlier === undefined) continue;
      findings.push({
        file: one.file,
        line: one.lineOf('prompt'),
        reason: `asks nearly the same as ${earlier.question.id} (${earlier.file}:${earlier.lineOf('prompt')})`,
        remedy: 'Drop one, or ask something else',
        detail: sideBySide(earlier.question.prompt, one.question.prompt),
      });
    }
  }
  return findings;
}

function triplesOf(prompt: string): Set<string> {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return new Set(words.map((_, n) => words.slice(n, n + 3).join(' ')));
}

function sideBySide(left: string, right: string): string[] {
  const [a, b] = [wrap(left), wrap(right)];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, n) =>
    `${(a[n] ?? '').padEnd(columns)} | ${b[n] ?? ''}`.trimEnd(),
  );
}

function wrap(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${columns}}(?=\\s|$)|\\S{${columns}}`, 'g')) ?? ['']);
}
