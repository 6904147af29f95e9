import { nanoid } from 'nanoid';
import type { Parts, Who } from '../parts.ts';
import { PlatformError, type Reply } from '../platform.ts';
import { channelRef } from '../quiz/ask.ts';
import type { NextOccurrence, Schedule } from '../store/schedules.ts';
import type { Message } from '../view/message.ts';
import { postRefused, say } from '../view/refusals.ts';
import { patienceMs, waitOut } from '../wait-out.ts';
import { wakeUpOf } from '../wakeups.ts';
import { nextOf } from './days-off.ts';
import type { ScheduleTerms } from './terms.ts';

/** Which row a change is for: one that is there, or a new one under an id of its own. */
export interface Target {
  readonly id: string;
  readonly present: Schedule | undefined;
  /** it comes beside others */
  readonly another?: boolean;
}

/**
 * Saves terms and moves the wake-up; the next occurrence is the first on a day that is not off and had none yet. `at`: the moment of
 * the change, read before it was announced; a time that passes meanwhile is found by the sweep, which asks what follows it.
 */
export async function save(...change: Parameters<typeof saveNow>): Promise<Schedule> {
  // What the channel has been told is not told again, so a database that is away is waited for here.
  return waitOut(
    () => saveNow(...change),
    patienceMs,
    () => true,
  );
}

async function saveNow(
  parts: Parts,
  who: Who,
  target: Target,
  terms: ScheduleTerms,
  enabled: boolean,
  at: number,
): Promise<Schedule> {
  const { id, present, another = false } = target;
  const next = enabled ? await nextFree(parts, present, terms) : undefined;
  const where = { workspace: who.workspace.id, channel: who.channel.id, by: who.player.id, id, another };
  const saved = await parts.store.schedules.saveSchedule(where, terms, { enabled, next }, at);
  if (present?.next) await parts.wakeUps.cancel({ kind: 'schedule', id: saved.id }, present.next.at);
  if (next) await parts.wakeUps.plan(wakeUpOf(saved), next.at);
  return saved;
}

/** The first occurrence to come on a date that has none yet: a day's challenge is posted once, whatever its time is changed to. */
export async function nextFree(
  parts: Parts,
  present: Schedule | undefined,
  terms: ScheduleTerms,
): Promise<NextOccurrence> {
  let next = nextOf(terms, parts.clock());
  while (present && (await parts.store.occurrences.occurrenceOn(present.id, next.localDate)))
    next = nextOf(terms, next.at);
  return next;
}

/** Tells the channel, by the same road as the daily itself. Undefined if the channel has it; otherwise what the person reads. */
export async function announce(parts: Parts, who: Who, content: Message): Promise<Reply | undefined> {
  const platform = parts.platform(who.workspace.platform);
  try {
    await platform.post(channelRef(who), content, nanoid());
    return undefined;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn({ err: error }, 'the daily challenge could not be announced');
    return say(postRefused(error.code, platform.can));
  }
}
