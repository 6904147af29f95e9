import { desc, eq, sql } from 'drizzle-orm';
import { nanoid } from 'nanoid';
import { schedules } from '../../drizzle/schema.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
import type { Database } from './database.ts';
import { takeoverMs } from './occurrences.ts';
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

/** Schedules. A schedule's row says what is due; the queue only wakes us. */
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
