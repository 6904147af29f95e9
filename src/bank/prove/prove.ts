import type { Question } from '../format.ts';
import type { ProofCache } from './cache.ts';
import { type Computed, contradictions, ProofError } from './outcome.ts';
import { proveScript } from './script.ts';
import { proveSql } from './sql.ts';
import { type ProofServer, startProofServer } from './sql-server.ts';

/** What became of one question's proof. */
export interface Proven {
  question: Question;
  /** Missing where the proof failed to run. */
  computed?: Computed;
  /** Why the key is not proven; missing where it is. */
  failure?: { reason: string; detail: string[] };
  cached: boolean;
  ms: number;
}

export interface ProveOptions {
  /** Where the proofs' Postgres is kept between runs. */
  serverCache: string;
  cache?: ProofCache;
  /** Questions proved at the same time. */
  parallel: number;
  onProven?: (proven: Proven, done: number, of: number) => void;
}

/**
 * Proves the questions that have a proof, in parallel, each in its own database or folder. Nothing is thrown for a proof that fails:
 * the outcome says why. Postgres is started only if a proof by SQL is not in the cache.
 */
export async function proveQuestions(questions: readonly Question[], options: ProveOptions): Promise<Proven[]> {
  const waiting = questions.filter((question) => question.proof !== undefined);
  const all: Proven[] = [];
  let server: Promise<ProofServer> | undefined;
  const getServer = () => {
    server ??= startProofServer(options.serverCache);
    return server;
  };
  const queue = [...waiting];
  const work = async () => {
    for (let question = queue.shift(); question !== undefined; question = queue.shift()) {
      const proven = await proveOne(question, options.cache, getServer);
      all.push(proven);
      options.onProven?.(proven, all.length, waiting.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, options.parallel) }, work));
  } finally {
    const started = await server?.catch(() => undefined);
    await started?.stop();
  }
  return all.sort((x, y) => (x.question.id < y.question.id ? -1 : 1));
}

async function proveOne(
  question: Question,
  cache: ProofCache | undefined,
  getServer: () => Promise<ProofServer>,
): Promise<Proven> {
  const began = performance.now();
  const { proof } = question;
  if (proof === undefined) throw new Error(`${question.id} has no proof`);
  try {
    const known = await cache?.get(proof);
    const computed =
      known ??
      (proof.runs === 'sql'
        ? await proveSql(proof, await getServer())
        : await proveScript(proof, question.options.length));
    if (known === undefined) await cache?.put(proof, computed);
    const failure = contradictionOf(question, computed);
    return {
      question,
      computed,
      cached: known !== undefined,
      ms: performance.now() - began,
      ...(failure ? { failure } : {}),
    };
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    return {
      question,
      failure: { reason: error.message, detail: error.detail },
      cached: false,
      ms: performance.now() - began,
    };
  }
}

function contradictionOf(question: Question, computed: Computed): Proven['failure'] {
  const key = question.options.map((option) => option.right);
  const wrong = contradictions(key, computed.result);
  if (wrong.length === 0) return undefined;
  const detail = wrong.map((n) => {
    const text = question.options[n]?.text ?? '(no such option)';
    return `option ${n + 1} is marked ${key[n] ? 'right' : 'wrong'} and came out ${computed.result[n]}: ${text}`;
  });
  return { reason: 'the key says otherwise than the proof', detail };
}
