import type { Parts } from '../parts.ts';
import { settleRound } from '../quiz/settle.ts';
import { recountLeft } from '../standings/recount.ts';
import { wakeUpOf } from '../wakeups.ts';
import { runSchedule } from './dispatch.ts';
import { downAfterMs } from './late.ts';
import { tellQuietAgain } from './quiet.ts';
import { runRecap } from './recap.ts';
import { remind } from './remind.ts';
import { repairSchedules } from './repair.ts';

/** How far ahead wake-ups are planned anew: over the time to the next sweep, with room to spare (ms). */
const aheadMs = 15 * 60_000;
const atOnce = 500;
const beatEveryMs = 60_000;

/**
 * Puts plans right, does whatever is due or half done anywhere, and plans the wake-ups of the next minutes anew: what the queue lost comes
 * back here. One failure is logged and leaves the rest to be done.
 */
export async function sweep(parts: Parts): Promise<void> {
  const now = parts.clock();
  const beat = heartbeat(parts);
  await beat();
  await repairSchedules(parts);
  for (const id of await parts.store.rounds.unsettledRounds(now, atOnce)) {
    await attempt(parts, 'round', id, () => settleRound(parts, id));
    await beat();
  }
  await attempt(parts, 'store', 'streaks', () => recountLeft(parts.store));
  for (const id of await parts.store.schedules.dueSchedules(now, atOnce)) {
    await attempt(parts, 'schedule', id, () => runSchedule(parts, id, 'in passing'));
    await beat();
  }
  await attempt(parts, 'store', 'daily totals', () => parts.store.dailyTotals.countDays(now));
  for (const id of await parts.store.quiet.untoldQuiet(now)) {
    await attempt(parts, 'schedule', id, () => tellQuietAgain(parts, id));
  }
  for (const recap of await parts.store.recaps.recapsDue(now, atOnce)) {
    await attempt(parts, 'recap', recap.id, () => runRecap(parts, recap));
  }
  for (const { id, at } of await parts.store.reminders.comingReminders(now + aheadMs)) {
    if (at <= now) await attempt(parts, 'round', id, () => remind(parts, id));
    else await parts.wakeUps.plan({ kind: 'remind', id }, at);
  }
  for (const { at, ...schedule } of await parts.store.schedules.comingSchedules(now + aheadMs)) {
    await parts.wakeUps.plan(wakeUpOf(schedule), at);
  }
  for (const { id, closesAt } of await parts.store.rounds.closingRounds(now + aheadMs)) {
    await parts.wakeUps.plan({ kind: 'close', id }, closesAt);
  }
}

/** Says that Prep is there, again and again while a sweep takes long: work is no outage. */
function heartbeat(parts: Parts): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = parts.clock();
    if (now - last < beatEveryMs) return;
    last = now;
    await parts.store.outages.beat(now, downAfterMs);
  };
}

async function attempt(parts: Parts, kind: string, id: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    parts.log.error({ err: error, [kind]: id }, `the sweep could not finish a ${kind}`);
  }
}
