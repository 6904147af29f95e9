import type { Finding } from '../finding.ts';
import type { CheckedQuestion } from '../read.ts';

/** The key fits `pick`, no option stands there twice, and a proof by SQL has an entry for each. */
export function checkKey({ question, lineOf, file }: CheckedQuestion): Finding[] {
  const findings: Finding[] = [];
  const right = question.options.filter((option) => option.right).length;
  if (question.pick === 'one' && right !== 1) {
    findings.push({
      file,
      line: lineOf('options'),
      reason: `pick: one with ${right} right options`,
      remedy: right === 0 ? 'Mark the right one with right: true' : 'Use pick: several, or mark just one',
    });
  }
  if (question.pick === 'several' && right === 0) {
    findings.push({
      file,
      line: lineOf('options'),
      reason: 'no option is right',
      remedy: 'Mark those that are with right: true',
    });
  }
  const seen = new Map<string, number>();
  question.options.forEach(({ text }, n) => {
    const words = text.toLowerCase().replace(/\W+/g, ' ').trim() || text;
    const earlier = seen.get(words);
    // Code may differ in its signs alone.
    if (earlier !== undefined && !text.includes('`')) {
      findings.push({
        file,
        line: lineOf('options', n),
        reason: `options ${earlier + 1} and ${n + 1} say the same`,
        remedy: 'Replace one',
      });
    }
    seen.set(words, n);
  });
  const { proof } = question;
  if (proof?.runs === 'sql' && proof.shows.length !== question.options.length) {
    findings.push({
      file,
      line: lineOf('proof', 'shows'),
      reason: `${proof.shows.length} entries in shows for ${question.options.length} options`,
      remedy: 'Write one for every option, in their order',
    });
  }
  return findings;
}
