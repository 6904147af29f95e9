import { and, asc, desc, eq, notExists, sql } from 'drizzle-orm';
import { mutes, players, questions, revisions, suggestions } from '../../drizzle/schema.ts';
import type { Question } from '../bank/format.ts';
import type { Database } from './database.ts';

export type SuggestionState = 'open' | 'approved' | 'refused' | 'withdrawn';

/** A question that somebody wrote for their workspace, and what came of it. */
export interface Suggestion {
  readonly id: string;
  readonly workspace: string;
  readonly question: Question;
  readonly state: SuggestionState;
  readonly reason: string | undefined;
  /** who wrote it; `externalId` is the platform's */
  readonly author: { readonly id: string; readonly externalId: string; readonly name: string };
}

/** Suggested questions, from the form to what managers decide. Every statement names its workspace. */
export function suggestionsStore({ db }: Database) {
  const withAuthor = () =>
    db
      .select({
        suggestion: suggestions,
        author: { id: players.id, externalId: players.externalId, name: players.name },
      })
      .from(suggestions)
      .innerJoin(players, eq(players.id, suggestions.player));
  const isOpen = (workspace: string, id: string) =>
    and(eq(suggestions.workspace, workspace), eq(suggestions.id, id), eq(suggestions.state, 'open'));

  return {
    /** Keeps a suggestion unless its author is muted or has `most` open ones, also under races. */
    async suggest(
      from: { id: string; workspace: string; channel: string; player: string },
      question: Question,
      most: number,
      now: number,
    ): Promise<'kept' | 'muted' | 'full'> {
      return db.transaction(async (tx) => {
        // One at a time for each author, so that the count stays true.
        await tx.select({ id: players.id }).from(players).where(eq(players.id, from.player)).for('update');
        if ((await tx.$count(mutes, eq(mutes.player, from.player))) > 0) return 'muted';
        const open = await tx.$count(
          suggestions,
          and(
            eq(suggestions.workspace, from.workspace),
            eq(suggestions.player, from.player),
            eq(suggestions.state, 'open'),
          ),
        );
        if (open >= most) return 'full';
        await tx.insert(suggestions).values({ ...from, body: question, state: 'open', createdAt: new Date(now) });
        return 'kept';
      });
    },

    /** What waits for a decision, oldest first; what muted people wrote is left out. */
    async queue(workspace: string): Promise<Suggestion[]> {
      const muted = db.select({ one: sql`1` }).from(mutes).where(eq(mutes.player, suggestions.player));
      const rows = await withAuthor()
        .where(and(eq(suggestions.workspace, workspace), eq(suggestions.state, 'open'), notExists(muted)))
        .orderBy(asc(suggestions.createdAt), asc(suggestions.id));
      return rows.map(suggestionOf);
    },

    async suggestion(workspace: string, id: string): Promise<Suggestion | undefined> {
      const [row] = await withAuthor().where(and(eq(suggestions.workspace, workspace), eq(suggestions.id, id)));
      return row && suggestionOf(row);
    },

    /** A person's own, newest first, at most `limit`. */
    async suggestionsOf(workspace: string, player: string, limit: number): Promise<Suggestion[]> {
      const rows = await withAuthor()
        .where(and(eq(suggestions.workspace, workspace), eq(suggestions.player, player)))
        .orderBy(desc(suggestions.createdAt))
        .limit(limit);
      return rows.map(suggestionOf);
    },

    /** Changes what an open suggestion says; false if it is no longer open. */
    async amend(workspace: string, id: string, question: Question): Promise<boolean> {
      const changed = await db
        .update(suggestions)
        .set({ body: question })
        .where(isOpen(workspace, id))
        .returning({ id: suggestions.id });
      return changed.length > 0;
    },

    /**
     * Makes an open suggestion a question of its workspace, with its revision; false if it was decided or changed meanwhile: what is
     * approved is exactly `question`.
     */
    async approve(
      workspace: string,
      id: string,
      approved: { question: Question; revision: string; by: string },
      now: number,
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        const { question, revision, by } = approved;
        const decided = await tx
          .update(suggestions)
          .set({ state: 'approved', decidedBy: by, decidedAt: new Date(now) })
          .where(and(isOpen(workspace, id), eq(suggestions.body, question)))
          .returning({ id: suggestions.id });
        if (decided.length === 0) return false;
        await tx.insert(questions).values({ id: question.id, workspace });
        await tx.insert(revisions).values({ hash: revision, question: question.id, body: question });
        await tx.update(suggestions).set({ question: question.id }).where(eq(suggestions.id, id));
        return true;
      });
    },

    /** False if it was decided meanwhile. */
    async refuse(workspace: string, id: string, by: string, reason: string, now: number): Promise<boolean> {
      const decided = await db
        .update(suggestions)
        .set({ state: 'refused', reason, decidedBy: by, decidedAt: new Date(now) })
        .where(isOpen(workspace, id))
        .returning({ id: suggestions.id });
      return decided.length > 0;
    },

    /** Its author takes it back; false if it was decided meanwhile, or is somebody else's. */
    async withdraw(workspace: string, id: string, player: string, now: number): Promise<boolean> {
      const decided = await db
        .update(suggestions)
        .set({ state: 'withdrawn', decidedAt: new Date(now) })
        .where(and(isOpen(workspace, id), eq(suggestions.player, player)))
        .returning({ id: suggestions.id });
      return decided.length > 0;
    },

    async mute(workspace: string, player: string, by: string, now: number): Promise<void> {
      await db
        .insert(mutes)
        .values({ workspace, player, by, at: new Date(now) })
        .onConflictDoNothing();
    },

    /** False if there was no such person muted. */
    async unmute(workspace: string, player: string): Promise<boolean> {
      const unmuted = await db
        .delete(mutes)
        .where(and(eq(mutes.workspace, workspace), eq(mutes.player, player)))
        .returning({ player: mutes.player });
      return unmuted.length > 0;
    },

    async isMuted(player: string): Promise<boolean> {
      return (await db.$count(mutes, eq(mutes.player, player))) > 0;
    },

    /** Who is muted, the latest first. */
    async muted(workspace: string): Promise<{ id: string; name: string }[]> {
      return db
        .select({ id: players.id, name: players.name })
        .from(mutes)
        .innerJoin(players, eq(players.id, mutes.player))
        .where(eq(mutes.workspace, workspace))
        .orderBy(desc(mutes.at));
    },
  };
}

export type SuggestionsStore = ReturnType<typeof suggestionsStore>;

function suggestionOf(row: { suggestion: typeof suggestions.$inferSelect; author: Suggestion['author'] }): Suggestion {
  const { id, workspace, body, state, reason } = row.suggestion;
  return { id, workspace, question: body, state, reason: reason ?? undefined, author: row.author };
}
