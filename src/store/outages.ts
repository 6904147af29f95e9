import type { Database } from './database.ts';

/** A time in which no process of Prep swept; epoch ms. */
export interface Outage {
  readonly began: number;
  readonly ended: number;
}

/** When Prep was running, as its sweeps leave it behind. */
export function outagesStore({ sql }: Database) {
  return {
    /** Some process of Prep sweeps at `now`. If the last one did so more than `gapMs` ago, Prep was down meanwhile, which is kept. */
    async beat(now: number, gapMs: number): Promise<void> {
      // One statement, which holds the row for no longer than Postgres needs: a process that is frozen must stop no other's
      // sweep. Counting reads, and locks, the row before it is written, so that of those which start together one finds the gap.
      await sql`
        with last as materialized (
          select at from heartbeat where id = 1 for update
        ), gap as (
          insert into outages (began, ended) select at, ${new Date(now)} from last where at < ${new Date(now - gapMs)}
          on conflict do nothing
        )
        insert into heartbeat (id, at) select 1, ${new Date(now)} from (select count(*) from last) as seen
        on conflict (id) do update set at = excluded.at`;
    },

    /** The outage that took most of the time between `from` and `to`; one that lasts until `to` is among them, before a sweep has ended it. */
    async longest(from: number, to: number, gapMs: number): Promise<Outage | undefined> {
      const [start, end] = [new Date(from), new Date(to)];
      const [row] = await sql<{ began: Date; ended: Date }[]>`
        select began, ended from (
          select began, ended from outages where ended > ${start} and began < ${end}
          union all
          select at, ${end}::timestamptz from (select coalesce((select at from heartbeat), ${start}::timestamptz) as at) as last
          where at < ${new Date(to - gapMs)}
        ) as known order by least(ended, ${end}) - greatest(began, ${start}) desc limit 1`;
      return row && { began: row.began.getTime(), ended: row.ended.getTime() };
    },
  };
}

export type OutagesStore = ReturnType<typeof outagesStore>;
