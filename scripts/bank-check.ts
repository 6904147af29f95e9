import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkBank } from '../src/bank/check/check.ts';
import { baselineFile, countLongest } from '../src/bank/check/longest.ts';
import { printFinding } from '../src/bank/finding.ts';
import { commandLine, pathFilter } from './bank-arguments.ts';
import { bankSummary, reviewedLongestAgo } from './bank-summary.ts';
import { renderChecks } from './render-checks.ts';

const usage = `npm run bank:check [-- options] [path…]
  Checks the whole bank; with paths, only what is found below them is reported.
  --age <months>   instead, list the questions reviewed longer ago than that, and facts that age
  --accept-longest write the areas in which the longest option is right too often as the accepted state
  --bank <dir>     another bank than questions/`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      age: { type: 'string' },
      'accept-longest': { type: 'boolean', default: false },
      bank: { type: 'string', default: 'questions' },
    },
  });
  const { placed, findings } = await checkBank(values.bank, renderChecks);
  const below = pathFilter(positionals, values.bank);
  if (values.age !== undefined) {
    const months = Number(values.age);
    if (!(months >= 0)) throw new Error('--age wants a number of months, for example --age 12');
    const chosen = placed.filter((one) => below(one.question.id)).map((one) => one.question);
    console.log(reviewedLongestAgo(chosen, months, new Date()));
    return 0;
  }
  if (values['accept-longest']) {
    const above = Object.entries(countLongest(placed)).filter(([, { longest, of }]) => longest / of > 0.4);
    await writeFile(path.join(values.bank, baselineFile), `${JSON.stringify(Object.fromEntries(above), null, 2)}\n`);
  }
  const reported = findings.filter((finding) => below(finding.file.replace(/\.yaml$/, '')));
  for (const finding of reported)
    console.error(printFinding({ ...finding, file: path.join(values.bank, finding.file) }));
  console.log(bankSummary(placed));
  if (reported.length > 0) console.error(`${reported.length} ${reported.length === 1 ? 'fault' : 'faults'}.`);
  return reported.length === 0 ? 0 : 1;
}

await commandLine(main, usage);
