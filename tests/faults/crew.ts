import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { FailPoint } from '../../src/fail-points.ts';
import type { NumberedOrder, Order, Report } from './protocol.ts';

/** One worker process. */
export interface Crewman {
  readonly pid: number;
  /** Resolves when it has done what it was told; rejects if it ends before or takes over a minute. */
  tell(order: Order): Promise<void>;
  onReached(listener: (point: FailPoint) => void): void;
  /** Ends it by SIGKILL; rejects if it ended in another way. */
  kill(): Promise<void>;
  /** Stops it as it is, by SIGSTOP. */
  freeze(): Promise<void>;
  thaw(): void;
}

const patienceMs = 60_000;

/** Starts a worker process that is loaded and waits; its output goes to `log`, a file's descriptor. */
export async function startCrewman(program: string, bankFile: string, log: number): Promise<Crewman> {
  const child = fork(program, [bankFile], { execArgv: [], stdio: ['ignore', log, log, 'ipc'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('a worker could not be started');
  const open = new Map<number, { resolve(): void; reject(error: Error): void }>();
  const listeners: ((point: FailPoint) => void)[] = [];
  let given = 0;
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal ?? code);
      for (const { reject } of open.values()) reject(new Error(`worker ${pid} ended (${signal ?? code})`));
    });
  });
  const warm = once(child, 'message');
  child.on('message', (report: Report) => {
    if (report.kind === 'reached') for (const listener of listeners) listener(report.point);
    if (report.kind === 'done') open.get(report.number)?.resolve();
    if (report.kind === 'failed') open.get(report.number)?.reject(new Error(`worker ${pid}: ${report.why}`));
  });
  await Promise.race([warm, ended.then((how) => Promise.reject(new Error(`a worker did not load (${how})`)))]);

  return {
    pid,
    tell: (order) => {
      given += 1;
      const number = given;
      const done = new Promise<void>((resolve, reject) => open.set(number, { resolve, reject }));
      child.send({ ...order, number } satisfies NumberedOrder);
      return within(done, `worker ${pid} to ${order.kind}`).finally(() => open.delete(number));
    },
    onReached: (listener) => void listeners.push(listener),
    async kill() {
      process.kill(pid, 'SIGKILL');
      const how = await within(ended, `the end of worker ${pid}`);
      if (how !== 'SIGKILL') throw new Error(`worker ${pid} ended by ${how}, not by SIGKILL`);
    },
    async freeze() {
      process.kill(pid, 'SIGSTOP');
      await within(untilStopped(child), `worker ${pid} to stand still`);
    },
    thaw: () => void process.kill(pid, 'SIGCONT'),
  };
}

/** Where there is a /proc, waits until the process is seen to be stopped. */
async function untilStopped({ pid }: ChildProcess): Promise<void> {
  if (process.platform !== 'linux') return;
  while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
}

/** Waits for `work`, and names what was waited for if it takes over a minute: a limit for what hangs, not a measure of speed. */
export async function within<T>(work: Promise<T>, what: string, ms = patienceMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms / 1000} s in vain for ${what}`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
