import { countLongest } from '../src/bank/check/longest.ts';
import type { Question } from '../src/bank/format.ts';
import type { PlacedQuestion } from '../src/bank/read.ts';

/** A table of the bank by area: how many, how hard, how proven, and in what share the longest option is right. */
export function bankSummary(placed: readonly PlacedQuestion[]): string {
  const longest = countLongest(placed);
  const rows = [...new Set(placed.map((one) => one.question.area))].map((area) => {
    const those = placed.map((one) => one.question).filter((question) => question.area === area);
    return [area, ...figures(those), percent(longest[area]?.longest ?? 0, those.length)];
  });
  const all = placed.map((one) => one.question);
  const total = Object.values(longest).reduce((sum, count) => sum + count.longest, 0);
  rows.push(['all', ...figures(all), percent(total, all.length)]);
  const heads = [
    'area',
    'questions',
    'several',
    'warm-up',
    'expected',
    'stretch',
    'proven',
    'samples',
    'longest is right',
  ];
  const widths = heads.map((head, n) => Math.max(head.length, ...rows.map((row) => (row[n] ?? '').length)));
  return [heads, ...rows]
    .map((row) =>
      row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '),
    )
    .join('\n');
}

function figures(questions: readonly Question[]): string[] {
  const share = (test: (question: Question) => boolean) => percent(questions.filter(test).length, questions.length);
  return [
    String(questions.length),
    share((q) => q.pick === 'several'),
    share((q) => q.difficulty === 1),
    share((q) => q.difficulty === 2),
    share((q) => q.difficulty === 3),
    share((q) => q.proof !== undefined),
    String(questions.filter((q) => q.sample).length),
  ];
}

const percent = (part: number, whole: number) => (whole === 0 ? '' : `${Math.round((part / whole) * 100)}%`);

/** The questions reviewed more than `months` ago, the oldest first, with the date of facts that age. */
export function reviewedLongestAgo(questions: readonly Question[], months: number, today: Date): string {
  const since = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, today.getUTCDate()))
    .toISOString()
    .slice(0, 10);
  const oldest = (question: Question) => [question.reviewed.on, question.asOf ?? '9999'].sort()[0] ?? '';
  const old = questions
    .filter((question) => oldest(question) < since)
    .sort((x, y) => oldest(x).localeCompare(oldest(y)));
  if (old.length === 0) return `Every question was reviewed since ${since}.`;
  const line = (q: Question) =>
    `${q.reviewed.on} by ${q.reviewed.by}  ${q.id}${q.asOf === undefined ? '' : `  (facts as of ${q.asOf})`}`;
  return [`Reviewed before ${since}:`, ...old.map(line)].join('\n');
}
