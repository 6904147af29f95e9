import type { Parts } from '../parts.ts';
import type { Occurrence } from '../store/occurrences.ts';
import type { Outage } from '../store/outages.ts';
import { sweepEveryMs } from '../wakeups.ts';

/** Why a post came late, as its message says; `from` and `to` in epoch ms. */
export interface Late {
  readonly cause: 'down' | 'refused';
  readonly from: number;
  readonly to: number;
}

/** What is known of an occurrence that may be late. */
type Held = Pick<Occurrence, 'plannedAt' | 'reason'>;

/** A post that comes more than this after its time says why (ms). */
export const lateMs = 5 * 60_000;
/** A day that came more than this after its time breaks nobody's streak (ms). */
export const excusedMs = 2 * 60 * 60_000;
/** So long without a sweep anywhere, and Prep was down (ms). */
export const downAfterMs = 3 * sweepEveryMs;

/**
 * Why an occurrence is late at `now`; undefined while it is in time. Where nothing is known, nobody did the work, and for the
 * channel that is Prep's being down. Only a late one costs a statement.
 */
export async function latenessOf(parts: Parts, occurrence: Held, now: number): Promise<Late | undefined> {
  const { plannedAt } = occurrence;
  if (now - plannedAt <= lateMs) return undefined;
  return (await heldUp(parts, occurrence, now)) ?? { cause: 'down', from: plannedAt, to: now };
}

/** What has held an occurrence up until `now`; undefined if nothing did that is known. */
export async function heldUp(parts: Parts, { plannedAt, reason }: Held, now: number): Promise<Late | undefined> {
  const outage = await parts.store.outages.longest(plannedAt, now, downAfterMs);
  return explained({ from: plannedAt, to: now }, outage, reason !== undefined);
}

/** Of the time between: the outage within it, or the platform's refusals, whichever took longer. */
export function explained(
  time: Pick<Late, 'from' | 'to'>,
  outage: Outage | undefined,
  refused: boolean,
): Late | undefined {
  if (!outage) return refused ? { cause: 'refused', ...time } : undefined;
  const down: Late = { cause: 'down', from: Math.max(outage.began, time.from), to: Math.min(outage.ended, time.to) };
  if (!refused || down.to - down.from >= (time.to - time.from) / 2) return down;
  return { cause: 'refused', from: down.from === time.from ? down.to : time.from, to: time.to };
}
