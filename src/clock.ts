/** The present, in epoch milliseconds. An argument everywhere, so that the playground can show tomorrow and tests can name a moment. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();

/** A clock that runs like the machine's and can be set, by as many milliseconds ahead as `keep` is told. */
export interface SettableClock {
  readonly now: Clock;
  /** Sets the time (epoch ms); it is kept before it holds. */
  set(at: number): Promise<void>;
}

export function settableClock(ahead: number, keep: (ahead: number) => Promise<void>): SettableClock {
  let aheadMs = ahead;
  return {
    now: () => Date.now() + aheadMs,
    async set(at) {
      const next = at - Date.now();
      await keep(next);
      aheadMs = next;
    },
  };
}
