import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { loadBank } from '../src/bank/load.ts';
import { commandLine, pathFilter } from './bank-arguments.ts';
import { letterOf, printAnswer, printQuestion } from './question-view.ts';

const usage = `npm run question:quiz -- <id or path>…
  Asks the questions below the paths one by one: answer with letters ("a c"), then the key and the reasons are shown.
  An empty line skips a question. The options are in the file's order unless --shuffle.
  --shuffle     options in another order each time
  --bank <dir>  another bank than questions/`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bank: { type: 'string', default: 'questions' }, shuffle: { type: 'boolean', default: false } },
  });
  const { questions, taxonomy } = await loadBank(values.bank);
  const wanted = pathFilter(positionals, values.bank);
  const chosen = [...questions.values()].filter((question) => wanted(question.id));
  if (chosen.length === 0) throw new Error(`No question is ${positionals.join(' or ')}, or lies below it.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  terminal.setPrompt('Your answer: ');
  const lines = terminal[Symbol.asyncIterator]();
  const missed: string[] = [];
  let answered = 0;
  for (const authored of chosen) {
    const mixed = values.shuffle && authored.order === 'shuffled';
    const question = mixed ? { ...authored, options: shuffled(authored.options) } : authored;
    const title = taxonomy.concept(question.concept)?.title ?? question.concept;
    console.log(`\n${printQuestion(question, title)}\n`);
    terminal.prompt();
    const { value: line, done } = await lines.next();
    if (done) break;
    const picked = question.options.flatMap((_, n) =>
      line.toUpperCase().match(/[A-E]/g)?.includes(letterOf(n)) ? [n] : [],
    );
    if (picked.length === 0) continue;
    answered += 1;
    if (!question.options.every((option, n) => option.right === picked.includes(n))) missed.push(question.id);
    console.log(`\n${printAnswer(question, picked)}`);
  }
  terminal.close();
  console.log(
    `\n${answered - missed.length} of ${answered} right.${missed.length > 0 ? ` Missed:\n${missed.join('\n')}` : ''}`,
  );
  return 0;
}

/** Sorted by random keys, which is an even shuffle. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((x, y) => x.key - y.key)
    .map(({ item }) => item);
}

await commandLine(main, usage);
