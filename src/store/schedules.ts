import { and, desc, eq, lt, lte, or, sql } from 'drizzle-orm';
import { nanoid } from 'nanoid';
import { occurrences, schedules } from '../../drizzle/schema.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
import type { Database } from './database.ts';
import { one } from './people.ts';

export interface Schedule extends ScheduleTerms {
  readonly id: string;
  readonly workspace: string;
  readonly channel: string;
  readonly enabled: boolean;
  /** the next occurrence still to come: epoch ms and its local date; undefined while off */
  readonly next: NextOccurrence | undefined;
  /** player id */
  readonly setUpBy: string;
  readonly changedAt: number;
  /** as it was before the last change; undefined if it was new */
  readonly previous: (ScheduleTerms & { readonly enabled: boolean }) | undefined;
}

export interface NextOccurrence {
  readonly localDate: string;
  readonly at: number;
}

export type OccurrenceState = 'planned' | 'claimed' | 'posted' | 'missed' | 'unknown';

export interface Occurrence {
  readonly id: string;
  readonly workspace: string;
  readonly schedule: string;
  readonly localDate: string;
  readonly plannedAt: number;
  readonly state: OccurrenceState;
  readonly attempt: number;
  readonly sendBefore: number | undefined;
  readonly postedAt: number | undefined;
  readonly reason: string | undefined;
}

/** How long a claim may send (ms), and how long after that nobody takes it over. */
export const claimMs = 20_000;
export const takeoverMs = 15_000;

/** Schedules and their occurrences. A schedule's row says what is due; the queue only wakes us. */
export function schedulesStore({ db, sql: client }: Database) {
  return {
    async schedule(id: string): Promise<Schedule | undefined> {
      const [row] = await db.select().from(schedules).where(eq(schedules.id, id));
      return row && scheduleOf(row);
    },

    /** The channel's schedule, on or off. */
    async scheduleOfChannel(channel: string): Promise<Schedule | undefined> {
      const [row] = await db
        .select()
        .from(schedules)
        .where(eq(schedules.channel, channel))
        .orderBy(desc(schedules.changedAt))
        .limit(1);
      return row && scheduleOf(row);
    },

    /** Makes the channel's schedule, or changes it and remembers how it was. */
    async saveSchedule(
      where: { workspace: string; channel: string; by: string },
      terms: ScheduleTerms,
      state: { enabled: boolean; next: NextOccurrence | undefined },
      now: number,
    ): Promise<Schedule> {
      return db.transaction(async (tx) => {
        await tx.execute(sql`select 1 from channels where id = ${where.channel} for no key update`);
        const values = {
          localTime: terms.localTime,
          zone: terms.zone,
          weekdays: [...terms.weekdays],
          topics: [...terms.topics],
          closes: terms.closes,
          enabled: state.enabled,
          nextAt: state.next ? new Date(state.next.at) : null,
          nextDate: state.next?.localDate ?? null,
          setUpBy: where.by,
          changedAt: new Date(now),
        };
        const [known] = await tx
          .select()
          .from(schedules)
          .where(eq(schedules.channel, where.channel))
          .orderBy(desc(schedules.changedAt))
          .limit(1);
        if (!known) {
          const [made] = await tx
            .insert(schedules)
            .values({ id: nanoid(), workspace: where.workspace, channel: where.channel, ...values })
            .returning();
          return scheduleOf(one(made));
        }
        const { localTime, zone, weekdays, topics, closes, enabled } = known;
        const [changed] = await tx
          .update(schedules)
          .set({ ...values, previous: { localTime, zone, weekdays, topics, closes, enabled } })
          .where(eq(schedules.id, known.id))
          .returning();
        return scheduleOf(one(changed));
      });
    },

    /**
     * Takes what is due of a schedule, at most once: the occurrence `expected` is claimed until `now + 20 s` and the schedule
     * moves on to `following`, in one transaction. Undefined if the schedule has moved on, is off, or another process has it.
     */
    async claimDue(
      schedule: Schedule,
      expected: NextOccurrence,
      following: NextOccurrence,
      now: number,
    ): Promise<Occurrence | undefined> {
      return db.transaction(async (tx) => {
        const moved = await tx
          .update(schedules)
          .set({ nextAt: new Date(following.at), nextDate: following.localDate })
          .where(
            and(eq(schedules.id, schedule.id), eq(schedules.enabled, true), eq(schedules.nextDate, expected.localDate)),
          )
          .returning({ id: schedules.id });
        if (moved.length === 0) return undefined;
        const [row] = await tx
          .insert(occurrences)
          .values({
            id: nanoid(),
            workspace: schedule.workspace,
            schedule: schedule.id,
            localDate: expected.localDate,
            plannedAt: new Date(expected.at),
            state: 'claimed',
            attempt: 1,
            sendBefore: new Date(now + claimMs),
          })
          .onConflictDoNothing()
          .returning();
        return row && occurrenceOf(row);
      });
    },

    /** Takes an occurrence that was put off until now, or whose claim has run out; undefined if there is nothing to take. */
    async claimAgain(occurrence: Occurrence, now: number): Promise<Occurrence | undefined> {
      const [row] = await db
        .update(occurrences)
        .set({ state: 'claimed', attempt: sql`${occurrences.attempt} + 1`, sendBefore: new Date(now + claimMs) })
        .where(and(eq(occurrences.id, occurrence.id), eq(occurrences.attempt, occurrence.attempt), toBeTaken(now)))
        .returning();
      return row && occurrenceOf(row);
    },

    async occurrence(id: string): Promise<Occurrence | undefined> {
      const [row] = await db.select().from(occurrences).where(eq(occurrences.id, id));
      return row && occurrenceOf(row);
    },

    /** The occurrence of a local date, if there is one. */
    async occurrenceOn(schedule: string, localDate: string): Promise<Occurrence | undefined> {
      const [row] = await db
        .select()
        .from(occurrences)
        .where(and(eq(occurrences.schedule, schedule), eq(occurrences.localDate, localDate)));
      return row && occurrenceOf(row);
    },

    /** Not sent, for certain, and not to be tried again before `until` (epoch ms). */
    async postpone(occurrence: Occurrence, until: number, reason: string): Promise<void> {
      await db
        .update(occurrences)
        .set({ state: 'planned', sendBefore: new Date(until), reason })
        .where(
          and(
            eq(occurrences.id, occurrence.id),
            eq(occurrences.attempt, occurrence.attempt),
            eq(occurrences.state, 'claimed'),
          ),
        );
    },

    async settleOccurrence(
      occurrence: Occurrence,
      state: 'posted' | 'missed' | 'unknown',
      at: number,
      reason?: string,
    ): Promise<void> {
      await db
        .update(occurrences)
        .set({ state, postedAt: state === 'posted' ? new Date(at) : null, reason: reason ?? null })
        .where(eq(occurrences.id, occurrence.id));
    },

    /** Unfinished occurrences of one schedule, oldest first: put off until now, or claimed by somebody who is gone. */
    async unfinished(schedule: string, now: number): Promise<Occurrence[]> {
      const rows = await db
        .select()
        .from(occurrences)
        .where(and(eq(occurrences.schedule, schedule), toBeTaken(now)))
        .orderBy(occurrences.plannedAt);
      return rows.map(occurrenceOf);
    },

    /** Schedules with something due or unfinished, the longest due first, at most `limit`. */
    async dueSchedules(now: number, limit: number): Promise<string[]> {
      const rows = await client<{ id: string }[]>`
        select id from (
          select id, next_at as due from schedules where enabled and next_at <= ${new Date(now)}
          union
          select schedule_id, min(planned_at) from occurrences
          where (state = 'planned' and send_before <= ${new Date(now)})
            or (state = 'claimed' and send_before < ${new Date(now - takeoverMs)}) group by schedule_id
        ) as due group by id order by min(due) limit ${limit}`;
      return rows.map((row) => row.id);
    },

    /** Schedules whose next occurrence comes before `until`: their wake-ups are planned anew by the sweep. */
    async comingSchedules(until: number): Promise<{ id: string; at: number }[]> {
      const rows = await client<{ id: string; at: Date }[]>`
        select id, next_at as at from schedules where enabled and next_at <= ${new Date(until)}`;
      return rows.map((row) => ({ id: row.id, at: row.at.getTime() }));
    },

    /** Every schedule of a workspace stops, keeping its row. */
    async stopAll(platform: string, externalWorkspace: string): Promise<void> {
      await client`
        update schedules s set enabled = false, next_at = null, next_date = null from workspaces w
        where w.id = s.workspace_id and w.platform = ${platform}::platform_name and w.external_id = ${externalWorkspace}`;
    },

    /** The next moment at which anything is due in a workspace, epoch ms. */
    async nextDue(platform: string, externalWorkspace: string): Promise<number | undefined> {
      const [row] = await client<{ at: Date | null }[]>`
        select min(at) as at from (
          select s.next_at as at, s.workspace_id from schedules s where s.enabled
          union all select r.closes_at, r.workspace_id from rounds r where r.state = 'open'
        ) as due join workspaces w on w.id = due.workspace_id
        where w.platform = ${platform}::platform_name and w.external_id = ${externalWorkspace}`;
      return row?.at?.getTime();
    },
  };
}

/** Put off until now, or claimed so long ago that whoever claimed it can't be sending any more. */
function toBeTaken(now: number) {
  return or(
    and(eq(occurrences.state, 'planned'), lte(occurrences.sendBefore, new Date(now))),
    and(eq(occurrences.state, 'claimed'), lt(occurrences.sendBefore, new Date(now - takeoverMs))),
  );
}

export type SchedulesStore = ReturnType<typeof schedulesStore>;

function scheduleOf(row: typeof schedules.$inferSelect): Schedule {
  const next = row.nextAt && row.nextDate ? { at: row.nextAt.getTime(), localDate: row.nextDate } : undefined;
  return {
    id: row.id,
    workspace: row.workspace,
    channel: row.channel,
    localTime: row.localTime,
    zone: row.zone,
    weekdays: row.weekdays,
    topics: row.topics,
    closes: row.closes,
    enabled: row.enabled,
    next,
    setUpBy: row.setUpBy,
    changedAt: row.changedAt.getTime(),
    previous: row.previous ?? undefined,
  };
}

function occurrenceOf(row: typeof occurrences.$inferSelect): Occurrence {
  return {
    id: row.id,
    workspace: row.workspace,
    schedule: row.schedule,
    localDate: row.localDate,
    plannedAt: row.plannedAt.getTime(),
    state: row.state,
    attempt: row.attempt,
    sendBefore: row.sendBefore?.getTime(),
    postedAt: row.postedAt?.getTime(),
    reason: row.reason ?? undefined,
  };
}
