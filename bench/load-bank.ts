import { loadBank } from '../src/bank/load.ts';

/** A process of its own for one start: loads the bank of the first argument through the cache of the second, and prints what it took. */
const [root = '', cache = ''] = process.argv.slice(2);
const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const before = heap();
const began = performance.now();
const bank = await loadBank(root, { cache });
const ms = performance.now() - began;
process.stdout.write(JSON.stringify({ ms, bytes: heap() - before, questions: bank.questions.size }));
