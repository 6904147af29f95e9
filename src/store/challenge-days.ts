import type { TransactionSql } from 'postgres';
import type { Database } from './database.ts';
import type { Round } from './rounds.ts';

/** Days with a posted occurrence in a channel, numbered one after the other: streaks count these numbers. */
export function challengeDaysStore({ sql: client }: Database) {
  return {
    /** The day of this round breaks nobody's streak, unless another question of it came in time. */
    async excuseDay(round: Round): Promise<void> {
      await client`
        update challenge_days d set excused = true where d.channel_id = ${round.channel} and d.local_date = ${round.localDate}
        and not exists (
          select 1 from rounds r where r.channel_id = d.channel_id and r.challenge_day = d.number and r.state <> 'withdrawn' and r.id <> ${round.id}
        )`;
    },
  };
}

/** For transactions that change what a day is, before they do: no streak of the channel is counted and no day numbered until the commit. */
export async function lockDays(tx: TransactionSql, channel: string): Promise<void> {
  await tx`select 1 from channels where id = ${channel} for no key update`;
}

/**
 * Takes back the number of a day on which nothing was posted in the end, in the transaction of the caller, which has locked the
 * days. A number that is followed by others stays, so that they have no hole in them, and breaks nobody's streak. The row is
 * locked by a statement of its own, so that the next one sees the question that another schedule opens on the day meanwhile.
 */
export async function forgetDay(tx: TransactionSql, round: Pick<Round, 'channel' | 'localDate'>): Promise<void> {
  await tx`select 1 from challenge_days where channel_id = ${round.channel} and local_date = ${round.localDate} for update`;
  await tx`
    with empty as (
      select d.number, d.number = (select max(number) from challenge_days where channel_id = d.channel_id) as newest
      from challenge_days d where d.channel_id = ${round.channel} and d.local_date = ${round.localDate}
      and not exists (select 1 from rounds r where r.channel_id = d.channel_id and r.challenge_day = d.number and r.state <> 'withdrawn')
    ), excused as (
      update challenge_days d set excused = true from empty
      where d.channel_id = ${round.channel} and d.number = empty.number and not empty.newest
    )
    delete from challenge_days d using empty where d.channel_id = ${round.channel} and d.number = empty.number and empty.newest`;
}

export type ChallengeDaysStore = ReturnType<typeof challengeDaysStore>;
