import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Bank, loadBank, readBank } from '../src/bank/load.ts';
import { projectRoot } from '../src/project-root.ts';
import { chooseNext } from '../src/quiz/choose-next.ts';
import { createStore } from '../src/store/index.ts';
import { generateBank } from './generated-bank.ts';
import { longHistory } from './long-history.ts';
import { line, median, percentile, report } from './measure.ts';
import { startProgram } from './program.ts';
import { openStage } from './stage.ts';

const questions = 10_000;
const starts = 5;
const pastRounds = 5_000;
const choices = 10_000;
/** Until then V8 compiles what runs often, beside the choices that are measured. */
const warmUp = 4_000;
const processes = 50;

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
  const program = startProgram('load-bank', [root, cache]);
  const loaded = started.parse(await program.next());
  await program.end();
  return loaded;
}

async function benchChoosing(bank: Bank): Promise<void> {
  const stage = await openStage({ connections: 4 });
  try {
    const parts = { bank, store: stage.store, clock: Date.now, random: Math.random };
    const channel = await longHistory(stage, bank, pastRounds);
    const firsts: number[] = [];
    for (let n = 0; n < processes; n += 1) {
      const store = createStore(stage.database);
      const began = performance.now();
      await chooseNext({ ...parts, store }, { channel }, { topics: [] }, { repeats: true });
      firsts.push(performance.now() - began);
    }
    line(
      `The first choice of a process reads all that the channel had: p50 ${median(firsts).toFixed(1)} ms of ${processes}`,
    );
    const choosing: number[] = [];
    for (let n = -warmUp; n < choices; n += 1) {
      const began = performance.now();
      const chosen = await chooseNext(parts, { channel }, { topics: [] }, { repeats: true });
      if (!chosen || chosen.because.repeatOf !== undefined) throw new Error('nothing new was chosen');
      if (n >= 0) choosing.push(performance.now() - began);
    }
    const journeys: number[] = [];
    for (let n = 0; n < choices; n += 1) {
      const began = performance.now();
      await stage.database.sql`select 1`;
      journeys.push(performance.now() - began);
    }
    line(
      `A journey to Postgres for nothing: p50 ${median(journeys).toFixed(2)} ms, p99 ${percentile(journeys, 0.99).toFixed(2)} ms`,
    );
    line(
      `Choosing among ${questions} questions for a channel that had ${pastRounds}: p50 ${median(choosing).toFixed(2)} ms`,
    );
    report(`choosing for a channel with ${pastRounds} past rounds, p99, ms`, percentile(choosing, 0.99), { atMost: 2 });
  } finally {
    await stage.close();
  }
}
