/** What a wake-up is about: a schedule with something due, a round whose close is due, or one of which people want to be reminded. */
export type WakeUp =
  | {
      readonly kind: 'schedule';
      readonly id: string;
      /** Its workspace's first, second …: of what is due together, every workspace's first goes before any one's second. */
      readonly rank?: number;
      /** it was given this moment by a platform's limit, so it need not wait for a turn again */
      readonly again?: boolean | undefined;
    }
  | { readonly kind: 'close'; readonly id: string }
  | { readonly kind: 'remind'; readonly id: string };

/**
 * Port: asks to be woken at a moment. The queue only wakes us: rows in Postgres say what is due, so a lost or
 * repeated wake-up delays work and never loses or doubles it. For the same reason neither member rejects, or takes long,
 * because the queue is away: the sweep finds what could not be planned. Made in jobs/.
 */
export interface WakeUps {
  /** Plans one wake-up at `at` (epoch ms; a past moment means at once). Planning the same wake-up twice for the same second is one wake-up. */
  plan(wakeUp: WakeUp, at: number): Promise<void>;
  /** Takes back what {@link plan} planned for that moment; nothing happens if it is gone already. */
  cancel(wakeUp: WakeUp, at: number): Promise<void>;
}

/** The wake-up of a schedule. */
export function wakeUpOf({ id, rank }: { readonly id: string; readonly rank: number }) {
  return { kind: 'schedule', id, rank } as const;
}

/** How often each process sweeps: between the end of one sweep and the next (ms). */
export const sweepEveryMs = 2 * 60_000;

/** What the engine does when it is woken; the worker in jobs/ calls it. */
export interface Woken {
  /**
   * Does whatever is due for `wakeUp`; safe to call at any time and more than once. A number: it can't be done yet, and is to be woken
   * `again` after so many ms.
   */
  wake(wakeUp: WakeUp): Promise<number | undefined>;
  /** Does whatever is due or half done anywhere; called at start and every few minutes. */
  sweep(): Promise<void>;
}
