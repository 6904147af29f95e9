import { openSync, readSync, writeSync } from 'node:fs';
import type { Clock } from '../../src/clock.ts';

/** A clock that runs like the machine's, some time ahead of it; the same in every process that reads its file. */
export interface SharedClock {
  readonly now: Clock;
  /** Moves it on to `at` (epoch ms), for all at once: also for a process that is frozen just now, as the wall's does. */
  moveTo(at: number): void;
}

/** The clock of `file`. `make`: begins a new one, at the machine's time. */
export function sharedClock(file: string, make = false): SharedClock {
  const handle = openSync(file, make ? 'w+' : 'r+');
  const cell = new Float64Array(1);
  const ahead = () => {
    readSync(handle, cell, 0, 8, 0);
    return cell[0] ?? 0;
  };
  const keep = (ms: number) => {
    cell[0] = ms;
    writeSync(handle, cell, 0, 8, 0);
  };
  if (make) keep(0);
  const now = () => Date.now() + ahead();
  return {
    now,
    moveTo: (at) => keep(Math.max(ahead(), Math.ceil(at - Date.now()))),
  };
}
