import type { Parts } from '../parts.ts';
import type { PlatformErrorCode } from '../platform.ts';
import type { Place } from '../quiz/ask.ts';
import type { Occurrence } from '../store/occurrences.ts';
import type { Schedule } from '../store/schedules.ts';
import { type Missed, notPosted } from '../view/trouble.ts';
import { channelWords } from '../view/words.ts';
import { localDateOf } from './local-time.ts';

/**
 * A post that will not come: the occurrence is missed with its reason, and the person who set the schedule up is told.
 * Streaks are not touched, because a missed day has no number. False if it is somebody else's to end by now.
 */
export async function missOccurrence(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  missed: Missed,
): Promise<boolean> {
  if (!(await end(parts, occurrence, 'missed', missed, true))) return false;
  await tellWhoSetItUp(parts, place, schedule, occurrence, missed);
  return true;
}

/**
 * The channel took no post for a reason that only people can change: its schedules pause, which is told once. Each further
 * occurrence tries once more, so that everything goes on by itself as soon as posting works again. False as in
 * {@link missOccurrence}.
 */
export async function channelRefuses(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  code: PlatformErrorCode,
): Promise<boolean> {
  const missed = { why: code, from: occurrence.plannedAt, to: parts.clock() };
  if (place.channel.blocked === code) return end(parts, occurrence, 'missed', missed, false);
  await parts.people.changed(await parts.store.people.changeChannel(place.channel, { blocked: code }));
  return missOccurrence(parts, place, schedule, occurrence, missed);
}

/** A post came through: whatever stopped the channel is over. */
export async function channelWorks(parts: Parts, place: Place): Promise<void> {
  if (place.channel.blocked === undefined) return;
  await parts.people.changed(await parts.store.people.changeChannel(place.channel, { blocked: null }));
}

/** Whether it was posted can't be found out: it is not sent again, and the person who set the schedule up is told. */
export async function leaveUnknown(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
): Promise<void> {
  const unknown: Missed = { why: 'unknown_outcome', from: occurrence.plannedAt, to: parts.clock() };
  if (await end(parts, occurrence, 'unknown', unknown, true))
    await tellWhoSetItUp(parts, place, schedule, occurrence, unknown);
}

async function end(
  parts: Parts,
  occurrence: Occurrence,
  state: 'missed' | 'unknown',
  missed: Missed,
  toTell: boolean,
): Promise<boolean> {
  const ended = await parts.store.occurrences.settleOccurrence(occurrence, state, missed.why, toTell);
  if (ended) parts.log.error({ occurrence: occurrence.id, why: missed.why }, `a daily challenge is ${state}`);
  return ended;
}

/**
 * Tells the person who set a schedule up, privately. Whoever can't be reached, or isn't because this process dies, is told in
 * the channel: its next post says it.
 */
async function tellWhoSetItUp(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  missed: Missed,
): Promise<void> {
  const { platform, externalId } = place.workspace;
  await parts.reached('ended, not told');
  try {
    const player = await parts.store.people.player(schedule.workspace, schedule.setUpBy);
    if (!player) throw new Error('the person who set a schedule up is gone');
    const content = notPosted({
      ...missed,
      schedule,
      channel: channelWords(place.channel.name, 'elsewhere'),
      localDate: occurrence.localDate,
      today: localDateOf(parts.clock(), schedule.zone),
      platform,
      can: parts.platform(platform).can,
    });
    await parts.platform(platform).tell({ platform, workspace: externalId, person: player.externalId }, content);
    await parts.store.occurrences.wasTold(occurrence);
  } catch (error) {
    parts.log.warn(
      { err: error, schedule: schedule.id },
      'the person who set a schedule up could not be told of a missed post: the next one says it',
    );
  }
}
