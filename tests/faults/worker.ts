import { pino } from 'pino';
import { openQueue, startWorker } from '../../jobs/index.ts';
import { createEngine } from '../../src/engine.ts';
import type { FailPoint, Reached } from '../../src/fail-points.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createStore } from '../../src/store/index.ts';
import { seeded } from '../setup/random.ts';
import { readBankFile } from './bank-file.ts';
import type { NumberedOrder, Report, WorkerSpec } from './protocol.ts';
import { openSender } from './senders.ts';
import { sharedClock } from './shared-clock.ts';

/**
 * A process of Prep that works off the queue: the real engine, store, jobs and sender, on a clock that the parent moves. It
 * loads, waits to be started, and does what it is told (protocol.ts) until it is killed. Argument: the file of the bank.
 */
const [bankFile = ''] = process.argv.slice(2);
const log = pino({ level: 'warn', base: { pid: process.pid } }, pino.destination(2));
const bank = readBankFile(bankFile);

const report = (what: Report) => void process.send?.(what);
let armed: FailPoint | undefined;
const waiting: (() => void)[] = [];
const reached: Reached = (point) => {
  if (point !== armed) return undefined;
  armed = undefined;
  report({ kind: 'reached', point });
  return new Promise((resolve) => waiting.push(resolve));
};

let inHand = 0;
/** The same function, counted while it runs. */
function counted<Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) {
  return async (...given: Given): Promise<Result> => {
    inHand += 1;
    try {
      return await work(...given);
    } finally {
      inHand -= 1;
    }
  };
}

let sweep: (() => Promise<void>) | undefined;

async function start(spec: WorkerSpec): Promise<void> {
  const clock = sharedClock(spec.clockFile).now;
  const store = createStore(await openDatabase({ url: spec.databaseUrl }, { max: 4 }));
  const queue = await openQueue({ backend: spec.backend, clock, log });
  const random = seeded(spec.seed);
  const engine = createEngine({ store, bank, wakeUps: queue.wakeUps, clock, random, log, reached });
  await engine.listen();
  engine.addPlatform(await openSender(spec.chat, clock, log));
  const woken = { wake: counted(engine.wake), sweep: counted(engine.sweep) };
  const { lockMs } = spec;
  sweep = (await startWorker(queue, { woken, log, lockMs })).sweepNow;
}

async function obey(order: NumberedOrder): Promise<void> {
  switch (order.kind) {
    case 'start':
      return start(order.spec);
    case 'arm':
      armed = order.point;
      return;
    case 'release':
      armed = undefined;
      for (const goOn of waiting.splice(0)) goOn();
      return;
    case 'sweep':
      return sweep?.();
    case 'quiet':
      while (inHand > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

process.on('message', (order: NumberedOrder) => {
  const { number } = order;
  obey(order).then(
    () => report({ kind: 'done', number }),
    (error: unknown) => report({ kind: 'failed', number, why: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
report({ kind: 'warm' });
