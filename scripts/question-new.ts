import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { scaffold, scaffoldQuestion } from '../src/bank/scaffold.ts';
import { parseTaxonomy } from '../src/bank/taxonomy.ts';
import { commandLine } from './bank-arguments.ts';

const usage = `npm run question:new -- <area/subject/concept>
  Makes the concept's file with what the taxonomy says about it and one question to fill in,
  or adds one more question to the file that is there.
  --bank <dir>  another bank than questions/`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bank: { type: 'string', default: 'questions' } },
  });
  const [wanted] = positionals;
  if (wanted === undefined) throw new Error(usage);
  const taxonomy = parseTaxonomy(await readFile(path.join(values.bank, 'taxonomy.yaml'), 'utf8'));
  const concept = taxonomy.concept(wanted);
  if (concept === undefined) {
    const { matches, near } = taxonomy.find(wanted.slice(wanted.lastIndexOf('/') + 1));
    const meant = [...matches, ...near].map((topic) => topic.path);
    throw new Error(`There is no concept ${wanted}.${meant.length > 0 ? ` Near it: ${meant.join(', ')}.` : ''}`);
  }
  const file = path.join(values.bank, `${concept.path}.yaml`);
  const today = new Date().toLocaleDateString('sv-SE');
  if (existsSync(file)) {
    await appendFile(file, `\n${scaffoldQuestion(concept, taxonomy, today)}`);
    console.log(`Added a question to ${file}.`);
  } else {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, scaffold(concept, taxonomy, today));
    console.log(`Made ${file}.`);
  }
  console.log(`Then: npm run prove -- ${concept.path} && npm run bank:check -- ${concept.path}`);
  return 0;
}

await commandLine(main, usage);
