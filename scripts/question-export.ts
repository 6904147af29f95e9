import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { BankError } from '../src/bank/finding.ts';
import { readBank } from '../src/bank/load.ts';
import { commandLine, pathFilter } from './bank-arguments.ts';
import { formats, isFormat, writers } from './exchange/formats.ts';

const usage = `npm run question:export -- --format ${formats.join('|')} [path…]
  Writes the questions below the paths (ids or prefixes; all without one) to standard output.
  --difficulty <1|2|3>     only these
  --pick <one|several>     only these
  --out <file>             into a file instead; one that is there is not overwritten
  --bank <dir>             another bank than questions/`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      format: { type: 'string', default: '' },
      difficulty: { type: 'string' },
      pick: { type: 'string' },
      out: { type: 'string' },
      bank: { type: 'string', default: 'questions' },
    },
  });
  if (!isFormat(values.format)) throw new Error(usage);
  const { placed, findings } = await readBank(values.bank);
  if (findings.length > 0) throw new BankError(findings);
  const below = pathFilter(positionals, values.bank);
  const chosen = placed.filter(
    ({ question }) =>
      below(question.id) &&
      (values.difficulty === undefined || String(question.difficulty) === values.difficulty) &&
      (values.pick === undefined || question.pick === values.pick),
  );
  if (chosen.length === 0) throw new Error('No question is meant by that.');
  const text = writers[values.format](chosen);
  if (values.out === undefined) process.stdout.write(text);
  else {
    await writeFile(values.out, text, { flag: 'wx' });
    console.log(`Wrote ${chosen.length} ${chosen.length === 1 ? 'question' : 'questions'} to ${values.out}.`);
  }
  return 0;
}

await commandLine(main, usage);
