import type { Parts, Who } from '../parts.ts';
import { type Found, PlatformError } from '../platform.ts';
import type { RoundRow } from '../store/rounds.ts';
import { channelRef } from './ask.ts';
import { takeBack } from './settle.ts';

/** How long after its opening the post of an asked question may still be under way (ms): its asker is told to wait a minute. */
const underWayMs = 45_000;

/**
 * Takes an asked question back whose post never came, so that another can be asked in its place; true if it did. Its post had an
 * unknown outcome, and its asker was told to look at the channel and to try again. Where the platform can't say whether it
 * stands there, only the asker's word counts. An answer proves that it does.
 */
export async function takeBackLost(parts: Parts, who: Who, round: RoundRow): Promise<boolean> {
  if (round.message !== undefined || parts.clock() < round.openedAt + underWayMs) return false;
  if ((await parts.store.answers.countAnswers(round)) > 0) return false;
  const found = await lookFor(parts, who, round);
  if (found.kind === 'found') {
    await parts.store.rounds.recordPost(round, found.message.message);
    return false;
  }
  if (found.kind === 'unknown' && round.askedBy !== who.player.id) return false;
  await takeBack(parts, round);
  return true;
}

async function lookFor(parts: Parts, who: Who, round: RoundRow): Promise<Found> {
  // The platform's clock may be behind ours.
  const since = round.openedAt - underWayMs;
  try {
    return await parts.platform(who.workspace.platform).find(channelRef(who), round.id, since);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn({ err: error, round: round.id }, 'an asked question could not be looked for');
    return { kind: 'unknown' };
  }
}
