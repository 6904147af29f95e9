/** What one sender of gathered things needs to know; `R` is what comes back for each. */
export interface Gathering<T, R> {
  /** sends several at once; resolves to a result for each, in their order */
  send(items: readonly T[]): Promise<readonly R[]>;
  /** two with the same key never go together: the later one waits for the next time */
  key(item: T): string;
  /** may the items of a failed sending be sent one by one: only if nothing of it was done */
  undone(error: unknown): boolean;
  /** sendings under way at the same time, 3 unless said: with fewer, more go together, and each waits longer */
  readonly sendings?: number;
  /**
   * from the beginning of a sending of several to that of the next (ms), 0 unless said, unless as many wait as go together
   * before that: a busy process gathers more, a quiet one waits for nothing
   */
  readonly everyMs?: number;
}

const itemsAtOnce = 64;

/** How to gather what thousands of channels do in the same minute: fewer, larger sendings, and each channel waits a little longer. */
export const inTheRush = { sendings: 1, everyMs: 20 } as const;

/**
 * One call, one item; behind it, items that wait at the same time go together. A lone one goes with the next turn of the
 * event loop. When a sending of several fails and did nothing, each is sent alone:
 * one bad item fails for its caller only.
 */
export function gather<T, R>(gathering: Gathering<T, R>): (item: T) => Promise<R> {
  interface Waiting {
    readonly item: T;
    readonly key: string;
    resolve(result: R): void;
    reject(error: unknown): void;
  }
  let waiting: Waiting[] = [];
  const { sendings: most = 3, everyMs = 0 } = gathering;
  let sendings = 0;
  let startedAt = Number.NEGATIVE_INFINITY;
  let soon: NodeJS.Immediate | undefined;
  let later: NodeJS.Timeout | undefined;

  function plan(): void {
    if (waiting.length === 0 || sendings >= most) return;
    const pauseMs = waiting.length < itemsAtOnce ? startedAt + everyMs - performance.now() : 0;
    if (pauseMs > 0) later ??= setTimeout(begin, pauseMs);
    else soon ??= setImmediate(begin);
  }

  function begin(): void {
    clearTimeout(later);
    clearImmediate(soon);
    later = undefined;
    soon = undefined;
    if (waiting.length === 0 || sendings >= most) return;
    void sendNext();
    plan();
  }

  async function sendNext(): Promise<void> {
    const keys = new Set<string>();
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    for (const one of waiting) {
      const goes = taken.length < itemsAtOnce && !keys.has(one.key);
      // Also for one that is left: what comes after it with its key must not overtake it.
      keys.add(one.key);
      (goes ? taken : left).push(one);
    }
    waiting = left;
    startedAt = taken.length > 1 ? performance.now() : Number.NEGATIVE_INFINITY;
    sendings += 1;
    await settle(taken);
    sendings -= 1;
    plan();
  }

  async function settle(taken: readonly Waiting[]): Promise<void> {
    try {
      const results = await gathering.send(taken.map((one) => one.item));
      for (const [index, one] of taken.entries()) one.resolve(results[index] as R);
    } catch (error) {
      if (taken.length > 1 && gathering.undone(error)) for (const one of taken) await settle([one]);
      else for (const one of taken) one.reject(error);
    }
  }

  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, key: gathering.key(item), resolve, reject });
      plan();
    });
}
