import type { Parts } from '../parts.ts';
import type { Occurrence } from '../store/occurrences.ts';
import type { Schedule } from '../store/schedules.ts';
import type { Missed, WhyMissed } from '../view/trouble.ts';
import { nextOf } from './days-off.ts';
import { heldUp } from './late.ts';

/** A missed post is made up within this time, and never past the next occurrence (ms). */
const graceMs = 6 * 60 * 60 * 1000;

/** Whether an occurrence that isn't posted yet is missed now. */
export function graceIsOver(schedule: Schedule, plannedAt: number, now: number): boolean {
  return now > Math.min(plannedAt + graceMs, nextOf(schedule, plannedAt).at);
}

/** Why an occurrence that isn't posted will not be any more, and from when to when that kept it; undefined while it can be. */
export async function whyMissed(parts: Parts, schedule: Schedule, occurrence: Occurrence): Promise<Missed | undefined> {
  const now = parts.clock();
  if (!schedule.enabled) return missedFor('turned off', parts, occurrence);
  if (!graceIsOver(schedule, occurrence.plannedAt, now)) return undefined;
  const held = await heldUp(parts, occurrence, now);
  if (!held) return missedFor('lost track', parts, occurrence);
  const { cause, from, to } = held;
  return { why: cause === 'down' ? 'prep was down' : (occurrence.reason as WhyMissed), from, to };
}

/** A miss for a reason that held from the planned moment until now. */
export function missedFor(why: WhyMissed, parts: Parts, occurrence: Occurrence): Missed {
  return { why, from: occurrence.plannedAt, to: parts.clock() };
}
