import { and, eq, lt, sql } from 'drizzle-orm';
import { schedules } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';
import { claimMs, takeoverMs } from './occurrences.ts';
import { type Schedule, scheduleOf, termsOf } from './schedules.ts';

/** Schedules that stop themselves, because nobody answers, and whether their channel knows. */
export function quietStore({ db, sql: client }: Database) {
  return {
    /**
     * Stops a schedule whose last `enough` closed questions since its last change had no answer, and none that is open has
     * one. The schedule for the one caller that stopped it; who does has the claim to say so.
     */
    async stopQuiet(id: string, enough: number, now: number): Promise<Schedule | undefined> {
      return db.transaction(async (tx) => {
        const [known] = await tx.select().from(schedules).where(eq(schedules.id, id)).for('no key update');
        if (!known?.enabled) return undefined;
        const [quiet] = await tx.execute<{ quiet: boolean }>(sql`
          with asked as (
            select r.state, r.opened_at, exists (select 1 from answers a where a.round_id = r.id) as answered
            from occurrences o join rounds r on r.occurrence_id = o.id
            where o.schedule_id = ${id} and o.state = 'posted' and r.state <> 'withdrawn' and r.opened_at > ${known.changedAt.toISOString()}
          ), closed as (select answered from asked where state <> 'open' order by opened_at desc limit ${enough})
          select (select count(*) from closed where not answered) = ${enough}
            and not exists (select 1 from asked where state = 'open' and answered) as quiet`);
        if (!quiet?.quiet) return undefined;
        const [stopped] = await tx
          .update(schedules)
          .set({
            enabled: false,
            nextAt: null,
            nextDate: null,
            stopped: 'quiet, untold',
            changedAt: new Date(now),
            previous: termsOf(known),
          })
          .where(eq(schedules.id, id))
          .returning();
        return stopped && scheduleOf(stopped);
      });
    },

    /** Schedules that stopped themselves and whose channel may not know: the claim to say so has run out. */
    async untoldQuiet(now: number): Promise<string[]> {
      const rows = await client<{ id: string }[]>`
        select id from schedules where stopped = 'quiet, untold' and changed_at < ${new Date(now - claimMs - takeoverMs)}`;
      return rows.map((row) => row.id);
    },

    /** Takes the claim to say that a schedule stopped; undefined if another process has it, or it is said by now. */
    async claimQuiet(id: string, now: number): Promise<Schedule | undefined> {
      const [row] = await db
        .update(schedules)
        .set({ changedAt: new Date(now) })
        .where(
          and(
            eq(schedules.id, id),
            eq(schedules.stopped, 'quiet, untold'),
            lt(schedules.changedAt, new Date(now - claimMs - takeoverMs)),
          ),
        )
        .returning();
      return row && scheduleOf(row);
    },

    /** The channel knows that its schedule stopped, or can't be told. */
    async quietTold(id: string): Promise<void> {
      await db
        .update(schedules)
        .set({ stopped: 'quiet' })
        .where(and(eq(schedules.id, id), eq(schedules.stopped, 'quiet, untold')));
    },
  };
}

export type QuietStore = ReturnType<typeof quietStore>;
