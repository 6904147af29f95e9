import type { Sql } from '../../src/store/database.ts';

interface Sum {
  readonly key: string;
  readonly points: number;
  readonly answered: number;
}

/** Adds the credited answers up one by one, and gives what the standings say otherwise. */
export async function naiveSums(sql: Sql): Promise<string[]> {
  const answers = await sql<{ channel: string; week: string; month: string; player: string; points: number }[]>`
    select r.channel_id as channel, r.week_start::text as week, r.month_start::text as month, a.player_id as player, a.points
    from answers a join rounds r on r.id = a.round_id where r.counts and a.credited_at is not null`;
  const sums = new Map<string, Sum>();
  for (const { channel, week, month, player, points } of answers) {
    for (const period of [`week ${week}`, `month ${month}`, 'all 1970-01-01']) {
      const key = `${channel} ${period} ${player}`;
      const before = sums.get(key);
      sums.set(key, { key, points: points + (before?.points ?? 0), answered: 1 + (before?.answered ?? 0) });
    }
  }
  const standings = await sql<Sum[]>`
    select channel_id || ' ' || period || ' ' || start || ' ' || player_id as key, points, answered from standings`;
  const told = (sum: Sum | undefined) => `${sum?.points ?? 'no'} points for ${sum?.answered ?? 'no'} answers`;
  const stored = new Map(standings.map((row) => [row.key, row]));
  return [...new Set([...sums.keys(), ...stored.keys()])]
    .filter((key) => told(sums.get(key)) !== told(stored.get(key)))
    .map((key) => `${key} has ${told(stored.get(key))}, not ${told(sums.get(key))}`);
}
