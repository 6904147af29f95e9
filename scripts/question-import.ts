import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Finding, printFinding } from '../src/bank/finding.ts';
import { parseTaxonomy } from '../src/bank/taxonomy.ts';
import { commandLine } from './bank-arguments.ts';
import { formatOf, formats, isFormat, readDrafts } from './exchange/formats.ts';
import { judge } from './exchange/judge.ts';
import { planFiles, writeFiles } from './exchange/plan.ts';

const usage = `npm run question:import -- <file> [--into <area/subject/concept>]
  Says what of a file in Moodle XML, GIFT or our JSON can be taken, what can't and why, and which files it would go to.
  --into <concept>          where questions go that don't name a concept of the taxonomy themselves
  --format <${formats.join('|')}>   if the file's name and beginning don't say it
  --write                   write it; nothing that is there is overwritten
  --bank <dir>              another bank than questions/`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      into: { type: 'string' },
      format: { type: 'string', default: 'auto' },
      write: { type: 'boolean', default: false },
      bank: { type: 'string', default: 'questions' },
    },
  });
  const [file] = positionals;
  if (file === undefined) throw new Error(usage);
  if (values.format !== 'auto' && !isFormat(values.format)) throw new Error(usage);
  const taxonomy = parseTaxonomy(await readFile(path.join(values.bank, 'taxonomy.yaml'), 'utf8'));
  if (values.into !== undefined && taxonomy.concept(values.into) === undefined)
    throw new Error(`There is no concept ${values.into}.`);
  const text = await readFile(file, 'utf8');
  const format = isFormat(values.format) ? values.format : formatOf(file, text);
  const { drafts, findings } = readDrafts(format, file, text, taxonomy, values.into);
  const today = new Date().toLocaleDateString('sv-SE');
  const judged = drafts.map((draft) => judge(file, draft, taxonomy, today));
  const plan = await planFiles(values.bank, judged, taxonomy, file);
  const refused = [...findings, ...judged.flatMap((one) => one.refused), ...plan.refused];
  print('Left out:', refused);
  print(
    'To be written before npm run bank:check passes:',
    judged.flatMap((one) => (one.taken === undefined ? [] : one.open)),
  );
  const taken = plan.files.reduce((sum, { ids }) => sum + ids.length, 0);
  console.log(`${taken} of ${drafts.length} ${drafts.length === 1 ? 'question' : 'questions'} can be taken.`);
  for (const planned of plan.files) {
    const name = path.join(values.bank, planned.file);
    console.log(`${planned.made ? 'New' : 'Added to'}: ${name}\n${planned.ids.map((id) => `  ${id}`).join('\n')}`);
  }
  if (taken > 0 && values.write) {
    await writeFiles(values.bank, plan.files);
    console.log('Written. Then: npm run prove && npm run bank:check');
  } else if (taken > 0) console.log('Nothing was written. With --write it is.');
  return refused.length === 0 ? 0 : 1;
}

function print(heading: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const sorted = [...findings].sort((x, y) => x.line - y.line);
  console.error(`${heading}\n${sorted.map(printFinding).join('\n')}\n`);
}

await commandLine(main, usage);
