import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { rounds } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';
import { posting } from './posting.ts';
import type { Round } from './rounds.ts';

/** Where a round's message is, and who may edit it. */
export function roundMessagesStore({ db, sql: client }: Database) {
  const record = posting(client);
  return {
    /**
     * Remembers where the round's message is, whether its sending told it or a click; its occurrence was posted when the round
     * opened. `reminds`: somebody wants to be told of this channel's questions.
     */
    recordPost: (round: Round, message: string): Promise<{ reminds: boolean }> => record({ round, message }),

    /**
     * Takes the right to edit the round's message until `until`; one holder at a time over all processes. With `pace`, only
     * if the last edit is that long ago (ms) and the round is open.
     */
    async leaseEdit(round: Round, now: number, until: number, pace?: number): Promise<boolean> {
      const free = or(isNull(rounds.editLease), lt(rounds.editLease, new Date(now)));
      const paced =
        pace === undefined
          ? undefined
          : and(eq(rounds.state, 'open'), or(isNull(rounds.editedAt), lt(rounds.editedAt, new Date(now - pace + 1))));
      const leased = await db
        .update(rounds)
        .set({ editLease: new Date(until) })
        .where(and(eq(rounds.id, round.id), free, paced))
        .returning({ id: rounds.id });
      return leased.length > 0;
    },

    async releaseEdit(round: Round, now: number): Promise<void> {
      await db
        .update(rounds)
        .set({ editLease: null, editedAt: new Date(now) })
        .where(eq(rounds.id, round.id));
    },
  };
}
