import os from 'node:os';
import { parseArgs } from 'node:util';
import { loadBank } from '../src/bank/load.ts';
import { fileCache } from '../src/bank/prove/cache.ts';
import { networkWall } from '../src/bank/prove/isolate.ts';
import { contradictions } from '../src/bank/prove/outcome.ts';
import { type Proven, proveQuestions } from '../src/bank/prove/prove.ts';
import { recordProofs } from '../src/bank/prove/record.ts';
import { commandLine, pathFilter } from './bank-arguments.ts';

const usage = `npm run prove [-- options] [path…]
  Runs the proofs of the questions below the paths (area, subject, concept, question or file; all without one)
  and writes what proved them to proofs.json.
  --all         run again what is in the cache, too
  --no-record   leave proofs.json as it is
  --jobs <n>    proofs at the same time (one a core)
  --bank <dir>  another bank than questions/`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      'no-record': { type: 'boolean', default: false },
      jobs: { type: 'string', default: String(os.availableParallelism()) },
      bank: { type: 'string', default: 'questions' },
    },
  });
  // Leaving by exit takes Postgres, scripts and their folders along.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const began = performance.now();
  const { questions } = await loadBank(values.bank);
  const wanted = pathFilter(positionals, values.bank);
  const chosen = [...questions.values()].filter((question) => wanted(question.id));
  const unproven = chosen.filter((question) => question.proof === undefined).length;
  if (chosen.length === 0) throw new Error(`no question lies below ${positionals.join(' or ')}`);
  if (networkWall() === 'guard') {
    console.log('No network namespace here: scripts are only kept from other hosts by a guard loaded into them.');
  }
  const cache = fileCache('.cache/proofs');
  const proven = await proveQuestions(chosen, {
    serverCache: '.cache',
    cache: values.all ? { get: async () => undefined, put: cache.put } : cache,
    parallel: Number(values.jobs),
    onProven: (one, done, of) => console.log(progressLine(one, done, of)),
  });
  if (!values['no-record']) {
    // Other authors may have added questions meanwhile: only a run over the whole bank clears what is gone.
    const all = positionals.length === 0 ? new Set(questions.keys()) : undefined;
    await recordProofs(values.bank, proven, all, new Date().toLocaleDateString('sv-SE'));
  }
  const failed = proven.filter((one) => one.failure !== undefined);
  const survivors = flips(proven).filter((flip) => flip.survives);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${proven.length - failed.length} of ${proven.length} proven in ${seconds} s; ${unproven} rest on their sources. ` +
      `${flips(proven).length} flipped keys, ${survivors.length} not noticed.`,
  );
  return failed.length + survivors.length === 0 ? 0 : 1;
}

/** Every key of every proven question turned over, one at a time: the proof has to contradict each. */
function flips(proven: readonly Proven[]): { id: string; option: number; survives: boolean }[] {
  return proven.flatMap(({ question, computed, failure }) => {
    if (computed === undefined || failure !== undefined) return [];
    return question.options.map((_, option) => {
      const flipped = question.options.map((o, n) => (n === option ? !o.right : o.right));
      return { id: question.id, option, survives: contradictions(flipped, computed.result).length === 0 };
    });
  });
}

function progressLine({ question, computed, failure, cached, ms }: Proven, done: number, of: number): string {
  const place = `[${String(done).padStart(String(of).length)}/${of}]`;
  const how = cached ? 'cached' : `${(ms / 1000).toFixed(1)} s`;
  if (failure === undefined) return `${place} proven ${question.id}, ${computed?.runtime}, ${how}`;
  return [`${place} FAILED ${question.id}: ${failure.reason}`, ...failure.detail.map((line) => `      ${line}`)].join(
    '\n',
  );
}

await commandLine(main, usage);
