import { parseArgs } from 'node:util';
import { loadBank } from '../src/bank/load.ts';
import { commandLine, pathFilter } from './bank-arguments.ts';
import { printAnswer, printQuestion } from './question-view.ts';

const usage = `npm run question:preview -- <id or path>…
  Prints questions as a player sees them in a terminal, with their answers; options in the file's order.
  --bank <dir>  another bank than questions/`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bank: { type: 'string', default: 'questions' } },
  });
  if (positionals.length === 0) throw new Error(usage);
  const { questions, taxonomy } = await loadBank(values.bank);
  const wanted = pathFilter(positionals, values.bank);
  const chosen = [...questions.values()].filter((question) => wanted(question.id));
  if (chosen.length === 0) throw new Error(`No question is ${positionals.join(' or ')}, or lies below it.`);
  for (const question of chosen) {
    const title = taxonomy.concept(question.concept)?.title ?? question.concept;
    console.log(`── ${question.id}\n\n${printQuestion(question, title)}\n\n${printAnswer(question)}\n`);
  }
  return 0;
}

await commandLine(main, usage);
