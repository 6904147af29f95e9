import { nanoid } from 'nanoid';
import type { Parts } from '../parts.ts';
import { type Place, roundOf } from '../quiz/ask.ts';
import { chooseNext } from '../quiz/choose-next.ts';
import { rememberSetting } from '../quiz/setting.ts';
import type { DueSchedule } from '../store/dispatches.ts';
import type { Occurrence } from '../store/occurrences.ts';
import type { Round } from '../store/rounds.ts';
import type { NextOccurrence, Schedule } from '../store/schedules.ts';
import { type Closes, closesAt, parseCloses } from './closes.ts';
import { ruleOf } from './days-off.ts';
import { excusedMs, latenessOf } from './late.ts';

/**
 * Claims the schedule's next occurrence and commits its round as open, in one statement. `taken` if another process had it
 * first; undefined if no question is left for the schedule's topics.
 */
export async function openNext(
  parts: Parts,
  due: DueSchedule,
  next: NextOccurrence,
  following: NextOccurrence,
  waited: boolean,
): Promise<{ occurrence: Occurrence; round: Round } | 'taken' | undefined> {
  const { schedule, untold, closing } = due;
  const now = parts.clock();
  const chosen = await chooseNext(parts, due, { topics: schedule.topics }, { repeats: true });
  if (!chosen) return undefined;
  const late = await latenessOf(parts, { plannedAt: next.at, reason: waited ? 'rate_limited' : undefined }, now);
  const plan = { ...dailyPlan(due, schedule, next.localDate, now), late, occurrence: nanoid() };
  const round = { ...roundOf(parts, due, chosen, plan), occurrence: plan.occurrence };
  const opened = await parts.store.dispatches.claimAndOpen({ schedule, expected: next, following, round, now });
  if (!opened) return 'taken';
  if (late || untold) await tellAndExcuse(parts, opened.occurrence, opened.round);
  // What was read before a close, or before a miss was given to this post to tell, says too little.
  else if (!closing) await rememberSetting(parts, opened.round, due);
  return opened;
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
  const again = { openedAt: now, closesAt: closeOf(schedule, occurrence.localDate, now), late };
  if (!(await parts.store.rounds.reopen(round, again))) return undefined;
  await tellAndExcuse(parts, occurrence, { ...round, ...again });
  return { ...round, ...again };
}

async function tellAndExcuse(parts: Parts, occurrence: Occurrence, round: Round): Promise<void> {
  await parts.store.occurrences.tellIn(round);
  if (round.openedAt - occurrence.plannedAt > excusedMs) await parts.store.challengeDays.excuseDay(round);
}

function dailyPlan({ channel }: Place, schedule: Schedule, localDate: string, now: number) {
  return {
    kind: 'daily',
    feedback: channel.settings.feedback,
    counts: true,
    localDate,
    openedAt: now,
    closesAt: closeOf(schedule, localDate, now),
  } as const;
}

function closeOf(schedule: Schedule, localDate: string, now: number): number {
  const closes = parseCloses(schedule.closes);
  // A row with anything else is no reason to leave a day out.
  const rule: Closes = closes.ok ? closes.value : { kind: 'next' };
  return closesAt(rule, { localDate, at: now }, ruleOf(schedule));
}
