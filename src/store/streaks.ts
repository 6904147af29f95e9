import type { Sql, TransactionSql } from 'postgres';
import type { Away, ChallengeDay, Streak } from '../standings/streak.ts';
import { readAways } from './aways.ts';
import type { Database } from './database.ts';
import { retried } from './retry.ts';

/** All that a streak depends on. */
export interface StreakLog {
  /** the challenge days of the channel, in the order of their numbers */
  readonly days: readonly ChallengeDay[];
  /** the numbers of those that the player answered */
  readonly answered: ReadonlySet<number>;
  readonly aways: readonly Away[];
}

/** Whose streak in which channel. */
export interface StreakKey {
  readonly channel: string;
  readonly player: string;
}

/** A streak and what it was counted from; undefined if nothing was answered. */
export interface CountedStreak {
  readonly log: StreakLog;
  readonly streak: Streak | undefined;
}

/** A streak is the rule's, applied to the log; rows keep what it gave, so that answering and boards needn't read logs. */
export type StreakRule = (log: StreakLog) => Streak | undefined;

interface DayRow {
  number: number;
  local_date: string;
  excused: boolean;
  open: boolean;
  answered: boolean;
}

/** Rows that must be counted again have this last day: no day follows it, so no answer raises them meanwhile. */
export const mustBeCounted = -1;

/** Streaks: kept by the answering statement where a day follows the last one, counted again from the log everywhere else. */
export function streaksStore({ sql }: Database) {
  return {
    async streakLog({ channel, player }: StreakKey): Promise<StreakLog> {
      return readLog(sql, channel, player);
    },

    /**
     * Counts a streak again from the log, and returns both. The rows are locked by statements of their own, so that the next
     * one sees every answer that was counted before, and every day that was taken back; what comes later waits, and starts from
     * what is written here. Nothing is written where there was no row to lock: the answer that makes one needs no log.
     */
    async recount({ channel, player }: StreakKey, rule: StreakRule): Promise<CountedStreak> {
      return retried(() =>
        sql.begin(async (tx) => {
          await tx`select 1 from channels where id = ${channel} for share`;
          const [kept] =
            await tx`select 1 from streaks where channel_id = ${channel} and player_id = ${player} for update`;
          const log = await readLog(tx, channel, player);
          const streak = rule(log);
          if (!kept) return { log, streak };
          if (streak) {
            await tx`
              update streaks set last_day = ${streak.lastDay}, length = ${streak.length}, best = ${streak.best}, freezes = ${streak.freezes}
              where channel_id = ${channel} and player_id = ${player}`;
          } else await tx`delete from streaks where channel_id = ${channel} and player_id = ${player}`;
          return { log, streak };
        }),
      );
    },

    /**
     * Streaks whose last day is this one or later, or will be once they are counted: what became of the day can change them. Those
     * that are being counted at this moment are among them, because that may have read the log too early.
     */
    async streaksFrom(channel: string, day: number): Promise<StreakKey[]> {
      return sql<StreakKey[]>`
        select channel_id as channel, player_id as player from streaks
        where channel_id = ${channel} and (last_day >= ${day} or last_day = ${mustBeCounted})`;
    },

    /** Streaks that must be counted again, in one channel or everywhere. */
    async uncounted(channel: string | undefined): Promise<StreakKey[]> {
      return sql<StreakKey[]>`
        select channel_id as channel, player_id as player from streaks
        where last_day = ${mustBeCounted} ${channel === undefined ? sql`` : sql`and channel_id = ${channel}`}`;
    },

    /** What is kept of players' streaks in a channel; of one that must be counted again only the log can tell. */
    async streaks(channel: string, players: readonly string[]): Promise<Map<string, Streak | 'uncounted'>> {
      const rows = await sql<(Omit<Streak, 'lastDay'> & { player: string; last_day: number })[]>`
        select player_id as player, last_day, length, best, freezes from streaks
        where channel_id = ${channel} and player_id = any(${players as string[]}::text[])`;
      return new Map(
        rows.map(({ player, last_day, length, best, freezes }) => [
          player,
          last_day === mustBeCounted ? 'uncounted' : { lastDay: last_day, length, best, freezes },
        ]),
      );
    },

    /** The newest challenge days of a channel, at most `limit`, in the order of their numbers. */
    async lastDays(channel: string, limit: number): Promise<ChallengeDay[]> {
      const rows = await sql<Omit<DayRow, 'answered'>[]>`
        with open as (${openDays(sql, channel)})
        select d.number, d.local_date, d.excused, d.number in (select day from open) as open
        from challenge_days d where d.channel_id = ${channel} order by d.number desc limit ${limit}`;
      return rows.map(dayOf).reverse();
    },

    /** Everybody who answered a challenge day, by channel. */
    async everyone(): Promise<StreakKey[]> {
      return readEveryone(sql);
    },
  };
}

export type StreaksStore = ReturnType<typeof streaksStore>;

/**
 * Streaks that have come to a day must be counted again, because the caller's transaction changes what the day is. It has locked
 * the channel, so that none is being counted meanwhile; and the row says so from the commit on, also if the process dies then.
 */
export async function doubtFrom(tx: TransactionSql, channel: string, day: number): Promise<void> {
  await tx`
    with doubtful as materialized (
      select player_id from streaks where channel_id = ${channel} and last_day >= ${day} order by player_id for update
    )
    update streaks s set last_day = ${mustBeCounted} from doubtful
    where s.channel_id = ${channel} and s.player_id = doubtful.player_id`;
}

/** Replaces every streak by what the rule says of its log; the caller's transaction has locked the tables. */
export async function rebuildStreaks(tx: TransactionSql, rule: StreakRule): Promise<void> {
  await tx`delete from streaks`;
  for (const { channel, player } of await readEveryone(tx)) {
    const streak = rule(await readLog(tx, channel, player));
    if (!streak) continue;
    await tx`
      insert into streaks (channel_id, player_id, workspace_id, last_day, length, best, freezes)
      select ${channel}, id, workspace_id, ${streak.lastDay}, ${streak.length}, ${streak.best}, ${streak.freezes}
      from players where id = ${player}`;
  }
}

function readEveryone(sql: Sql | TransactionSql): Promise<StreakKey[]> {
  return sql<StreakKey[]>`
    select distinct r.channel_id as channel, a.player_id as player from answers a join rounds r on r.id = a.round_id
    where r.challenge_day is not null and r.state <> 'withdrawn' order by 1, 2`;
}

/** A day that was answered is a day, whatever became of its row. */
async function readLog(sql: Sql | TransactionSql, channel: string, player: string): Promise<StreakLog> {
  const rows = await sql<DayRow[]>`
    with open as (${openDays(sql, channel)}), answered as (
      select r.challenge_day as day, min(r.local_date) as local_date from answers a join rounds r on r.id = a.round_id
      where a.player_id = ${player} and r.channel_id = ${channel} and r.challenge_day is not null and r.state <> 'withdrawn'
      group by r.challenge_day
    )
    select coalesce(d.number, a.day) as number, coalesce(d.local_date, a.local_date) as local_date,
      coalesce(d.excused, false) as excused, coalesce(d.number, a.day) in (select day from open) as open, a.day is not null as answered
    from (select number, local_date, excused from challenge_days where channel_id = ${channel}) d
    full join answered a on a.day = d.number order by 1`;
  return {
    days: rows.map(dayOf),
    answered: new Set(rows.filter((row) => row.answered).map((row) => row.number)),
    aways: (await readAways(sql, [player])).get(player) ?? [],
  };
}

function openDays(sql: Sql | TransactionSql, channel: string) {
  return sql`select challenge_day as day from rounds where channel_id = ${channel} and state = 'open' and challenge_day is not null`;
}

function dayOf({ number, local_date, excused, open }: Omit<DayRow, 'answered'>): ChallengeDay {
  return { number, localDate: local_date, excused, open };
}
