import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from '../parts.ts';
import { type MessageRef, PlatformError } from '../platform.ts';
import { stopIfQuiet } from '../schedule/quiet.ts';
import { recapAfter } from '../schedule/recap.ts';
import { recountAfter, recountLeft } from '../standings/recount.ts';
import type { Round, RoundRow } from '../store/rounds.ts';
import { openRound as openRoundView, revealedRound } from '../view/round.ts';
import { channelRef, type Place } from './ask.ts';
import { type EditOutcome, editLeaseMs } from './message-edits.ts';
import { placeOf } from './place.ts';
import { settingOf } from './setting.ts';

/**
 * Brings a round as far as it can be: closes it if its time has come (or `early`), credits its answers, shows the reveal.
 * Safe to call at any time, by several processes, and again after any failure: each step starts from what the row says.
 */
export async function settleRound(parts: Parts, id: string, options: { early?: boolean } = {}): Promise<void> {
  const round = await parts.store.rounds.roundById(id);
  if (!round || round.state === 'revealed' || round.state === 'withdrawn') return;
  const now = parts.clock();
  if (round.state === 'open' && round.closesAt > now && !options.early) {
    await parts.wakeUps.plan({ kind: 'close', id }, round.closesAt);
    return;
  }
  if (round.message === undefined && round.occurrence !== undefined) {
    const post = await parts.store.occurrences.occurrence(round.occurrence);
    // Whether it was ever posted is still to be found out, or it is still to be posted; whoever does that comes back here.
    if (post?.state === 'planned' || post?.state === 'claimed') return;
    if (post?.state === 'missed') return takeBack(parts, round);
  }
  if (round.state === 'open') {
    await parts.store.rounds.closeRound(round, now);
    await parts.reached('closed, not credited');
  }
  await parts.store.standings.creditRound(round, now);
  await recountAfter(parts.store, round);
  if (round.message === undefined && round.occurrence !== undefined) {
    const post = await parts.store.occurrences.occurrence(round.occurrence);
    // Nobody knows, and no click has shown that it was: the day must break no streak.
    if (post?.state === 'unknown' && (await parts.store.answers.countAnswers(round)) === 0)
      return takeBack(parts, round);
  }
  if (round.kind === 'daily') {
    await stopIfQuiet(parts, round);
    await parts.store.recaps.noteRecaps(round, now);
  }
  await showReveal(parts, round);
  await recapAfter(parts, round);
}

/** Ends a round that never reached its channel, or was deleted there: it scores for nobody, and its day breaks no streak. */
export async function takeBack(parts: Parts, round: Round): Promise<void> {
  await parts.store.rounds.withdraw(round);
  await parts.reached('withdrawn, not recounted');
  await recountLeft(parts.store, round.channel);
}

function isGone(error: unknown): boolean {
  return error instanceof PlatformError && error.code === 'message_gone';
}

/** Whoever deleted the message wanted the question gone: nobody can see what it asked, so it counts for nobody. */
async function takeBackDeleted(parts: Parts, round: Round): Promise<void> {
  parts.log.warn({ round: round.id }, 'the message of a question was deleted in its channel: it counts for nobody');
  await takeBack(parts, round);
}

/** Edits the state line of an open round's message, unless that was done less than `pace` ms ago or is being done. */
export async function editStateLine(parts: Parts, round: Round, pace: number): Promise<EditOutcome> {
  const status = await parts.store.rounds.status(round);
  if (status.state !== 'open' || status.message === undefined) return status.state === 'open' ? 'busy' : 'over';
  const now = parts.clock();
  const until = now + editLeaseMs;
  if (!(await parts.store.rounds.leaseEdit(round, now, until, pace))) return 'busy';
  try {
    const { place, message } = await messageOf(parts, round, status.message);
    const content = openRoundView(round, await settingOf(parts, round), await parts.store.answers.countAnswers(round));
    // Reading can take as long as the database likes, and the reveal waits no longer than the lease.
    if (parts.clock() >= until) return 'busy';
    await parts.platform(place.workspace.platform).edit(message, content);
    return 'edited';
  } catch (error) {
    if (!isGone(error)) throw error;
    await takeBackDeleted(parts, round);
    return 'over';
  } finally {
    await parts.store.rounds.releaseEdit(round, parts.clock());
  }
}

async function showReveal(parts: Parts, round: RoundRow): Promise<void> {
  if (round.message !== undefined) {
    await leaseForReveal(parts, round);
    try {
      const { place, message } = await messageOf(parts, round, round.message);
      const { settings } = place.channel;
      const content = revealedRound(
        round,
        await settingOf(parts, round),
        await parts.store.answers.tally(round, 10),
        settings.names === 'shown',
      );
      await parts.reached('credited, not edited');
      await parts.platform(place.workspace.platform).edit(message, content);
      await parts.reached('edited, not marked as revealed');
    } catch (error) {
      if (isGone(error)) return takeBackDeleted(parts, round);
      if (!(error instanceof PlatformError) || !error.permanent) throw error;
      parts.log.warn({ err: error, round: round.id }, 'the reveal could not be shown in its channel');
    } finally {
      await parts.store.rounds.releaseEdit(round, parts.clock());
    }
  }
  await parts.store.rounds.markRevealed(round);
}

/** The reveal waits for an edit under way, so that nothing overwrites it afterwards. */
async function leaseForReveal(parts: Parts, round: Round): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const now = parts.clock();
    if (await parts.store.rounds.leaseEdit(round, now, now + editLeaseMs)) return;
    await sleep(200);
  }
  throw new Error(`the message of round ${round.id} is being edited for too long`);
}

async function messageOf(parts: Parts, round: Round, message: string): Promise<{ place: Place; message: MessageRef }> {
  const place = await placeOf(parts, round);
  return { place, message: { ...channelRef(place), message } };
}
