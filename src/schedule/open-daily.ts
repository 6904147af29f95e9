import type { Parts } from '../parts.ts';
import { openRound, type Place } from '../quiz/ask.ts';
import { chooseNext } from '../quiz/choose-next.ts';
import type { Occurrence } from '../store/occurrences.ts';
import type { Round } from '../store/rounds.ts';
import type { Schedule } from '../store/schedules.ts';
import { type Closes, closesAt, parseCloses } from './closes.ts';
import { ruleOf } from './days-off.ts';
import { excusedMs, latenessOf } from './late.ts';

/**
 * Commits today's round as open. Undefined if no question is left for the schedule's topics; `taken over` if the occurrence has
 * its round already, from somebody who took it over meanwhile.
 */
export async function openDaily(
  parts: Parts,
  place: Place,
  schedule: Schedule,
  occurrence: Occurrence,
  now: number,
): Promise<Round | 'taken over' | undefined> {
  const chosen = await chooseNext(parts, place, { topics: schedule.topics }, { repeats: true });
  if (!chosen) return undefined;
  const late = await latenessOf(parts, occurrence, now);
  const { workspace, channel } = schedule;
  const challengeDay = await parts.store.challengeDays.challengeDay(workspace, channel, occurrence.localDate);
  await parts.reached('numbered, not opened');
  const round = await openRound(parts, place, chosen, {
    kind: 'daily',
    late,
    occurrence: occurrence.id,
    challengeDay,
    feedback: place.channel.settings.feedback,
    counts: true,
    localDate: occurrence.localDate,
    openedAt: now,
    closesAt: closeOf(schedule, occurrence, now),
  });
  if (!round) return 'taken over';
  await opened(parts, occurrence, round);
  return round;
}

/**
 * A round that certainly isn't in its channel yet opens anew at the real moment, so that it stays open as long as it would
 * have and says why it is late. Undefined if it has ended, or turned up, meanwhile.
 */
export async function openAgain(
  parts: Parts,
  schedule: Schedule,
  occurrence: Occurrence,
  round: Round,
): Promise<Round | undefined> {
  const now = parts.clock();
  const late = await latenessOf(parts, occurrence, now);
  const again = { openedAt: now, closesAt: closeOf(schedule, occurrence, now), late };
  if (!(await parts.store.rounds.reopen(round, again))) return undefined;
  await opened(parts, occurrence, { ...round, ...again });
  return { ...round, ...again };
}

async function opened(parts: Parts, occurrence: Occurrence, round: Round): Promise<void> {
  await parts.store.occurrences.tellIn(round);
  if (round.openedAt - occurrence.plannedAt > excusedMs) await parts.store.challengeDays.excuseDay(round);
}

function closeOf(schedule: Schedule, occurrence: Occurrence, now: number): number {
  const closes = parseCloses(schedule.closes);
  // A row with anything else is no reason to leave a day out.
  const rule: Closes = closes.ok ? closes.value : { kind: 'next' };
  return closesAt(rule, { localDate: occurrence.localDate, at: now }, ruleOf(schedule));
}
