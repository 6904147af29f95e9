import { and, desc, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import { questions, revisions, rounds } from '../../drizzle/schema.ts';
import type { Question } from '../bank/format.ts';
import type { Because } from '../quiz/because.ts';
import type { Late } from '../schedule/late.ts';
import type { FeedbackMode } from '../settings.ts';
import type { Database } from './database.ts';
import { one } from './people.ts';
import { roundEndsStore } from './round-ends.ts';
import { roundMessagesStore } from './round-messages.ts';

export type RoundKind = 'asked' | 'daily' | 'extra';
export type RoundState = 'open' | 'closed' | 'revealed' | 'withdrawn';

/** What never changes in a round, with the whole question as it was when the round opened; may be kept in memory. */
export interface Round {
  readonly id: string;
  readonly workspace: string;
  readonly channel: string;
  readonly kind: RoundKind;
  readonly occurrence: string | undefined;
  /** player id */
  readonly askedBy: string | undefined;
  readonly question: Question;
  readonly revision: string;
  /** which option of the question stands at each letter */
  readonly optionOrder: readonly number[];
  readonly feedback: FeedbackMode;
  readonly counts: boolean;
  readonly localDate: string;
  readonly weekStart: string;
  readonly monthStart: string;
  readonly challengeDay: number | undefined;
  readonly because: Because | undefined;
  /** why it came late */
  readonly late: Late | undefined;
  /** epoch ms */
  readonly openedAt: number;
  readonly closesAt: number;
}

/** What does change; always read from the row. */
export interface RoundStatus {
  readonly state: RoundState;
  readonly closedAt: number | undefined;
  /** the platform's id of the message, once the post is recorded */
  readonly message: string | undefined;
}

export type RoundRow = Round & RoundStatus;

type Row = typeof rounds.$inferSelect;

/** Rounds from opening to reveal. */
export function roundsStore(database: Database) {
  const { db } = database;
  const withBody = () =>
    db
      .select({ round: rounds, body: revisions.body })
      .from(rounds)
      .innerJoin(revisions, eq(rounds.revision, revisions.hash));

  return {
    ...roundMessagesStore(database),
    ...roundEndsStore(database),

    /** Commits a round as open, with its question's revision; false if an asked round is open in this channel already, or the occurrence has its round. */
    async openRound(round: Round): Promise<boolean> {
      return db.transaction(async (tx) => {
        await tx.insert(questions).values({ id: round.question.id }).onConflictDoNothing();
        const [known] = await tx
          .select({ workspace: questions.workspace })
          .from(questions)
          .where(eq(questions.id, round.question.id));
        if (known?.workspace && known.workspace !== round.workspace)
          throw new Error("a workspace's own question can't be asked in another one");
        await tx
          .insert(revisions)
          .values({ hash: round.revision, question: round.question.id, body: bodyOf(round.question) })
          .onConflictDoNothing();
        const made = await tx
          .insert(rounds)
          .values({
            id: round.id,
            workspace: round.workspace,
            channel: round.channel,
            kind: round.kind,
            occurrence: round.occurrence ?? null,
            askedBy: round.askedBy ?? null,
            question: round.question.id,
            revision: round.revision,
            optionOrder: [...round.optionOrder],
            feedback: round.feedback,
            counts: round.counts,
            localDate: round.localDate,
            weekStart: round.weekStart,
            monthStart: round.monthStart,
            challengeDay: round.challengeDay ?? null,
            because: round.because ?? null,
            late: round.late ?? null,
            state: 'open',
            openedAt: new Date(round.openedAt),
            closesAt: new Date(round.closesAt),
          })
          .onConflictDoNothing()
          .returning({ id: rounds.id });
        return made.length > 0;
      });
    },

    async round(workspace: string, id: string): Promise<RoundRow | undefined> {
      const [row] = await withBody().where(and(eq(rounds.id, id), eq(rounds.workspace, workspace)));
      return row && roundOf(row.round, row.body);
    },

    /** Without a tenant: for jobs, which come from ourselves. */
    async roundById(id: string): Promise<RoundRow | undefined> {
      const [row] = await withBody().where(eq(rounds.id, id));
      return row && roundOf(row.round, row.body);
    },

    async roundOfOccurrence(occurrence: string): Promise<RoundRow | undefined> {
      const [row] = await withBody().where(eq(rounds.occurrence, occurrence));
      return row && roundOf(row.round, row.body);
    },

    async status(round: Round): Promise<RoundStatus> {
      const [row] = await db
        .select({ state: rounds.state, closedAt: rounds.closedAt, message: rounds.message })
        .from(rounds)
        .where(eq(rounds.id, round.id));
      return statusOf(one(row));
    },

    /** The open rounds of a channel, newest first. */
    async openRounds(channel: string): Promise<RoundRow[]> {
      const rows = await withBody()
        .where(and(eq(rounds.channel, channel), eq(rounds.state, 'open')))
        .orderBy(desc(rounds.openedAt));
      return rows.map((row) => roundOf(row.round, row.body));
    },

    /** The newest round of a channel that reached it. */
    async lastRound(channel: string): Promise<RoundRow | undefined> {
      const [row] = await withBody()
        .where(and(eq(rounds.channel, channel), ne(rounds.state, 'withdrawn')))
        .orderBy(desc(rounds.openedAt))
        .limit(1);
      return row && roundOf(row.round, row.body);
    },

    /** The last posted round of the same schedule before a daily one. */
    async previousDaily(round: Round): Promise<RoundRow | undefined> {
      const own = sql`select schedule_id from occurrences where id = ${round.occurrence ?? null}`;
      const [row] = await withBody()
        .where(
          and(
            sql`${rounds.occurrence} in (select id from occurrences where schedule_id = (${own}))`,
            inArray(rounds.state, ['closed', 'revealed']),
            lt(rounds.openedAt, new Date(round.openedAt)),
          ),
        )
        .orderBy(desc(rounds.openedAt))
        .limit(1);
      return row && roundOf(row.round, row.body);
    },

    /** The newest daily round of a channel that reached it, open or not. */
    async lastDaily(channel: string): Promise<RoundRow | undefined> {
      const [row] = await withBody()
        .where(and(eq(rounds.channel, channel), eq(rounds.kind, 'daily'), ne(rounds.state, 'withdrawn')))
        .orderBy(desc(rounds.openedAt))
        .limit(1);
      return row && roundOf(row.round, row.body);
    },

    /**
     * A round that never reached its channel opens anew, at a later moment and with its close moved along. False if it isn't
     * open any more, or its message is known by now.
     */
    async reopen(round: Round, again: Pick<Round, 'openedAt' | 'closesAt' | 'late'>): Promise<boolean> {
      const opened = await db
        .update(rounds)
        .set({ openedAt: new Date(again.openedAt), closesAt: new Date(again.closesAt), late: again.late ?? null })
        .where(and(eq(rounds.id, round.id), eq(rounds.state, 'open'), isNull(rounds.message)))
        .returning({ id: rounds.id });
      return opened.length > 0;
    },
  };
}

export type RoundsStore = ReturnType<typeof roundsStore>;

/** What a revision keeps of a question: everything but the program that proves it. */
export function bodyOf({ proof: _, ...body }: Question): Question {
  return body;
}

function statusOf(row: Pick<Row, 'state' | 'closedAt' | 'message'>): RoundStatus {
  return {
    state: row.state,
    closedAt: row.closedAt?.getTime(),
    message: row.message ?? undefined,
  };
}

function roundOf(row: Row, question: Question): RoundRow {
  return {
    id: row.id,
    workspace: row.workspace,
    channel: row.channel,
    kind: row.kind,
    occurrence: row.occurrence ?? undefined,
    askedBy: row.askedBy ?? undefined,
    question,
    revision: row.revision,
    optionOrder: row.optionOrder,
    feedback: row.feedback,
    counts: row.counts,
    localDate: row.localDate,
    weekStart: row.weekStart,
    monthStart: row.monthStart,
    challengeDay: row.challengeDay ?? undefined,
    because: row.because ?? undefined,
    late: row.late ?? undefined,
    openedAt: row.openedAt.getTime(),
    closesAt: row.closesAt.getTime(),
    ...statusOf(row),
  };
}
