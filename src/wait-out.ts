import { setTimeout as sleep } from 'node:timers/promises';
import { databaseAway } from './store/away.ts';

/** How long an action of a person waits for a database that is away (ms). */
export const patienceMs = 60_000;
/** Between two attempts (ms). */
const pauseMs = 500;

/** What is known of an action that failed. */
export class Failed extends Error {
  override readonly name = 'Failed';
  /** was surely nothing of it done */
  readonly undone: boolean;

  constructor(cause: unknown, undone: boolean) {
    super('an action failed', { cause });
    this.undone = undone;
  }
}

/**
 * Does an action of a person, again and again while the database is away, for `limitMs` at most. An attempt that was broken off
 * finds what the one before it stored, because actions are repeatable where their statements are; `mayRepeat` says no once
 * something was done that nobody can do twice.
 *
 * @throws {Failed} when the time is up, or for any other error
 */
export async function waitOut<T>(work: () => Promise<T>, limitMs: number, mayRepeat: () => boolean): Promise<T> {
  const end = performance.now() + limitMs;
  let timer: NodeJS.Timeout | undefined;
  let undone = true;
  const attempts = async (): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const away = databaseAway(error);
        if (away === 'unknown' || !mayRepeat()) undone = false;
        if (!away || !mayRepeat() || performance.now() + pauseMs > end) throw new Failed(error, undone);
        await sleep(pauseMs);
      }
    }
  };
  // A database that stands still refuses nothing: the person is told then, whatever comes of it.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failed(new Error('the database did not answer'), false)), limitMs);
    timer.unref();
  });
  try {
    return await Promise.race([attempts(), late]);
  } finally {
    clearTimeout(timer);
  }
}
