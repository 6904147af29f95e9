import { setTimeout as sleep } from 'node:timers/promises';
import type { FailPoint } from '../../src/fail-points.ts';
import { editLeaseMs } from '../../src/quiz/message-edits.ts';
import { weekdayOf } from '../../src/schedule/local-time.ts';
import { claimMs, takeoverMs } from '../../src/store/occurrences.ts';
import type { RoundRow } from '../../src/store/rounds.ts';
import type { Arena } from './arena.ts';
import { checkDay, type Played } from './check.ts';
import { answerLate, answerOpen } from './clicks.ts';
import { type DayPlan, type Fault, nameOf } from './faults.ts';
import { type Ending, suffer } from './suffer.ts';
import type { Tally } from './tally.ts';

const patienceMs = 120_000;
const second = 1_000;

/** Plays one day of an arena with its faults: post, answers, close, reveal; and throws what was not as it must be. */
export async function playDay(arena: Arena, plan: DayPlan, closes: Fault[], tally: Tally): Promise<Played> {
  const { team, chat, store } = arena;
  const schedule = await store.schedules.schedule(arena.schedule);
  if (!schedule?.next) throw new Error('the schedule has stopped');
  const { at: due, localDate } = schedule.next;
  const toldBefore = arena.people.map(chat.told);
  chat.letReadHistory(plan.history);
  tally.expected += 1;
  const owed = await untoldDays(arena);
  if (plan.sweptBefore) {
    await arena.moveTo(due - 60 * second);
    await team.sweep();
  }

  let occurrence = await store.occurrences.occurrenceOn(schedule.id, localDate);
  const look = async () => {
    occurrence = await store.occurrences.occurrenceOn(schedule.id, localDate);
    return occurrence !== undefined && !['planned', 'claimed'].includes(occurrence.state);
  };
  const round = async () => occurrence && (await store.rounds.roundOfOccurrence(occurrence.id));
  const accepted = new Set<string>();

  const thaw = await through(plan.post, () => arena.moveTo(due + 200));
  if (!(await look())) {
    const opened = await round();
    const message = opened && chat.posted(opened.id)[0]?.message;
    if (plan.clicksFirst && opened && message) await answerOpen(arena, opened, message, accepted, 2);
    await outlive(claimMs + takeoverMs);
    if (plan.takeover) {
      await through(plan.takeover, async () => team.beginSweep());
      await outlive(claimMs + takeoverMs);
    }
  }
  await until(arena, 'the post is settled', look);
  await thaw?.();
  await team.quiet();
  await look();

  const opened = await round();
  if (!opened) throw new Error(`there is no round on ${localDate}`);
  const message = chat.posted(opened.id)[0]?.message;
  if (message && occurrence?.state === 'posted' && owed > 0 && !chat.shown(message).includes('Nobody knows whether'))
    throw new Error('nobody was told of an earlier day with an unknown outcome');
  if (message) await answerOpen(arena, opened, message, accepted, arena.people.length);

  const thawClosing = await through(closing(closes, localDate, message !== undefined, tally), async () => {
    const late = message ? answerLate(arena, opened, message, accepted) : undefined;
    await arena.moveTo(opened.closesAt + 200);
    await late;
  });
  arena.lane.clock.moveTo(arena.now() + editLeaseMs + second);
  let closed: RoundRow | undefined;
  await until(arena, 'the round is over', async () => {
    closed = await round();
    return closed?.state === 'revealed' || closed?.state === 'withdrawn';
  });
  await thawClosing?.();
  await outlive(claimMs + takeoverMs);
  await team.sweep();
  // A sweep that nobody asked for, as after an outage of the queue, may have just taken a recap up.
  await until(arena, 'no recap is in hand', async () => (await recapsInHand(arena)) === 0);
  await team.quiet();
  await look();
  closed = await round();
  if (!closed || !occurrence) throw new Error(`the round of ${localDate} is gone`);
  const played = {
    occurrence,
    round: closed,
    history: plan.history,
    told: arena.people.map((person, place) => chat.told(person) - (toldBefore[place] ?? 0)),
    accepted,
  };
  await checkDay(arena, played, tally);
  return played;

  /** Does what `begin` sets off, with the fault in it. */
  async function through(fault: Fault | undefined, begin: () => Promise<void>): Promise<Ending | undefined> {
    if (!fault) return begin().then(() => undefined);
    tally.count(nameOf(fault));
    return suffer(arena, fault, begin);
  }

  /** Lets a claim of somebody who is gone run out. Nobody else's: a process that is slow and lives has nothing in hand. */
  async function outlive(ms: number): Promise<void> {
    await team.quiet();
    await arena.moveTo(arena.now() + ms + second);
  }
}

/** Waits until something is so; what doesn't come by itself comes by the sweep, with the time that it takes until one. */
async function until(arena: Arena, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  for (let looks = 0; performance.now() < end; looks += 1) {
    if (await isSo()) return;
    await sleep(10);
    if (looks % 20 !== 19) continue;
    await arena.team.quiet();
    await arena.moveTo(arena.now() + 5 * second);
    await arena.team.sweep();
  }
  throw new Error(`${patienceMs / 1000} s went by, and not yet: ${what}`);
}

/**
 * What goes wrong with the close: the next that is planned, but on Sundays with the week's recap, at one point and the other in turn, and with
 * the end of a question that nobody has seen, which is taken back instead of shown.
 */
function closing(closes: Fault[], localDate: string, seen: boolean, { faults }: Tally): Fault | undefined {
  if (!seen) return { kind: 'killed', at: 'withdrawn, not recounted' };
  if (weekdayOf(localDate) !== 7) return closes.shift();
  const times = (at: FailPoint) => faults.get(at) ?? 0;
  const [claimed, sent] = ['recap claimed, not sent', 'recap sent, not recorded'] as const;
  return { kind: 'killed', at: times(claimed) <= times(sent) ? claimed : sent };
}

async function recapsInHand({ sql }: Arena): Promise<number> {
  const rows = await sql`select 1 from recaps where state = 'claimed'`;
  return rows.length;
}

/** Earlier days of which somebody is still to be told. */
async function untoldDays({ sql }: Arena): Promise<number> {
  const rows = await sql`
    select 1 from occurrences where untold and (told_in is null or told_in in (select id from rounds where state = 'withdrawn'))`;
  return rows.length;
}
