import type { Database } from './database.ts';

const channelName = 'prep_changed';

/** Tells every process that an in-memory copy is stale: `LISTEN/NOTIFY`, delivered at commit. */
export function changesStore({ sql }: Database) {
  return {
    async announceChange(key: string): Promise<void> {
      await sql.notify(channelName, key);
    },
    /** Calls `onChange` with each key that any process announced; after a lost connection, with undefined: anything may have changed. */
    async listenForChanges(onChange: (key: string | undefined) => void): Promise<void> {
      await sql.listen(channelName, onChange, () => onChange(undefined));
    },
  };
}

export type ChangesStore = ReturnType<typeof changesStore>;
