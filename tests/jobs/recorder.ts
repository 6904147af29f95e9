import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { WakeUp, Woken } from '../../src/wakeups.ts';

/** An engine that only notes what it is woken for, and fails when told to. */
export interface Recorder extends Woken {
  readonly woken: WakeUp[];
  sweeps: number;
  /** What a wake-up does besides, and when it is to be woken again; replaced by a test. */
  onWake: (wakeUp: WakeUp) => unknown;
  onSweep: () => Promise<void> | void;
}

/** Makes a {@link Recorder}. */
export function recorder(): Recorder {
  const made: Recorder = {
    woken: [],
    sweeps: 0,
    onWake: () => undefined,
    onSweep: () => undefined,
    async wake(wakeUp) {
      made.woken.push(wakeUp);
      const againMs = await made.onWake(wakeUp);
      return typeof againMs === 'number' ? againMs : undefined;
    },
    async sweep() {
      made.sweeps += 1;
      await made.onSweep();
    },
  };
  return made;
}

/** A line of the log, as pino wrote it. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly message: string };
}

export const INFO = 30;
export const WARN = 40;
export const ERROR = 50;

/** A logger that keeps its lines. */
export function keepingLogger(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as LogLine);
      done();
    },
  });
  return { log: pino({ level: 'debug' }, sink), lines };
}
