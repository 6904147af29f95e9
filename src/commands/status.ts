import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import type { Schedule } from '../store/schedules.ts';
import { dailyState } from '../view/daily-state.ts';
import { dailyStatus } from '../view/daily-status.ts';
import { say } from '../view/refusals.ts';
import type { WhyMissed } from '../view/trouble.ts';

/** How many of the last ones are told. */
const told = 10;

/** `/prep daily status`: the next one in local time, and of the last ones when each was planned, when it came, or why it didn't. */
export async function statusDaily(
  parts: Parts,
  who: Who,
  schedules: readonly Schedule[],
  mayChange: boolean,
): Promise<Reply> {
  if (schedules.length === 0) return say(dailyState(undefined, mayChange));
  return say(
    dailyStatus({
      schedules,
      recent: await parts.store.dailyLog.recent(who.channel.id, told),
      blocked: who.channel.blocked as WhyMissed | undefined,
      platform: who.workspace.platform,
      readerZone: who.player.zone,
    }),
  );
}
