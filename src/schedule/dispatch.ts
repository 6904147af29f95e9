import type { Parts } from '../parts.ts';
import { PlatformError } from '../platform.ts';
import { channelRef, openRound, type Place, postRound } from '../quiz/ask.ts';
import { chooseNext } from '../quiz/choose-next.ts';
import { settleRound, takeBack } from '../quiz/settle.ts';
import { claimMs, type Occurrence, takeoverMs } from '../store/occurrences.ts';
import type { Round, RoundRow } from '../store/rounds.ts';
import type { Schedule } from '../store/schedules.ts';
import { closesAt, parseCloses } from './closes.ts';
import { nextOf, ruleOf } from './days-off.ts';
import { channelRefuses, channelWorks, missOccurrence, tellWhoSetItUp } from './trouble.ts';

/** A missed post is made up within this time, and never past the next occurrence (ms). */
const graceMs = 6 * 60 * 60 * 1000;
/** When a platform says "later" without saying when (ms). */
const retryMs = 30_000;

/**
 * Posts what is due of a schedule and plans its next wake-up: at most one post per occurrence, whatever dies at whatever
 * point. Each step starts from what the rows say: claim, open the round, send once, record.
 */
export async function runSchedule(parts: Parts, id: string): Promise<void> {
  const schedule = await parts.store.schedules.schedule(id);
  if (!schedule) return;
  for (const occurrence of await parts.store.occurrences.unfinished(id, parts.clock())) {
    const claimed = await parts.store.occurrences.claimAgain(occurrence, parts.clock());
    if (!claimed) continue;
    await parts.reached('taken over, nothing done');
    // What was put off was refused for certain; only a claim that ran out may have been sent.
    await dispatch(parts, schedule, claimed, occurrence.state === 'claimed');
  }
  if (!schedule.enabled || !schedule.next) return;
  if (schedule.next.at > parts.clock()) {
    await parts.wakeUps.plan({ kind: 'schedule', id }, schedule.next.at);
    return;
  }
  await runNext(parts, schedule);
  await runSchedule(parts, id);
}

/** Claims the schedule's next occurrence, due or not, and dispatches it; false if another process had it first. */
export async function runNext(parts: Parts, schedule: Schedule): Promise<boolean> {
  if (!schedule.next) return false;
  const following = nextOf(schedule, schedule.next.at);
  const claimed = await parts.store.occurrences.claimDue(schedule, schedule.next, following, parts.clock());
  if (!claimed) return false;
  await parts.reached('claimed, next wake-up not planned');
  await parts.wakeUps.plan({ kind: 'schedule', id: schedule.id }, following.at);
  await dispatch(parts, schedule, claimed, false);
  return true;
}

async function dispatch(parts: Parts, schedule: Schedule, occurrence: Occurrence, maybeSent: boolean): Promise<void> {
  const place = await placeOf(parts, schedule);
  const known = await parts.store.rounds.roundOfOccurrence(occurrence.id);
  if (known) return resume(parts, place, schedule, occurrence, known, maybeSent);
  if (graceIsOver(schedule, occurrence, parts.clock()))
    return missOccurrence(parts, place, schedule, occurrence, 'prep was down');
  await closeDue(parts, place);
  const round = await openDaily(parts, place, schedule, occurrence, parts.clock());
  if (!round) return missOccurrence(parts, place, schedule, occurrence, 'no question left');
  await send(parts, place, schedule, occurrence, round);
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
  if (round.message !== undefined) return settled(parts, occurrence, 'posted');
  if (maybeSent) {
    const platform = parts.platform(place.workspace.platform);
    const found = await platform.find(channelRef(place), round.id, round.openedAt - claimMs);
    if (found.kind === 'unknown') {
      await settled(parts, occurrence, 'unknown', 'unknown_outcome');
      return tellWhoSetItUp(parts, place, schedule, occurrence, 'unknown_outcome');
    }
    if (found.kind === 'found') {
      await parts.reached('found, not recorded');
      await parts.store.rounds.recordPost(round, found.message.message);
      await settled(parts, occurrence, 'posted');
      return settleRound(parts, round.id);
    }
  }
  const now = parts.clock();
  const tooLate = round.state !== 'open' || round.closesAt <= now || graceIsOver(schedule, occurrence, now);
  if (!tooLate && schedule.enabled) return send(parts, place, schedule, occurrence, round);
  await takeBack(parts, round);
  await missOccurrence(parts, place, schedule, occurrence, tooLate ? 'too late' : 'turned off');
}

function graceIsOver(schedule: Schedule, occurrence: Occurrence, now: number): boolean {
  const next = nextOf(schedule, occurrence.plannedAt);
  return now > Math.min(occurrence.plannedAt + graceMs, next.at);
}

async function send(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  round: Round,
): Promise<void> {
  const stillMine = occurrence.sendBefore !== undefined && parts.clock() < occurrence.sendBefore;
  if (!stillMine) return;
  try {
    await postRound(parts, place, round);
    await parts.reached('recorded, not settled');
    await settled(parts, occurrence, 'posted');
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
    const again = (occurrence.sendBefore ?? parts.clock()) + takeoverMs + 1000;
    await parts.wakeUps.plan({ kind: 'schedule', id: occurrence.schedule }, again);
    return;
  }
  if (!error.permanent) {
    const until = parts.clock() + (error.retryAfterMs ?? retryMs);
    await parts.store.occurrences.postpone(occurrence, until, error.code);
    await parts.wakeUps.plan({ kind: 'schedule', id: occurrence.schedule }, until);
    return;
  }
  await takeBack(parts, round);
  await channelRefuses(parts, place, schedule, occurrence, error.code);
}

async function openDaily(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  now: number,
): Promise<Round | undefined> {
  const chosen = await chooseNext(parts, place, { topics: schedule.topics }, { repeats: true });
  const closes = parseCloses(schedule.closes);
  if (!chosen || !closes.ok) return undefined;
  return openRound(parts, place, chosen, {
    kind: 'daily',
    occurrence: occurrence.id,
    challengeDay: await parts.store.challengeDays.challengeDay(
      schedule.workspace,
      schedule.channel,
      occurrence.localDate,
    ),
    feedback: place.channel.settings.feedback,
    counts: true,
    localDate: occurrence.localDate,
    openedAt: now,
    closesAt: closesAt(closes.value, { localDate: occurrence.localDate, at: now }, ruleOf(schedule)),
  });
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

async function settled(
  parts: Parts,
  occurrence: Occurrence,
  state: 'posted' | 'missed' | 'unknown',
  reason?: string,
): Promise<void> {
  await parts.store.occurrences.settleOccurrence(occurrence, state, parts.clock(), reason);
}

export async function placeOf(parts: Parts, schedule: Schedule): Promise<Place> {
  const [workspace, channel] = await Promise.all([
    parts.store.people.workspace(schedule.workspace),
    parts.store.people.channel(schedule.workspace, schedule.channel),
  ]);
  if (!workspace || !channel) throw new Error(`schedule ${schedule.id} has lost its channel`);
  return { workspace, channel };
}
