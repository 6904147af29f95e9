import type { Parts } from '../parts.ts';
import { type Found, PlatformError } from '../platform.ts';
import { channelRef, type Place, postRound } from '../quiz/ask.ts';
import { placeOf } from '../quiz/place.ts';
import { settleRound, takeBack } from '../quiz/settle.ts';
import type { DueSchedule } from '../store/dispatches.ts';
import { claimMs, type Occurrence, takeoverMs } from '../store/occurrences.ts';
import type { Round, RoundRow } from '../store/rounds.ts';
import type { NextOccurrence, Schedule } from '../store/schedules.ts';
import { wakeUpOf } from '../wakeups.ts';
import { nextOf } from './days-off.ts';
import { graceIsOver, missedFor, whyMissed } from './grace.ts';
import { openAgain, openNext } from './open-daily.ts';
import { channelRefuses, channelWorks, leaveUnknown, missOccurrence } from './trouble.ts';
import { type Asks, awaitTurn, holdBack } from './turn.ts';

/** When a platform says "later" without saying when (ms). */
const retryMs = 30_000;

/**
 * Posts what is due of a schedule and plans its next wake-up: at most one post per occurrence, whatever dies at whatever
 * point. Each step starts from what the rows say: claim and open the round, send once, record. A number: the platform takes
 * no more posts just now, nothing was done, and it is to be called again after so many ms.
 */
export async function runSchedule(parts: Parts, id: string, asks: Asks): Promise<number | undefined> {
  const due = await parts.store.dispatches.due(id, parts.clock());
  if (!due) return;
  const { schedule } = due;
  const { next } = schedule;
  const isDue = schedule.enabled && next !== undefined && next.at <= parts.clock();
  const turn = isDue || due.unfinished ? await awaitTurn(parts, due, asks) : { waited: false };
  if ('againMs' in turn) return turn.againMs;
  if (due.unfinished) await takeUp(parts, schedule);
  if (!schedule.enabled || !next) return;
  if (!isDue) return parts.wakeUps.plan(wakeUpOf(schedule), next.at).then(() => undefined);
  const following = nextOf(schedule, next.at);
  await runNext(parts, due, turn.waited);
  // After an outage more than one may be due.
  return following.at <= parts.clock() ? runSchedule(parts, id, asks) : undefined;
}

/** What an earlier attempt left: put off until now, or claimed by a process that is gone. */
async function takeUp(parts: Parts, schedule: Schedule): Promise<void> {
  for (const occurrence of await parts.store.occurrences.unfinished(schedule.id, parts.clock())) {
    const claimed = await parts.store.occurrences.claimAgain(occurrence, parts.clock());
    if (!claimed) continue;
    await parts.reached('taken over, nothing done');
    // What was put off was refused for certain; only a claim that ran out may have been sent.
    await finish(parts, schedule, claimed, occurrence.state === 'claimed');
  }
}

/**
 * Claims the schedule's next occurrence, due or not, and posts it or says why not; false if another process had it first.
 * `waited`: it is the platform's limit that made it wait.
 */
export async function runNext(parts: Parts, due: DueSchedule, waited = false): Promise<boolean> {
  const { schedule } = due;
  const { next } = schedule;
  if (!next) return false;
  const following = nextOf(schedule, next.at);
  if (graceIsOver(schedule, next.at, parts.clock())) return missNext(parts, due, next, following);
  if (due.closing) await closeDue(parts, due);
  const opened = await openNext(parts, due, next, following, waited);
  if (opened === undefined) return missNext(parts, due, next, following);
  if (opened === 'taken') return false;
  await planNext(parts, schedule, following);
  await send(parts, due, { ...schedule, next: following }, opened.occurrence, opened.round);
  return true;
}

/** The next occurrence will have no post: it is claimed to be missed, and told. */
async function missNext(
  parts: Parts,
  { schedule }: DueSchedule,
  next: NextOccurrence,
  following: NextOccurrence,
): Promise<boolean> {
  const occurrence = await parts.store.occurrences.claimDue(schedule, next, following, parts.clock());
  if (!occurrence) return false;
  await planNext(parts, schedule, following);
  await finish(parts, { ...schedule, next: following }, occurrence, false);
  return true;
}

async function planNext(parts: Parts, schedule: Schedule, following: NextOccurrence): Promise<void> {
  await parts.reached('claimed, next wake-up not planned');
  await parts.wakeUps.plan(wakeUpOf(schedule), following.at);
}

/** Brings a claimed occurrence to its end. One without a round was claimed to be missed. */
async function finish(parts: Parts, schedule: Schedule, occurrence: Occurrence, maybeSent: boolean): Promise<void> {
  const place = await placeOf(parts, schedule);
  const known = await parts.store.rounds.roundOfOccurrence(occurrence.id);
  if (known) return resume(parts, place, schedule, occurrence, known, maybeSent);
  const missed = (await whyMissed(parts, schedule, occurrence)) ?? missedFor('no question left', parts, occurrence);
  await missOccurrence(parts, place, schedule, occurrence, missed);
}

/** A round that an earlier attempt opened: its post may stand already, so the channel is looked at before anything is sent. */
async function resume(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  round: RoundRow,
  maybeSent: boolean,
): Promise<void> {
  if (round.message !== undefined) return settled(parts, occurrence, round);
  if (maybeSent) {
    const found = await lookFor(parts, place, schedule, occurrence, round);
    if (found === 'later') return;
    if (found.kind === 'unknown') return leaveUnknown(parts, place, schedule, occurrence);
    if (found.kind === 'found') {
      await parts.reached('found, not recorded');
      await parts.store.rounds.recordPost(round, found.message.message);
      return settleRound(parts, round.id);
    }
  }
  const missed =
    round.state === 'open' ? await whyMissed(parts, schedule, occurrence) : missedFor('too late', parts, occurrence);
  if (missed) {
    if (await missOccurrence(parts, place, schedule, occurrence, missed)) await takeBack(parts, round);
    return;
  }
  const again = await openAgain(parts, schedule, occurrence, round);
  if (again) await send(parts, place, schedule, occurrence, again);
}

/** What stands in the channel of a round whose post may have been sent; `later` if the platform can't say just now. */
async function lookFor(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  round: RoundRow,
): Promise<Found | 'later'> {
  try {
    return await parts.platform(place.workspace.platform).find(channelRef(place), round.id, round.openedAt - claimMs);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn({ err: error, occurrence: occurrence.id }, 'a daily challenge could not be looked for');
    if (error.permanent || graceIsOver(schedule, occurrence.plannedAt, parts.clock())) return { kind: 'unknown' };
    await parts.wakeUps.plan(wakeUpOf(schedule), takeoverFrom(parts, occurrence));
    return 'later';
  }
}

async function send(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  round: Round,
): Promise<void> {
  // Asked last of all: reading what the message shows can take as long as the database likes.
  const stillMine = () => occurrence.sendBefore !== undefined && parts.clock() < occurrence.sendBefore;
  try {
    if (!(await postRound(parts, place, round, stillMine))) return;
    await channelWorks(parts, place);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    await refused(parts, place, schedule, occurrence, round, error);
  }
}

async function refused(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  round: Round,
  error: PlatformError,
): Promise<void> {
  parts.log.warn({ err: error, occurrence: occurrence.id }, 'a daily challenge could not be posted');
  if (error.code === 'unknown_outcome') {
    await parts.wakeUps.plan(wakeUpOf(schedule), takeoverFrom(parts, occurrence));
    return;
  }
  if (!error.permanent) {
    const laterMs = error.retryAfterMs ?? retryMs;
    if (error.shared) holdBack(parts, place, laterMs);
    await parts.store.occurrences.postpone(occurrence, parts.clock() + laterMs, error.code);
    await parts.wakeUps.plan({ ...wakeUpOf(schedule), again: true }, parts.clock() + laterMs);
    return;
  }
  if (await channelRefuses(parts, place, schedule, occurrence, error.code)) await takeBack(parts, round);
}

/** When a claim that ran out may be taken over. */
function takeoverFrom(parts: Parts, occurrence: Occurrence): number {
  return (occurrence.sendBefore ?? parts.clock()) + takeoverMs + 1000;
}

/**
 * Yesterday's result stands in today's foot, so what is due to close closes first. A reveal that can't be shown just now
 * is left to the sweep: today's question doesn't wait for it.
 */
async function closeDue(parts: Parts, place: Place): Promise<void> {
  const now = parts.clock();
  for (const round of await parts.store.rounds.openRounds(place.channel.id)) {
    if (round.closesAt > now) continue;
    await settleRound(parts, round.id).catch((error: unknown) => {
      parts.log.warn({ err: error, round: round.id }, 'a round could not be settled before the next question');
    });
  }
}

/** It was posted when its round opened, whenever that came to be known. */
async function settled(parts: Parts, occurrence: Occurrence, round: Round): Promise<void> {
  await parts.store.occurrences.settlePosted(occurrence, round.openedAt);
}
