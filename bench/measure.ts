import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** One thing to be measured: `run` does it once for the n-th time. */
export interface Contender {
  readonly name: string;
  run(n: number): Promise<unknown>;
}

/** Runs `total` times at `concurrency` and returns how many a second. */
export async function throughput(
  contender: Contender,
  from: number,
  total: number,
  concurrency: number,
): Promise<number> {
  let next = from;
  const end = from + total;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < end) {
        const n = next;
        next += 1;
        await contender.run(n);
      }
    }),
  );
  return total / ((performance.now() - began) / 1000);
}

/** Measures the contenders in turn, several times, so that a machine that slows down slows all of them; medians per contender. */
export async function inTurn(
  contenders: readonly Contender[],
  options: { times: number; total: number; concurrency: number },
): Promise<number[][]> {
  const results: number[][] = contenders.map(() => []);
  for (let time = -1; time < options.times; time += 1) {
    for (const [index, contender] of contenders.entries()) {
      const rate = await throughput(contender, (time + 1) * options.total, options.total, options.concurrency);
      if (time >= 0) results[index]?.push(rate);
    }
  }
  return results;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The median of the ratios pair by pair: both of a pair were measured one after the other. */
export function ratio(of: readonly number[], to: readonly number[]): number {
  return median(of.map((value, index) => value / (to[index] ?? Number.NaN)));
}

/** `p` from 0 to 1. */
export function percentile(numbers: readonly number[], p: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

/** One line of the report: a ratio, its goal, and whether it is met; the exit code of the bench does not depend on it. */
export function report(name: string, value: number, goal?: { atLeast?: number; atMost?: number }): void {
  const met =
    goal === undefined
      ? ''
      : (goal.atLeast ?? -Infinity) <= value && value <= (goal.atMost ?? Infinity)
        ? '  met'
        : '  NOT met';
  const wanted =
    goal === undefined
      ? 'information'
      : goal.atLeast === undefined
        ? `goal: at most ${goal.atMost}`
        : `goal: at least ${goal.atLeast}`;
  process.stdout.write(`${name.padEnd(76)} ${value.toFixed(2).padStart(8)}  (${wanted})${met}\n`);
}

export function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Says what share of the processors the machine's other tenants took while `work` ran: what was slow then need not be Prep. */
export async function withNeighbours(work: () => Promise<void>): Promise<void> {
  const [began, before] = [performance.now(), stolenMs()];
  await work();
  const share = (stolenMs() - before) / (performance.now() - began) / availableParallelism();
  if (before > 0) line(`The machine's neighbours took ${(100 * share).toFixed(1)}% of its processors meanwhile`);
}

/** proc(5): the eighth figure of "cpu", in hundredths of a second; 0 where no such file tells. */
function stolenMs(): number {
  try {
    return Number(readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/ +/)[8]) * 10;
  } catch {
    return 0;
  }
}
