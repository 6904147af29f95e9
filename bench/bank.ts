import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Bank, loadBank, readBank } from '../src/bank/load.ts';
import { projectRoot } from '../src/project-root.ts';
import { areaWeights } from '../src/quiz/areas.ts';
import { chooseQuestion } from '../src/quiz/choose.ts';
import { questionsOf } from '../src/quiz/choose-next.ts';
import { generateBank } from './generated-bank.ts';
import { longHistory } from './long-history.ts';
import { line, median, percentile, report } from './measure.ts';
import { openStage } from './stage.ts';

const questions = 10_000;
const starts = 5;
const pastRounds = 5_000;
const choices = 2_000;

const started = z.object({ ms: z.number(), bytes: z.number(), questions: z.number() });

/** Loading a bank of 10,000 questions, what it holds in memory, and choosing from it for a channel that had 5,000. */
export async function benchBank(): Promise<void> {
  const real = path.join(projectRoot, 'questions');
  const { placed, taxonomy } = await readBank(real);
  const root = await generateBank(
    placed,
    taxonomy,
    await readFile(path.join(real, 'taxonomy.yaml'), 'utf8'),
    questions,
  );
  try {
    // Beside the bank: a file inside it would be part of what the cache is of.
    const cache = `${root}.cache.json`;
    const first = await start(root, cache);
    line(`A start without a cache reads and checks ${first.questions} questions in ${(first.ms / 1000).toFixed(1)} s`);
    const later = [];
    for (let n = 0; n < starts; n += 1) later.push(await start(root, cache));
    report(`loading and checking ${questions} questions from cache, s`, median(later.map(({ ms }) => ms)) / 1000, {
      atMost: 1,
    });
    report('memory per 1,000 questions, MB', median(later.map(({ bytes }) => bytes)) / 2 ** 20 / (questions / 1_000));
    await benchChoosing(await loadBank(root, { cache }));
  } finally {
    await Promise.all([root, `${root}.cache.json`].map((one) => rm(one, { recursive: true, force: true })));
  }
  line(
    'Proving the whole bank anew is measured by itself, alone on the machine: time npm run prove -- --all --no-record',
  );
}

/** One start in a process of its own, so that nothing is compiled or read yet. */
async function start(root: string, cache: string): Promise<z.infer<typeof started>> {
  const program = path.join(import.meta.dirname, 'load-bank.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--import',
    'tsx',
    program,
    root,
    cache,
  ]);
  return started.parse(JSON.parse(stdout));
}

async function benchChoosing(bank: Bank): Promise<void> {
  const stage = await openStage({ connections: 4 });
  try {
    const { store } = stage;
    const channel = await longHistory(stage, bank, pastRounds);
    const rule = { repeats: true, order: 'even', weightOf: areaWeights(bank.taxonomy, 'even') } as const;
    const reading: number[] = [];
    const deciding: number[] = [];
    const computing: number[] = [];
    const choosing: number[] = [];
    for (let n = -choices / 10; n < choices; n += 1) {
      const began = performance.now();
      const history = await store.history.ofChannel(channel.workspace, channel.id, Date.now());
      const all = questionsOf({ bank }, history);
      const cpu = process.cpuUsage();
      const read = performance.now();
      const chosen = chooseQuestion(all, { topics: [] }, history, Math.random(), rule);
      const decided = performance.now();
      if (!chosen) throw new Error('nothing was chosen');
      if (n < 0) continue;
      reading.push(read - began);
      deciding.push(decided - read);
      choosing.push(decided - began);
      computing.push(process.cpuUsage(cpu).user / 1000);
    }
    const p99 = (times: readonly number[]) => percentile(times, 0.99);
    line(
      `Reading what a channel had (${pastRounds} rounds), p50 ${median(reading).toFixed(1)} ms, p99 ${p99(reading).toFixed(1)} ms`,
    );
    line(
      `Deciding among ${questions} questions, p50 ${median(deciding).toFixed(2)} ms, of it ${median(computing).toFixed(2)} ms on the processor`,
    );
    report(`choosing for a channel with ${pastRounds} past rounds, p99, ms`, p99(choosing), { atMost: 2 });
  } finally {
    await stage.close();
  }
}
