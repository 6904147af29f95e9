import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for `work`, but no longer than `ms`: whether it has ended by then. It goes on behind, and its failure is the
 * caller's to watch.
 */
export async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const patience = new AbortController();
  const late = sleep(ms, false, { signal: patience.signal }).catch(() => false);
  const ended = work.then(
    () => true,
    () => true,
  );
  const outcome = await Promise.race([ended, late]);
  patience.abort();
  return outcome;
}
