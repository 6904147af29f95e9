import { and, eq, inArray } from 'drizzle-orm';
import {
  rounds,
  schedules,
  setAsides,
  standings,
  streaks,
  webMessages,
  webPlaygrounds,
  workspaces,
} from '../../drizzle/schema.ts';
import type { Database } from './database.ts';

/** What was chosen in a playground. */
export interface PlaygroundChoices {
  /** the simulated teammates are off */
  readonly justMe: boolean;
  /** its history holds made-up play */
  readonly madeUp: boolean;
}

/** The playgrounds' own switches, time and end. */
export function playgroundsStore({ db }: Database) {
  return {
    async choices(workspace: string): Promise<PlaygroundChoices> {
      const [row] = await db.select().from(webPlaygrounds).where(eq(webPlaygrounds.workspace, workspace));
      return { justMe: row?.justMe ?? false, madeUp: row?.madeUp ?? false };
    },

    /** Changes what is given and leaves the rest. */
    async choose(workspace: string, change: Partial<PlaygroundChoices>): Promise<void> {
      await db
        .insert(webPlaygrounds)
        .values({ workspace, ...change })
        .onConflictDoUpdate({ target: webPlaygrounds.workspace, set: change });
    },

    /** How far ahead of the machine's clock a playground is (ms). */
    async clockAhead(workspace: string): Promise<number> {
      const [row] = await db.select().from(webPlaygrounds).where(eq(webPlaygrounds.workspace, workspace));
      return row?.aheadMs ?? 0;
    },

    async setClockAhead(workspace: string, aheadMs: number): Promise<void> {
      await db
        .insert(webPlaygrounds)
        .values({ workspace, aheadMs })
        .onConflictDoUpdate({ target: webPlaygrounds.workspace, set: { aheadMs } });
    },

    /** Deletes a web workspace with everything in it, its messages, its choices and its clock. */
    async deletePlayground(workspace: string): Promise<void> {
      await db.transaction(async (tx) => {
        const ours = tx
          .select({ id: workspaces.id })
          .from(workspaces)
          .where(and(eq(workspaces.platform, 'web'), eq(workspaces.externalId, workspace)));
        // What names players goes before them: a cascade from the workspace would reach the players first.
        for (const table of [rounds, setAsides, schedules, standings, streaks]) {
          await tx.delete(table).where(inArray(table.workspace, ours));
        }
        await tx.delete(workspaces).where(inArray(workspaces.id, ours));
        await tx.delete(webMessages).where(eq(webMessages.workspace, workspace));
        await tx.delete(webPlaygrounds).where(eq(webPlaygrounds.workspace, workspace));
      });
    },
  };
}

export type PlaygroundsStore = ReturnType<typeof playgroundsStore>;
