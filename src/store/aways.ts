import type { Sql, TransactionSql } from 'postgres';
import type { Away } from '../standings/streak.ts';
import type { Database } from './database.ts';

/** Dates on which players said to be away: theirs alone, in every channel of their workspace. */
export function awaysStore({ sql }: Database) {
  return {
    /** A player's days away in the order of their dates. */
    async aways(player: string): Promise<readonly Away[]> {
      return (await readAways(sql, [player])).get(player) ?? [];
    },

    /** The same of several players; who has none is not in it. */
    async awaysOf(players: readonly string[]): Promise<Map<string, Away[]>> {
      return readAways(sql, players);
    },

    /**
     * The last date that a channel of the workspace has had its daily challenge on; undefined if none has. Only later dates can
     * still be said to be away, and taken back: so what is said never changes a streak that was counted.
     */
    async lastPosted(workspace: string): Promise<string | undefined> {
      const [row] = await sql<{ last: string | null }[]>`
        select max(local_date) as last from challenge_days where workspace_id = ${workspace}`;
      return row?.last ?? undefined;
    },

    async add(workspace: string, player: string, away: Away, now: number): Promise<void> {
      await sql`
        insert into aways (workspace_id, player_id, from_date, to_date, said_at)
        values (${workspace}, ${player}, ${away.from}, ${away.to}, ${new Date(now)})
        on conflict (player_id, from_date) do update set to_date = excluded.to_date, said_at = excluded.said_at`;
    },

    /** Takes back every day away after `last`; the ones until then stay as they were. */
    async cutAfter(player: string, last: string): Promise<void> {
      await sql.begin(async (tx) => {
        await tx`delete from aways where player_id = ${player} and from_date > ${last}`;
        await tx`update aways set to_date = ${last} where player_id = ${player} and to_date > ${last}`;
      });
    },
  };
}

export type AwaysStore = ReturnType<typeof awaysStore>;

export async function readAways(sql: Sql | TransactionSql, players: readonly string[]): Promise<Map<string, Away[]>> {
  const rows = await sql<{ player: string; from: string; to: string }[]>`
    select player_id as player, from_date as from, to_date as to from aways
    where player_id = any(${players as string[]}::text[]) order by player_id, from_date`;
  const aways = new Map<string, Away[]>();
  for (const { player, from, to } of rows) aways.set(player, [...(aways.get(player) ?? []), { from, to }]);
  return aways;
}
