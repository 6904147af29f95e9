import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { nanoid } from 'nanoid';
import { occurrences, rounds, schedules } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';
import type { Round } from './rounds.ts';
import type { NextOccurrence, Schedule } from './schedules.ts';

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

/** The local dates of schedules: each is claimed by one process at a time and posted at most once. */
export function occurrencesStore({ db }: Database) {
  return {
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

    /** Its post stands in the channel. Whoever knows that is right, also where others took it over since and could not find out. */
    async settlePosted(occurrence: Occurrence, at: number): Promise<void> {
      await db
        .update(occurrences)
        .set({ state: 'posted', postedAt: new Date(at), reason: null, untold: false })
        .where(and(eq(occurrences.id, occurrence.id), inArray(occurrences.state, ['planned', 'claimed', 'unknown'])));
    },

    /**
     * Ends an occurrence without a post. `untold`: somebody is still to be told of it, which is known from the same moment on,
     * whoever dies then. False, and nothing is changed, if it has ended already or somebody else has taken it over since.
     */
    async settleOccurrence(
      occurrence: Occurrence,
      state: 'missed' | 'unknown',
      reason: string,
      untold: boolean,
    ): Promise<boolean> {
      const settled = await db
        .update(occurrences)
        .set({ state, postedAt: null, reason, untold })
        .where(
          and(
            eq(occurrences.id, occurrence.id),
            eq(occurrences.attempt, occurrence.attempt),
            inArray(occurrences.state, ['planned', 'claimed']),
          ),
        )
        .returning({ id: occurrences.id });
      return settled.length > 0;
    },

    /** Whoever set the schedule up was told of this miss, so the channel's next post needn't say it. */
    async wasTold(occurrence: Occurrence): Promise<void> {
      await db.update(occurrences).set({ untold: false }).where(eq(occurrences.id, occurrence.id));
    },

    /** Lets a round's post say what nobody could be told of in its channel; what a post that never came would have said is said by this one. */
    async tellIn(round: Round): Promise<void> {
      const own = db.select({ id: schedules.id }).from(schedules).where(eq(schedules.channel, round.channel));
      const gone = db.select({ id: rounds.id }).from(rounds).where(eq(rounds.state, 'withdrawn'));
      await db
        .update(occurrences)
        .set({ toldIn: round.id })
        .where(
          and(
            eq(occurrences.untold, true),
            inArray(occurrences.schedule, own),
            or(isNull(occurrences.toldIn), inArray(occurrences.toldIn, gone)),
          ),
        );
    },

    /** The misses that this round's post tells its channel of, oldest first, each with its schedule's time. */
    async toldIn(round: Round): Promise<{ localDate: string; localTime: string; reason: string | undefined }[]> {
      const rows = await db
        .select({ localDate: occurrences.localDate, localTime: schedules.localTime, reason: occurrences.reason })
        .from(occurrences)
        .innerJoin(schedules, eq(schedules.id, occurrences.schedule))
        .where(
          and(eq(schedules.channel, round.channel), eq(occurrences.untold, true), eq(occurrences.toldIn, round.id)),
        )
        .orderBy(occurrences.plannedAt);
      return rows.map((row) => ({ ...row, reason: row.reason ?? undefined }));
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
  };
}

export type OccurrencesStore = ReturnType<typeof occurrencesStore>;

/**
 * Put off until now, or claimed so long ago that whoever claimed it can't be sending any more; or nobody knows until when.
 * `momentOf`: how a statement is to be given a moment (epoch ms).
 */
export function toBeTaken(now: number, momentOf: (ms: number) => Date | SQL = (ms) => new Date(ms)) {
  const { state, sendBefore } = occurrences;
  return sql`(
    ${state} in ('planned', 'claimed') and ${sendBefore} is null
    or ${state} = 'planned' and ${sendBefore} <= ${momentOf(now)}
    or ${state} = 'claimed' and ${sendBefore} < ${momentOf(now - takeoverMs)})`;
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
