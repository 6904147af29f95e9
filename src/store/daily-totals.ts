import type { PendingQuery, Row } from 'postgres';
import type { Database } from './database.ts';

/** What became of all daily challenges that ever were. */
export interface DailyTotals {
  readonly posted: number;
  /** how late they came, all together */
  readonly seconds: number;
  /** a limit in seconds → how many came at most so late */
  readonly atMost: ReadonlyMap<number, number>;
  /** why they were missed → how many */
  readonly missed: ReadonlyMap<string, number>;
}

/** Where lateness is cut: seconds, up to the grace of six hours. With another one here, daily_totals is to be emptied. */
export const latenessLimits = [1, 2, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200, 14_400, 21_600] as const;

/** Nothing becomes of an occurrence any more after this: a question is open for a week at most, and a click can show its post. */
const settledDays = 8;

type Counts = Readonly<Record<string, number>>;

/** Numbers for whoever runs Prep. Days that are over are counted once, so that asking costs the last ones alone. */
export function dailyTotalsStore({ sql }: Database) {
  return {
    /**
     * Counts the days that are over, also for whatever is behind, and were not counted yet. Repeatable and safe in several processes; what is deleted
     * afterwards stays counted, as of a counter it must.
     */
    async countDays(now: number): Promise<void> {
      const over = sql`date_trunc('day', least(
        ${new Date(now)}::timestamptz - make_interval(days => ${settledDays}),
        (select min(next_at) from schedules where enabled),
        (select min(planned_at) from occurrences where state in ('planned', 'claimed'))
      ), 'UTC')`;
      await sql`
        with ${uncounted(over)}
        insert into daily_totals (day, posted, seconds, at_most, missed)
        select day, posted, seconds, at_most, missed from uncounted on conflict (day) do nothing`;
    },

    async totals(): Promise<DailyTotals> {
      const [row] = await sql<{ posted: number; seconds: number; at_most: Counts[] | null; missed: Counts[] | null }[]>`
        with ${uncounted(sql`'infinity'::timestamptz`)}, days as (
          select posted, seconds, at_most, missed from daily_totals
          union all select posted, seconds, at_most, missed from uncounted
        )
        select coalesce(sum(posted), 0)::int as posted, coalesce(sum(seconds), 0)::float8 as seconds,
          json_agg(at_most) as at_most, json_agg(missed) as missed
        from days`;
      const sums = (counts: readonly Counts[]) => {
        const summed = new Map<string, number>();
        for (const count of counts)
          for (const [key, n] of Object.entries(count)) summed.set(key, (summed.get(key) ?? 0) + n);
        return summed;
      };
      return {
        posted: row?.posted ?? 0,
        seconds: row?.seconds ?? 0,
        atMost: new Map([...sums(row?.at_most ?? [])].map(([limit, n]) => [Number(limit), n])),
        missed: sums(row?.missed ?? []),
      };
    },
  };

  /**
   * The table `uncounted`: the days that were not counted, of occurrences planned before a moment. Postgres takes the index for two
   * bounds that it can't guess at.
   */
  function uncounted(before: PendingQuery<Row[]>) {
    const counts = latenessLimits.map(
      (limit) => sql`${String(limit)}::text, count(*) filter (where late <= ${limit}::int)`,
    );
    return sql`
      fresh as materialized (
        select (planned_at at time zone 'UTC')::date as day, state, coalesce(reason, 'unknown') as why, posted_at,
          case when posted_at is not null then greatest(0, extract(epoch from posted_at - planned_at)) end as late
        from occurrences
        where planned_at >= (select coalesce((max(day) + 1)::timestamp at time zone 'UTC', '-infinity') from daily_totals)
          and planned_at < (select ${before})
      ), missing as (
        select day, jsonb_object_agg(why, n) as missed
        from (select day, why, count(*) as n from fresh where state = 'missed' group by 1, 2) as whys group by day
      ), uncounted as (
        select day, posted, seconds, at_most, coalesce(missed, '{}') as missed from (
          select day, count(posted_at) as posted, coalesce(sum(late), 0)::float8 as seconds,
            jsonb_build_object(${counts.reduce((a, b) => sql`${a}, ${b}`)}) as at_most
          from fresh group by day
        ) as lateness left join missing using (day)
      )`;
  }
}

export type DailyTotalsStore = ReturnType<typeof dailyTotalsStore>;
