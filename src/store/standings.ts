import type { TransactionSql } from 'postgres';
import type { PeriodKind } from '../standings/periods.ts';
import type { Database } from './database.ts';
import { retried } from './retry.ts';
import type { Round } from './rounds.ts';
import { rebuildStreaks, type StreakRule } from './streaks.ts';

export interface StandingRow {
  readonly player: string;
  readonly name: string;
  readonly points: number;
  readonly answered: number;
  readonly right: number;
  readonly half: number;
  /** equal points share a place: 1, 1, 3 */
  readonly place: number;
}

/** Credited totals. Whatever touches standings does so sorted by (player, period). */
export function standingsStore({ sql }: Database) {
  return {
    /**
     * Raises the standings by every answer of a closed round that is not credited yet, and marks those answers, in one
     * statement: repeatable, and at most once per answer even when two processes do it at the same time. A round that was
     * taken back counts for nobody, and never will.
     */
    async creditRound(round: Round, now: number): Promise<number> {
      const rows = await retried(
        () => sql<{ player_id: string }[]>`
          with counting as materialized (
            select id from rounds where id = ${round.id} and state <> 'withdrawn' for share
          ), chosen as materialized (
            select round_id, player_id from answers where round_id in (select id from counting) and credited_at is null
            order by player_id for update
          ), marked as (
            update answers a set credited_at = ${new Date(now)}, final = true from chosen
            where a.round_id = chosen.round_id and a.player_id = chosen.player_id and a.credited_at is null
            returning a.player_id, a.points, a.verdict
          ), raised as (
            insert into standings as s (channel_id, period, start, player_id, workspace_id, points, answered, "right", half)
            select ${round.channel}, period, start, player_id, ${round.workspace}, points, 1, (verdict = 'right')::int, (verdict = 'half')::int
            from marked, (values
              ('week'::period_kind, ${round.weekStart}::date), ('month', ${round.monthStart}::date), ('all', '1970-01-01'::date)
            ) as periods (period, start)
            where ${round.counts}
            order by player_id, period
            on conflict (channel_id, period, start, player_id) do update set points = s.points + excluded.points,
              answered = s.answered + 1, "right" = s."right" + excluded."right", half = s.half + excluded.half
          )
          select player_id from marked`,
      );
      return rows.length;
    },

    /**
     * The first `limit` of a period's board: by points, then by right answers, then by name. Whoever has no points is on no
     * board: a line of theirs would say that they were wrong.
     */
    async leaderboard(channel: string, period: PeriodKind, start: string, limit: number): Promise<StandingRow[]> {
      const rows = await sql<StandingRow[]>`
        with first as (
          select * from standings where channel_id = ${channel} and period = ${period}::period_kind and start = ${start} and points > 0
          order by points desc, "right" desc limit ${limit + 50}
        )
        select f.player_id as player, p.name, f.points, f.answered, f."right", f.half,
          (rank() over (order by f.points desc))::int as place
        from first f join players p on p.id = f.player_id
        where p.deleted_at is null
        order by f.points desc, f."right" desc, p.name, p.id limit ${limit}`;
      return rows;
    },

    /** One player's line of a period's board, with its place; undefined if there are no credited answers. */
    async standing(
      channel: string,
      period: PeriodKind,
      start: string,
      player: string,
    ): Promise<StandingRow | undefined> {
      const [row] = await sql<StandingRow[]>`
        select m.player_id as player, p.name, m.points, m.answered, m."right", m.half,
          (1 + (select count(*) from standings o join players op on op.id = o.player_id and op.deleted_at is null
            where o.channel_id = m.channel_id and o.period = m.period and o.start = m.start and o.points > m.points))::int as place
        from standings m join players p on p.id = m.player_id
        where m.channel_id = ${channel} and m.period = ${period}::period_kind and m.start = ${start} and m.player_id = ${player}`;
      return row;
    },

    /** Credited answers of one player by area, most answered first. An answer that is not credited yet tells nothing. */
    async byArea(workspace: string, player: string, channel: string | undefined): Promise<AreaShare[]> {
      return sql<AreaShare[]>`
        select split_part(r.question_id, '/', 1) as area, count(*)::int as answered,
          (count(*) filter (where a.verdict = 'right'))::int as right, sum(a.points)::int as points
        from answers a join rounds r on r.id = a.round_id
        where a.player_id = ${player} and a.workspace_id = ${workspace} and a.credited_at is not null and r.state <> 'withdrawn'
          ${channel === undefined ? sql`` : sql`and r.channel_id = ${channel}`}
        group by 1 order by 2 desc, 1`;
    },

    /** Standings that differ from the sum of their credited answers: none, or something is broken. */
    async wrongStandings(): Promise<WrongStanding[]> {
      return sql<WrongStanding[]>`
        select channel_id as channel, period, start::text, player_id as player, s.points as points, t.points as should_be
        from standings s full join (${recount()}) t using (channel_id, period, start, player_id)
        where (s.points, s.answered, s."right", s.half) is distinct from (t.points, t.answered, t."right", t.half)`;
    },

    /** Replaces every standing by the sum of its credited answers, and every streak by what the rule makes of its log. Returns how many standings there are. */
    async rebuild(rule: StreakRule): Promise<number> {
      return retried(() =>
        sql.begin(async (tx) => {
          await tx`lock table standings, streaks, answers in share row exclusive mode`;
          await tx`delete from standings`;
          const made = await tx`
            insert into standings (channel_id, period, start, player_id, workspace_id, points, answered, "right", half)
            select channel_id, period, start, player_id, workspace_id, points, answered, "right", half from (${recount()}) t`;
          await rebuildStreaks(tx, rule);
          return made.count;
        }),
      );
    },
  };

  /** What the standings must be, counted from the answers. */
  function recount() {
    return sql`
      select r.channel_id, p.period, p.start, a.player_id, a.workspace_id, sum(a.points)::int as points, count(*)::int as answered,
        (count(*) filter (where a.verdict = 'right'))::int as "right", (count(*) filter (where a.verdict = 'half'))::int as half
      from answers a join rounds r on r.id = a.round_id,
        lateral (values ('week'::period_kind, r.week_start), ('month', r.month_start), ('all', '1970-01-01'::date)) as p (period, start)
      where a.credited_at is not null and r.counts
      group by r.channel_id, p.period, p.start, a.player_id, a.workspace_id`;
  }
}

/**
 * Takes what a round gave back from the standings; the caller's transaction has withdrawn it, so that nothing is credited
 * afterwards.
 */
export async function uncredit(tx: TransactionSql, round: Round): Promise<void> {
  await tx`
    with chosen as materialized (
      select round_id, player_id from answers where round_id = ${round.id} and credited_at is not null order by player_id for update
    ), marked as (
      update answers a set credited_at = null from chosen
      where a.round_id = chosen.round_id and a.player_id = chosen.player_id
      returning a.player_id, a.points, a.verdict
    )
    insert into standings as s (channel_id, period, start, player_id, workspace_id, points, answered, "right", half)
    select ${round.channel}, period, start, player_id, ${round.workspace}, -points, -1, -(verdict = 'right')::int, -(verdict = 'half')::int
    from marked, (values
      ('week'::period_kind, ${round.weekStart}::date), ('month', ${round.monthStart}::date), ('all', '1970-01-01'::date)
    ) as periods (period, start)
    where ${round.counts}
    order by player_id, period
    on conflict (channel_id, period, start, player_id) do update set points = s.points + excluded.points,
      answered = s.answered + excluded.answered, "right" = s."right" + excluded."right", half = s.half + excluded.half`;
  await tx`
    delete from standings where channel_id = ${round.channel} and answered = 0
    and player_id in (select player_id from answers where round_id = ${round.id})`;
}

export type StandingsStore = ReturnType<typeof standingsStore>;

export interface AreaShare {
  readonly area: string;
  readonly answered: number;
  readonly right: number;
  readonly points: number;
}

export interface WrongStanding {
  readonly channel: string;
  readonly period: PeriodKind;
  readonly start: string;
  readonly player: string;
  readonly points: number | null;
  readonly should_be: number | null;
}
