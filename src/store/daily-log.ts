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

/** The daily challenges of the past: what was planned, and what came of it. */
export function dailyLogStore({ db }: Database) {
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
  };
}

export type DailyLogStore = ReturnType<typeof dailyLogStore>;
