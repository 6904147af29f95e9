import { eq } from 'drizzle-orm';
import { webPlaygrounds } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';

/** What was chosen in a playground. */
export interface PlaygroundChoices {
  /** the simulated teammates are off */
  readonly justMe: boolean;
  /** its history holds made-up play */
  readonly madeUp: boolean;
}

/** The playgrounds' own switches. */
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
  };
}

export type PlaygroundsStore = ReturnType<typeof playgroundsStore>;
