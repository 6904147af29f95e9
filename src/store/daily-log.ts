import { desc, eq } from 'drizzle-orm';
import { occurrences, rounds, schedules } from '../../drizzle/schema.ts';
import type { Late } from '../schedule/late.ts';
import type { Database } from './database.ts';
import type { OccurrenceState } from './occurrences.ts';

/** What became of one local date of a schedule; moments in epoch ms. */
export interface DailyLogLine {
  /** the number of its schedule in the channel */
  readonly number: number;
  readonly plannedAt: number;
  readonly state: OccurrenceState;
  readonly postedAt: number | undefined;
  /** not to be tried again before this */
  readonly notBefore: number | undefined;
  readonly reason: string | undefined;
  readonly late: Late | undefined;
  /** its message was deleted in the channel */
  readonly deleted: boolean;
}

/** How late posts came, over everything that is kept. */
export interface Lateness {
  readonly atMost: ReadonlyMap<number, number>;
  readonly posted: number;
  /** of all together */
  readonly seconds: number;
}

/** The daily challenges of the past: what was planned, and what came of it. */
export function dailyLogStore({ db, sql: client }: Database) {
  return {
    /** A channel's last occurrences, newest first. */
    async recent(channel: string, limit: number): Promise<DailyLogLine[]> {
      const rows = await db
        .select({
          number: schedules.number,
          occurrence: occurrences,
          late: rounds.late,
          round: rounds.state,
          message: rounds.message,
        })
        .from(occurrences)
        .innerJoin(schedules, eq(schedules.id, occurrences.schedule))
        .leftJoin(rounds, eq(rounds.occurrence, occurrences.id))
        .where(eq(schedules.channel, channel))
        .orderBy(desc(occurrences.plannedAt), schedules.number)
        .limit(limit);
      return rows.map(({ number, occurrence, late, round, message }) => ({
        number,
        plannedAt: occurrence.plannedAt.getTime(),
        state: occurrence.state,
        postedAt: occurrence.postedAt?.getTime(),
        notBefore: occurrence.sendBefore?.getTime(),
        reason: occurrence.reason ?? undefined,
        late: late ?? undefined,
        deleted: round === 'withdrawn' && message !== null,
      }));
    },

    /** How late posts came: of each limit (seconds) how many came at most so late. One posted before its time is 0 s late. */
    async lateness(limits: readonly number[]): Promise<Lateness> {
      const [buckets, [totals]] = await Promise.all([
        client<{ limit: number; posted: number }[]>`
          select l.seconds as limit, count(o.id)::int as posted
          from unnest(${limits as number[]}::int[]) as l (seconds)
          left join occurrences o on o.posted_at <= o.planned_at + make_interval(secs => l.seconds) group by 1`,
        client<{ posted: number; seconds: number }[]>`
          select count(*)::int as posted, coalesce(sum(greatest(0, extract(epoch from posted_at - planned_at))), 0)::float8 as seconds
          from occurrences where posted_at is not null`,
      ]);
      return {
        atMost: new Map(buckets.map((row) => [row.limit, row.posted])),
        posted: totals?.posted ?? 0,
        seconds: totals?.seconds ?? 0,
      };
    },

    /** Why occurrences were missed → how many. */
    async missed(): Promise<ReadonlyMap<string, number>> {
      const rows = await client<{ why: string; missed: number }[]>`
        select coalesce(reason, 'unknown') as why, count(*)::int as missed from occurrences where state = 'missed' group by 1`;
      return new Map(rows.map((row) => [row.why, row.missed]));
    },
  };
}

export type DailyLogStore = ReturnType<typeof dailyLogStore>;
