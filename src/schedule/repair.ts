import { setImmediate as turn } from 'node:timers/promises';
import type { Parts } from '../parts.ts';
import type { NextOccurrence, PlannedSchedule } from '../store/schedules.ts';
import { wakeUpOf } from '../wakeups.ts';
import { nextOf } from './days-off.ts';

/** Rows that are read at a time; between them other work has its turn. */
const pageSize = 500;

/**
 * Puts right what the rows of schedules say of their next occurrence, whatever made it wrong: a time zone database that has
 * changed since, or a row that lost it. What a schedule must post next follows from its terms, its last change and its last
 * occurrence. One that should have posted already is due then, and is made up or missed like any other.
 */
export async function repairSchedules(parts: Parts): Promise<void> {
  const known = new Map<string, NextOccurrence>();
  let after = '';
  for (;;) {
    const page = await parts.store.schedules.planned(after, pageSize);
    for (const planned of page) await repairSchedule(parts, planned, known);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.schedule.id;
    await turn();
  }
}

async function repairSchedule(
  parts: Parts,
  planned: PlannedSchedule,
  known: Map<string, NextOccurrence>,
): Promise<void> {
  const { schedule } = planned;
  const log = { schedule: schedule.id, zone: schedule.zone, localTime: schedule.localTime };
  try {
    const next = await whatIsNext(parts, planned, known);
    if (same(planned.next, next)) return;
    if (!(await parts.store.schedules.replan(planned, next))) return;
    parts.log.error({ ...log, was: planned.next, is: next }, 'a schedule had a wrong next occurrence: it is put right');
    await parts.wakeUps.plan(wakeUpOf(schedule), next.at);
  } catch (error) {
    parts.log.error({ ...log, err: error }, 'a schedule has no next occurrence: its terms make no sense');
  }
}

/** The first occurrence after the last one, or after the last change, on a date that has none yet. */
async function whatIsNext(
  parts: Parts,
  { schedule, next: stored, taken, lastPlannedAt }: PlannedSchedule,
  known: Map<string, NextOccurrence>,
): Promise<NextOccurrence> {
  const since = Math.max(schedule.changedAt, lastPlannedAt ?? 0);
  const { localTime, zone, weekdays, pausedUntil, skipDates, holidays } = schedule;
  // Most schedules of an installation repeat by few rules.
  const key = JSON.stringify([since, localTime, zone, weekdays, pausedUntil, skipDates, holidays]);
  let next = known.get(key) ?? nextOf(schedule, since);
  known.set(key, next);
  if (same(stored, next) && !taken) return next;
  while (await parts.store.occurrences.occurrenceOn(schedule.id, next.localDate)) next = nextOf(schedule, next.at);
  return next;
}

function same(a: PlannedSchedule['next'], b: NextOccurrence): boolean {
  return a.at === b.at && a.localDate === b.localDate;
}
