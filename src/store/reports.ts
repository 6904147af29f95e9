import { createHash } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import { players, reports, workspaces } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';
import type { Round } from './rounds.ts';

export interface ReportRow {
  readonly id: string;
  readonly workspace: string;
  readonly question: string;
  readonly revision: string;
  readonly reason: string;
  readonly line: string;
  readonly by: string;
  readonly createdAt: Date;
}

/** As long as every other id. */
const idLength = 21;

/** What players say is wrong with a question. */
export function reportsStore({ db }: Database) {
  return {
    /** Repeatable: what a player sent at one moment (`now`, epoch ms) is one report, however often it is stored. */
    async addReport(round: Round, player: string, reason: string, line: string, now: number): Promise<void> {
      await db
        .insert(reports)
        .values({
          id: createHash('sha256').update(`${round.id} ${player} ${now}`).digest('base64url').slice(0, idLength),
          workspace: round.workspace,
          round: round.id,
          question: round.question.id,
          revision: round.revision,
          player,
          reason,
          line,
          createdAt: new Date(now),
        })
        .onConflictDoNothing();
    },

    /** Open reports, newest first. */
    async openReports(): Promise<ReportRow[]> {
      return db
        .select({
          id: reports.id,
          workspace: workspaces.name,
          question: reports.question,
          revision: reports.revision,
          reason: reports.reason,
          line: reports.line,
          by: players.name,
          createdAt: reports.createdAt,
        })
        .from(reports)
        .innerJoin(players, eq(players.id, reports.player))
        .innerJoin(workspaces, eq(workspaces.id, reports.workspace))
        .where(eq(reports.state, 'open'))
        .orderBy(desc(reports.createdAt));
    },

    /** True if there was such an open report. */
    async closeReport(id: string): Promise<boolean> {
      const closed = await db
        .update(reports)
        .set({ state: 'closed' })
        .where(and(eq(reports.id, id), eq(reports.state, 'open')))
        .returning({ id: reports.id });
      return closed.length > 0;
    },
  };
}

export type ReportsStore = ReturnType<typeof reportsStore>;
