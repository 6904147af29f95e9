import { and, eq } from 'drizzle-orm';
import { webClocks, webMessages, workspaces } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';

/** A playground's own time, and its end. */
export function worldsStore({ db }: Database) {
  return {
    /** How far ahead of the machine's clock a playground is (ms). */
    async clockAhead(workspace: string): Promise<number> {
      const [row] = await db.select().from(webClocks).where(eq(webClocks.workspace, workspace));
      return row?.aheadMs ?? 0;
    },

    async setClockAhead(workspace: string, aheadMs: number): Promise<void> {
      await db
        .insert(webClocks)
        .values({ workspace, aheadMs })
        .onConflictDoUpdate({ target: webClocks.workspace, set: { aheadMs } });
    },

    /** Deletes a web workspace with everything in it, its messages and its clock. */
    async deleteWorld(workspace: string): Promise<void> {
      await db.transaction(async (tx) => {
        await tx.delete(workspaces).where(and(eq(workspaces.platform, 'web'), eq(workspaces.externalId, workspace)));
        await tx.delete(webMessages).where(eq(webMessages.workspace, workspace));
        await tx.delete(webClocks).where(eq(webClocks.workspace, workspace));
      });
    },
  };
}

export type WorldsStore = ReturnType<typeof worldsStore>;
