import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { nanoid } from 'nanoid';
import { occurrences, schedules } from '../../drizzle/schema.ts';
import type { ScheduleTerms } from '../schedule/terms.ts';
import type { Database } from './database.ts';
import { takeoverMs } from './occurrences.ts';
import { one } from './people.ts';
import { remindBeforeMs } from './reminders.ts';

export interface Schedule extends ScheduleTerms {
  readonly id: string;
  readonly workspace: string;
  readonly channel: string;
  /** the channel's first, second ...: how people name it */
  readonly number: number;
  /** its workspace's first, second …: of what is due together, every workspace's first goes before any one's second */
  readonly rank: number;
  readonly enabled: boolean;
  /** the next occurrence still to come: epoch ms and its local date; undefined while off */
  readonly next: NextOccurrence | undefined;
  /** player id */
  readonly setUpBy: string;
  readonly changedAt: number;
  /** why it is off if nobody turned it off: 'quiet', or 'quiet, untold' while its channel may not know */
  readonly stopped: string | undefined;
  /** as it was before the last change; undefined if it was new */
  readonly previous: (ScheduleTerms & { readonly enabled: boolean }) | undefined;
}

export interface NextOccurrence {
  readonly localDate: string;
  readonly at: number;
}

export interface UnderWay {
  /** now: it is being posted at this moment; soon: the platform asked to wait */
  readonly posting: 'now' | 'soon' | undefined;
  readonly openUntil: number | undefined;
}

/** What is known of an enabled schedule's plan. */
export interface PlannedSchedule {
  readonly schedule: Schedule;
  /** as the row has it, whole or not */
  readonly next: { readonly at: number | undefined; readonly localDate: string | undefined };
  /** the date of `next` has its occurrence already */
  readonly taken: boolean;
  readonly lastPlannedAt: number | undefined;
}

/** Schedules. A schedule's row says what is due; the queue only wakes us. */
export function schedulesStore({ db, sql: client }: Database) {
  return {
    async schedule(id: string): Promise<Schedule | undefined> {
      const [row] = await db.select().from(schedules).where(eq(schedules.id, id));
      return row && scheduleOf(row);
    },

    /** The channel's schedules, on and off, by their numbers. */
    async schedulesOfChannel(channel: string): Promise<Schedule[]> {
      const rows = await db.select().from(schedules).where(eq(schedules.channel, channel)).orderBy(schedules.number);
      return rows.map(scheduleOf);
    },

    /**
     * Makes a schedule of the channel, or changes the one with this id and remembers how it was. A channel's first is made
     * once: of two that are made at the same moment without `another`, the second changes what the first has made.
     */
    async saveSchedule(
      where: { workspace: string; channel: string; by: string; id?: string; another?: boolean },
      terms: ScheduleTerms,
      state: { enabled: boolean; next: NextOccurrence | undefined },
      now: number,
    ): Promise<Schedule> {
      const { id = nanoid(), another = false } = where;
      return db.transaction(async (tx) => {
        await tx.execute(sql`select 1 from channels where id = ${where.channel} for no key update`);
        const values = {
          localTime: terms.localTime,
          zone: terms.zone,
          weekdays: [...terms.weekdays],
          topics: [...terms.topics],
          closes: terms.closes,
          pausedUntil: terms.pausedUntil ?? null,
          skipDates: [...(terms.skipDates ?? [])],
          holidays: terms.holidays ?? null,
          stopped: null,
          enabled: state.enabled,
          nextAt: state.next ? new Date(state.next.at) : null,
          nextDate: state.next?.localDate ?? null,
          setUpBy: where.by,
          changedAt: new Date(now),
        };
        const rows = await tx
          .select()
          .from(schedules)
          .where(eq(schedules.channel, where.channel))
          .orderBy(schedules.number);
        const known = rows.find((row) => row.id === id) ?? (another ? undefined : rows[0]);
        if (!known) {
          let number = 1;
          while (rows.some((row) => row.number === number)) number += 1;
          const rank = sql<number>`(select count(*) + 1 from ${schedules} where ${schedules.workspace} = ${where.workspace})`;
          const [made] = await tx
            .insert(schedules)
            .values({ id, workspace: where.workspace, channel: where.channel, number, rank, ...values })
            .returning();
          return scheduleOf(one(made));
        }
        const [changed] = await tx
          .update(schedules)
          .set({ ...values, previous: termsOf(known) })
          .where(eq(schedules.id, known.id))
          .returning();
        return scheduleOf(one(changed));
      });
    },

    /** What of a schedule is under way: is a question being posted or put off, and until when is one of its questions open (epoch ms). */
    async underWay(id: string): Promise<UnderWay> {
      const [row] = await client<{ state: 'claimed' | 'planned' | null; open_until: Date | null }[]>`
        select (select min(state::text) from occurrences where schedule_id = ${id} and state in ('planned', 'claimed')) as state,
          (select max(r.closes_at) from rounds r join occurrences o on o.id = r.occurrence_id
            where o.schedule_id = ${id} and r.state = 'open' and r.message is not null) as open_until`;
      const posting = { claimed: 'now', planned: 'soon' } as const;
      return { posting: row?.state ? posting[row.state] : undefined, openUntil: row?.open_until?.getTime() };
    },

    /** Schedules with something due or unfinished, the longest due first, at most `limit`. */
    async dueSchedules(now: number, limit: number): Promise<string[]> {
      const rows = await client<{ id: string }[]>`
        select id from (
          select id, next_at as due from schedules where enabled and next_at <= ${new Date(now)}
          union
          select schedule_id, min(planned_at) from occurrences
          where (state in ('planned', 'claimed') and send_before is null)
            or (state = 'planned' and send_before <= ${new Date(now)})
            or (state = 'claimed' and send_before < ${new Date(now - takeoverMs)}) group by schedule_id
        ) as due group by id order by min(due) limit ${limit}`;
      return rows.map((row) => row.id);
    },

    /** Schedules whose next occurrence comes before `until`: their wake-ups are planned anew by the sweep. */
    async comingSchedules(until: number): Promise<{ id: string; rank: number; at: number }[]> {
      const rows = await client<{ id: string; rank: number; at: Date }[]>`
        select id, rank, next_at as at from schedules where enabled and next_at <= ${new Date(until)}`;
      return rows.map((row) => ({ ...row, at: row.at.getTime() }));
    },

    /** Enabled schedules after `after` by their ids, at most `limit`, each with what its row says of its next occurrence and with its last one. */
    async planned(after: string, limit: number): Promise<PlannedSchedule[]> {
      const last = db
        .select({ plannedAt: occurrences.plannedAt })
        .from(occurrences)
        .where(eq(occurrences.schedule, schedules.id))
        .orderBy(desc(occurrences.localDate))
        .limit(1)
        .as('last');
      const taken = sql<boolean>`exists (
        select 1 from ${occurrences} o where o.schedule_id = ${schedules.id} and o.local_date = ${schedules.nextDate})`;
      const rows = await db
        .select({ row: schedules, plannedAt: last.plannedAt, taken })
        .from(schedules)
        .leftJoinLateral(last, sql`true`)
        .where(and(eq(schedules.enabled, true), gt(schedules.id, after)))
        .orderBy(schedules.id)
        .limit(limit);
      return rows.map(({ row, plannedAt, taken: isTaken }) => ({
        schedule: scheduleOf(row),
        next: { at: row.nextAt?.getTime(), localDate: row.nextDate ?? undefined },
        taken: isTaken,
        lastPlannedAt: plannedAt?.getTime(),
      }));
    },

    /** Gives a schedule another next occurrence; false if it has been changed, or has moved on, since it was read. */
    async replan({ schedule, next: was }: PlannedSchedule, next: NextOccurrence): Promise<boolean> {
      const nextAt = was.at === undefined ? isNull(schedules.nextAt) : eq(schedules.nextAt, new Date(was.at));
      const nextDate = was.localDate === undefined ? isNull(schedules.nextDate) : eq(schedules.nextDate, was.localDate);
      const changed = await db
        .update(schedules)
        .set({ nextAt: new Date(next.at), nextDate: next.localDate })
        .where(
          and(
            eq(schedules.id, schedule.id),
            eq(schedules.enabled, true),
            eq(schedules.changedAt, new Date(schedule.changedAt)),
            nextAt,
            nextDate,
          ),
        )
        .returning({ id: schedules.id });
      return changed.length > 0;
    },

    /** Every schedule of a workspace stops, keeping its row. */
    async stopAll(platform: string, externalWorkspace: string): Promise<void> {
      await client`
        update schedules s set enabled = false, next_at = null, next_date = null from workspaces w
        where w.id = s.workspace_id and w.platform = ${platform}::platform_name and w.external_id = ${externalWorkspace}`;
    },

    /** The platform's ids of its workspaces that have a schedule which is on. */
    async workspacesAtWork(platform: string): Promise<string[]> {
      const rows = await client<{ id: string }[]>`
        select w.external_id as id from workspaces w
        where w.platform = ${platform}::platform_name and exists (select 1 from schedules s where s.workspace_id = w.id and s.enabled)`;
      return rows.map(({ id }) => id);
    },

    /** The next moment at which anything is due in a workspace, epoch ms. */
    async nextDue(platform: string, externalWorkspace: string): Promise<number | undefined> {
      const [row] = await client<{ at: Date | null }[]>`
        select min(at) as at from (
          select s.next_at as at, s.workspace_id from schedules s where s.enabled
          union all select r.closes_at, r.workspace_id from rounds r where r.state = 'open'
          union all select greatest(r.opened_at, r.closes_at - make_interval(secs => ${remindBeforeMs / 1000})), r.workspace_id
            from rounds r join reminders m on m.channel_id = r.channel_id and m.moment = 'close'
            where r.state = 'open' and r.kind = 'daily' and r.message is not null
              and not exists (select 1 from answers a where a.round_id = r.id and a.player_id = m.player_id)
              and not exists (select 1 from reminded d where d.round_id = r.id and d.player_id = m.player_id and d.moment = 'close')
        ) as due join workspaces w on w.id = due.workspace_id
        where w.platform = ${platform}::platform_name and w.external_id = ${externalWorkspace}`;
      return row?.at?.getTime();
    },
  };
}

export type SchedulesStore = ReturnType<typeof schedulesStore>;

export function scheduleOf(row: typeof schedules.$inferSelect): Schedule {
  const next = row.nextAt && row.nextDate ? { at: row.nextAt.getTime(), localDate: row.nextDate } : undefined;
  return {
    id: row.id,
    workspace: row.workspace,
    channel: row.channel,
    number: row.number,
    rank: row.rank,
    ...termsOf(row),
    next,
    setUpBy: row.setUpBy,
    changedAt: row.changedAt.getTime(),
    stopped: row.stopped ?? undefined,
    previous: row.previous ?? undefined,
  };
}

export function termsOf(row: typeof schedules.$inferSelect): ScheduleTerms & { readonly enabled: boolean } {
  return {
    localTime: row.localTime,
    zone: row.zone,
    weekdays: row.weekdays,
    topics: row.topics,
    closes: row.closes,
    pausedUntil: row.pausedUntil ?? undefined,
    skipDates: row.skipDates,
    holidays: row.holidays ?? undefined,
    enabled: row.enabled,
  };
}
