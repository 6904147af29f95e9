import { nanoid } from 'nanoid';
import type { Database } from './database.ts';
import { claimMs, takeoverMs } from './occurrences.ts';
import type { Round } from './rounds.ts';

/** A channel's week or month, whose recap is still to come or being sent. */
export interface Recap {
  readonly id: string;
  readonly workspace: string;
  readonly channel: string;
  readonly period: 'week' | 'month';
  /** its first local date */
  readonly start: string;
  readonly state: 'planned' | 'claimed';
  readonly attempt: number;
  /** epoch ms: claimed, it may only be sent before this; planned, it is to be looked at then */
  readonly sendBefore: number;
}

/** One question of a period that counts, with how it went. */
export interface RecapQuestion {
  readonly round: string;
  readonly localDate: string;
  readonly answered: number;
  readonly right: number;
}

interface Row {
  id: string;
  workspace_id: string;
  channel_id: string;
  period: 'week' | 'month';
  start: string;
  state: 'planned' | 'claimed';
  attempt: number;
  send_before: Date;
}

/** Recaps: one row a channel and period, made when the first of its daily questions closes, and sent at most once. */
export function recapsStore({ sql }: Database) {
  const columns = sql`id, workspace_id, channel_id, period, start::text as start, state, attempt, send_before`;
  return {
    /** Remembers that the week and the month of a round that closed will have a recap, to be looked at from `now` on. */
    async noteRecaps(round: Round, now: number): Promise<void> {
      await sql`
        insert into recaps (id, workspace_id, channel_id, period, start, state, send_before)
        values (${nanoid()}, ${round.workspace}, ${round.channel}, 'week', ${round.weekStart}, 'planned', ${new Date(now)}),
          (${nanoid()}, ${round.workspace}, ${round.channel}, 'month', ${round.monthStart}, 'planned', ${new Date(now)})
        on conflict (channel_id, period, start) do update set send_before = excluded.send_before where recaps.state = 'planned'`;
    },

    async plannedRecaps(channel: string): Promise<Recap[]> {
      const rows = await sql<Row[]>`
        select ${columns} from recaps where channel_id = ${channel} and state = 'planned' order by period`;
      return rows.map(recapOf);
    },

    /** Recaps to be looked at, and those whose claim has run out, the longest due first. */
    async recapsDue(now: number, limit: number): Promise<Recap[]> {
      const rows = await sql<Row[]>`
        select ${columns} from recaps
        where (state = 'planned' and send_before <= ${new Date(now)}) or (state = 'claimed' and send_before < ${new Date(now - takeoverMs)})
        order by send_before limit ${limit}`;
      return rows.map(recapOf);
    },

    /**
     * Where a period stands: `going on` while a question of it is open, being shown or still to come by a schedule that is on;
     * then `empty` if nobody answered anything that counts, and `over` if somebody did.
     */
    async periodStands(recap: Recap): Promise<'going on' | 'empty' | 'over'> {
      const [row] = await sql<{ going_on: boolean; answered: boolean }[]>`
        with span as (
          select ${recap.start}::date as first,
            (${recap.start}::date + ${recap.period === 'week' ? '7 days' : '1 month'}::interval)::date as behind
        ), within as (
          select id, state, counts from rounds, span
          where channel_id = ${recap.channel} and local_date >= first and local_date < behind and state <> 'withdrawn'
        )
        select exists (select 1 from within where state in ('open', 'closed'))
            or exists (select 1 from schedules, span where channel_id = ${recap.channel} and enabled and next_date < behind)
            or exists (select 1 from occurrences o join schedules s on s.id = o.schedule_id, span
              where s.channel_id = ${recap.channel} and o.state in ('planned', 'claimed') and o.local_date < behind) as going_on,
          exists (select 1 from within w join answers a on a.round_id = w.id where w.counts) as answered`;
      if (row?.going_on) return 'going on';
      return row?.answered ? 'over' : 'empty';
    },

    /** Puts off what is not over yet. */
    async lookAgain(recap: Recap, at: number): Promise<void> {
      await sql`
        update recaps set send_before = ${new Date(at)} where id = ${recap.id} and state = 'planned' and attempt = ${recap.attempt}`;
    },

    /** Takes a recap to send it, until `now + 20 s`; undefined if another process has it. */
    async claimRecap(recap: Recap, now: number): Promise<Recap | undefined> {
      const [row] = await sql<Row[]>`
        update recaps set state = 'claimed', attempt = attempt + 1, send_before = ${new Date(now + claimMs)}
        where id = ${recap.id} and attempt = ${recap.attempt}
          and (state = 'planned' or (state = 'claimed' and send_before < ${new Date(now - takeoverMs)}))
        returning ${columns}`;
      return row && recapOf(row);
    },

    /** Not sent, for certain, and not to be tried again before `until`. */
    async postponeRecap(recap: Recap, until: number): Promise<void> {
      await sql`
        update recaps set state = 'planned', send_before = ${new Date(until)}
        where id = ${recap.id} and attempt = ${recap.attempt} and state = 'claimed'`;
    },

    /** `missed`: there is nothing to say, or the channel takes no post. */
    async settleRecap(recap: Recap, state: 'posted' | 'missed' | 'unknown', message?: string): Promise<void> {
      await sql`update recaps set state = ${state}::occurrence_state, message = ${message ?? null} where id = ${recap.id}`;
    },

    /** The questions of a period that count, oldest first. */
    async recapQuestions(recap: Recap): Promise<RecapQuestion[]> {
      return sql<RecapQuestion[]>`
        select r.id as round, r.local_date::text as "localDate", count(a.*)::int as answered,
          (count(a.*) filter (where a.verdict = 'right'))::int as right
        from rounds r left join answers a on a.round_id = r.id
        where r.channel_id = ${recap.channel} and ${startIs(recap)} and r.counts and r.state = 'revealed'
        group by r.id order by r.opened_at`;
    },

    /** How many people answered, how many challenge days there were, and who answered on each of them. */
    async recapPeople(recap: Recap): Promise<{ people: number; days: number; everyDay: ReadonlySet<string> }> {
      const rows = await sql<{ player: string; days: number; of: number }[]>`
        with counting as (
          select r.id, r.challenge_day from rounds r
          where r.channel_id = ${recap.channel} and ${startIs(recap)} and r.counts and r.state = 'revealed'
        )
        select a.player_id as player, count(distinct c.challenge_day)::int as days,
          (select count(distinct challenge_day) from counting)::int as of
        from answers a join counting c on c.id = a.round_id group by a.player_id`;
      const days = rows[0]?.of ?? 0;
      const every = rows.filter((row) => days > 0 && row.days === days).map((row) => row.player);
      return { people: rows.length, days, everyDay: new Set(every) };
    },
  };

  function startIs(recap: Recap) {
    return recap.period === 'week' ? sql`r.week_start = ${recap.start}` : sql`r.month_start = ${recap.start}`;
  }
}

export type RecapsStore = ReturnType<typeof recapsStore>;

function recapOf(row: Row): Recap {
  return {
    id: row.id,
    workspace: row.workspace_id,
    channel: row.channel_id,
    period: row.period,
    start: row.start,
    state: row.state,
    attempt: row.attempt,
    sendBefore: row.send_before.getTime(),
  };
}
