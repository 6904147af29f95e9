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
      await sql.begin(async (tx) => {
        // Locked, so that processes which start together find one gap, and one of them closes it.
        await tx`insert into heartbeat (id, at) values (1, ${new Date(now)}) on conflict do nothing`;
        const [last] = await tx<{ at: Date }[]>`select at from heartbeat where id = 1 for update`;
        if (last && last.at.getTime() < now - gapMs) {
          await tx`insert into outages (began, ended) values (${last.at}, ${new Date(now)}) on conflict do nothing`;
        }
        await tx`update heartbeat set at = ${new Date(now)} where id = 1`;
      });
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
