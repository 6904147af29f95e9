import { and, desc, eq, gt, lt, ne, or } from 'drizzle-orm';
import { rounds, setAsides } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';

/** What was asked where and when, and what is not to be asked again: everything that choosing a question looks at. */
export function historyStore({ db, sql: client }: Database) {
  return {
    /** The local date on which this channel last had the question before `before` (epoch ms); undefined if never. */
    async askedBefore(channel: string, question: string, before: number): Promise<string | undefined> {
      const [row] = await db
        .select({ localDate: rounds.localDate })
        .from(rounds)
        .where(
          and(
            eq(rounds.channel, channel),
            eq(rounds.question, question),
            ne(rounds.state, 'withdrawn'),
            lt(rounds.openedAt, new Date(before)),
          ),
        )
        .orderBy(desc(rounds.openedAt))
        .limit(1);
      return row?.localDate;
    },

    /** How many asked rounds that count this channel had on a local date. */
    async countedAsked(channel: string, localDate: string): Promise<number> {
      return db.$count(
        rounds,
        and(
          eq(rounds.channel, channel),
          eq(rounds.kind, 'asked'),
          eq(rounds.localDate, localDate),
          eq(rounds.counts, true),
          ne(rounds.state, 'withdrawn'),
        ),
      );
    },

    /** Everything that choosing looks at: what this channel had and when (newest first), what the rest of the workspace had since `since`, what was set aside. */
    async ofChannel(workspace: string, channel: string, since: number): Promise<History> {
      const [had, elsewhere, aside] = await Promise.all([
        client<{ question: string; at: Date }[]>`
          select question_id as question, max(opened_at) as at from rounds
          where channel_id = ${channel} and state <> 'withdrawn' group by question_id order by at desc`,
        db
          .selectDistinct({ question: rounds.question })
          .from(rounds)
          .where(
            and(
              eq(rounds.workspace, workspace),
              ne(rounds.channel, channel),
              ne(rounds.state, 'withdrawn'),
              or(gt(rounds.openedAt, new Date(since)), gt(rounds.closedAt, new Date(since)), eq(rounds.state, 'open')),
            ),
          ),
        db.select({ question: setAsides.question }).from(setAsides).where(eq(setAsides.workspace, workspace)),
      ]);
      return {
        asked: had.map((row) => ({ question: row.question, at: row.at.getTime() })),
        elsewhere: new Set(elsewhere.map((row) => row.question)),
        setAside: new Set(aside.map((row) => row.question)),
      };
    },

    /** Not asked any more in this workspace. */
    async setAside(workspace: string, question: string, by: string, now: number): Promise<void> {
      await db
        .insert(setAsides)
        .values({ workspace, question, by, at: new Date(now) })
        .onConflictDoNothing();
    },

    async takeBackSetAside(workspace: string, question: string): Promise<void> {
      await db.delete(setAsides).where(and(eq(setAsides.workspace, workspace), eq(setAsides.question, question)));
    },
  };
}

export type HistoryStore = ReturnType<typeof historyStore>;

export interface History {
  /** what this channel had, newest first; `at` in epoch ms */
  readonly asked: readonly { readonly question: string; readonly at: number }[];
  readonly elsewhere: ReadonlySet<string>;
  readonly setAside: ReadonlySet<string>;
}
