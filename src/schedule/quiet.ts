import type { Parts } from '../parts.ts';
import { PlatformError } from '../platform.ts';
import { channelRef } from '../quiz/ask.ts';
import { placeOf } from '../quiz/place.ts';
import { claimMs } from '../store/occurrences.ts';
import type { Round } from '../store/rounds.ts';
import type { Schedule } from '../store/schedules.ts';
import { dailyQuiet } from '../view/daily.ts';

/** So many questions in a row without an answer, and a schedule stops itself. */
const enough = 10;
/** Two stops of one schedule are ten questions apart, so a message this old is of this one (ms). */
const lookBackMs = 24 * 60 * 60 * 1000;

/** Called when a daily round has closed: at the tenth in a row that nobody answered the schedule stops, and the channel reads it once. */
export async function stopIfQuiet(parts: Parts, round: Round): Promise<void> {
  if (round.occurrence === undefined) return;
  const occurrence = await parts.store.occurrences.occurrence(round.occurrence);
  const stopped = occurrence && (await parts.store.quiet.stopQuiet(occurrence.schedule, enough, parts.clock()));
  if (stopped) await tell(parts, stopped);
}

/** Takes up what a process left unsaid when it died; it may have been said, so the channel is looked at first. */
export async function tellQuietAgain(parts: Parts, id: string): Promise<void> {
  const schedule = await parts.store.quiet.claimQuiet(id, parts.clock());
  if (!schedule) return;
  const place = await placeOf(parts, schedule);
  const platform = parts.platform(place.workspace.platform);
  const found = await platform.find(channelRef(place), keyOf(schedule), parts.clock() - lookBackMs);
  if (found.kind === 'absent') return tell(parts, schedule);
  await parts.store.quiet.quietTold(id);
}

async function tell(parts: Parts, schedule: Schedule): Promise<void> {
  const place = await placeOf(parts, schedule);
  const schedules = await parts.store.schedules.schedulesOfChannel(schedule.channel);
  const content = dailyQuiet(schedule, schedules.length > 1 ? schedule.number : undefined, keyOf(schedule));
  // The claim is the moment of the change.
  if (parts.clock() >= schedule.changedAt + claimMs) return;
  try {
    await parts.platform(place.workspace.platform).post(channelRef(place), content, keyOf(schedule));
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn(
      { err: error, schedule: schedule.id },
      'a channel could not be told that its daily challenge stopped',
    );
    if (!error.permanent) return;
  }
  await parts.store.quiet.quietTold(schedule.id);
}

function keyOf(schedule: Schedule): string {
  return `q-${schedule.id}`;
}
