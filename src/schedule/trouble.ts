import type { Parts } from '../parts.ts';
import { PlatformError, type PlatformErrorCode } from '../platform.ts';
import type { Place } from '../quiz/ask.ts';
import type { Occurrence } from '../store/occurrences.ts';
import type { Schedule } from '../store/schedules.ts';
import { notPosted, type WhyMissed } from '../view/trouble.ts';

/**
 * A post that will not come: the occurrence is missed with its reason, and the person who set the schedule up is told.
 * Streaks are not touched, because a missed day has no number.
 */
export async function missOccurrence(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  why: WhyMissed,
): Promise<void> {
  parts.log.error({ occurrence: occurrence.id, why }, 'a daily challenge was missed');
  await parts.store.occurrences.settleOccurrence(occurrence, 'missed', parts.clock(), why);
  await tellWhoSetItUp(parts, place, schedule, occurrence, why);
}

/**
 * The channel took no post for a reason that only people can change: its schedules pause, which is told once. Each further
 * occurrence tries once more, so that everything goes on by itself as soon as posting works again.
 */
export async function channelRefuses(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  code: PlatformErrorCode,
): Promise<void> {
  const known = place.channel.blocked === code;
  if (!known) {
    await parts.people.changed(await parts.store.people.changeChannel(place.channel, { blocked: code }));
    await missOccurrence(parts, place, schedule, occurrence, code);
    return;
  }
  await parts.store.occurrences.settleOccurrence(occurrence, 'missed', parts.clock(), code);
}

/** A post came through: whatever stopped the channel is over. */
export async function channelWorks(parts: Parts, place: Place): Promise<void> {
  if (place.channel.blocked === undefined) return;
  await parts.people.changed(await parts.store.people.changeChannel(place.channel, { blocked: null }));
}

/** Tells the person who set a schedule up, privately; if they take no private messages, that is logged. */
export async function tellWhoSetItUp(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  why: WhyMissed,
): Promise<void> {
  const player = await parts.store.people.player(schedule.workspace, schedule.setUpBy);
  if (!player) return;
  const { platform, externalId } = place.workspace;
  const { can } = parts.platform(platform);
  const content = notPosted({
    schedule,
    channelName: place.channel.name,
    plannedAt: occurrence.plannedAt,
    until: parts.clock(),
    why,
    can,
  });
  try {
    await parts.platform(platform).tell({ platform, workspace: externalId, person: player.externalId }, content);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn(
      { err: error, schedule: schedule.id },
      'the person who set a schedule up could not be told of a missed post',
    );
  }
}
