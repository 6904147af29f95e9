import { and, eq, lt } from 'drizzle-orm';
import { rounds } from '../../drizzle/schema.ts';
import { forgetDay, lockDays } from './challenge-days.ts';
import type { Database } from './database.ts';
import { retried } from './retry.ts';
import type { Round } from './rounds.ts';
import { uncredit } from './standings.ts';
import { doubtFrom } from './streaks.ts';

/** How rounds end: closed and shown, or taken back. */
export function roundEndsStore({ db, sql: client }: Database) {
  return {
    /**
     * Ends a round that never reached its channel or was deleted there, all at once: it scores for nobody, what it gave is taken
     * back, and so is the number of its day unless another question has it, too. Streaks that have come to the day must be counted
     * again. It ends when it began, so that it isn't among what was open lately. Rows are locked in the order in which answers lock
     * them: the round's, streaks, standings.
     */
    async withdraw(round: Round): Promise<void> {
      await retried(() =>
        client.begin(async (tx) => {
          const [gone] = await tx`
            update rounds set state = 'withdrawn', closed_at = coalesce(closed_at, opened_at)
            where id = ${round.id} and state in ('open', 'closed') returning id`;
          if (!gone) return;
          if (round.challengeDay !== undefined) {
            await lockDays(tx, round.channel);
            await doubtFrom(tx, round.channel, round.challengeDay);
          }
          await uncredit(tx, round);
          if (round.challengeDay !== undefined) await forgetDay(tx, round);
        }),
      );
    },

    /** Committed alone: waits for answers in flight and refuses later ones. True for the one caller that closed it. */
    async closeRound(round: Round, now: number): Promise<boolean> {
      const closed = await db
        .update(rounds)
        .set({ state: 'closed', closedAt: new Date(now) })
        .where(and(eq(rounds.id, round.id), eq(rounds.state, 'open')))
        .returning({ id: rounds.id });
      return closed.length > 0;
    },

    /** Closed and shown. */
    async markRevealed(round: Round): Promise<void> {
      await db
        .update(rounds)
        .set({ state: 'revealed' })
        .where(and(eq(rounds.id, round.id), eq(rounds.state, 'closed')));
    },

    /** Rounds whose close is due or whose reveal is unfinished, oldest first, at most `limit`. */
    async unsettledRounds(now: number, limit: number): Promise<string[]> {
      const rows = await client<{ id: string }[]>`
        select id from rounds where state in ('open', 'closed') and (state = 'closed' or closes_at <= ${new Date(now)})
        order by closes_at limit ${limit}`;
      return rows.map((row) => row.id);
    },

    /** Open rounds that close before `until`: their wake-ups are planned anew by the sweep. */
    async closingRounds(until: number): Promise<{ id: string; closesAt: number }[]> {
      const rows = await db
        .select({ id: rounds.id, closesAt: rounds.closesAt })
        .from(rounds)
        .where(and(eq(rounds.state, 'open'), lt(rounds.closesAt, new Date(until))));
      return rows.map((row) => ({ id: row.id, closesAt: row.closesAt.getTime() }));
    },
  };
}
