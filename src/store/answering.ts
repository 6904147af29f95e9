import postgres from 'postgres';
import { gather } from '../gather.ts';
import type { Verdict } from '../quiz/score.ts';
import type { Sql } from './database.ts';
import { retried } from './retry.ts';
import type { Round } from './rounds.ts';
import { mustBeCounted } from './streaks.ts';

export interface NewAnswer {
  readonly player: string;
  /** indices into the revision's options, ascending */
  readonly picked: readonly number[];
  readonly points: number;
  readonly verdict: Verdict;
  /** epoch ms: when Prep received the click */
  readonly eventAt: number;
}

/** One click on its way; `now` (epoch ms) is when it is credited, if it is credited at once. */
export interface Click {
  readonly round: Round;
  readonly answer: NewAnswer;
  readonly now: number;
}

/** What stands after a click: as stored, and whether this click made the row. */
export interface AnsweredRow {
  picked: number[];
  points: number;
  verdict: Verdict;
  event_at: Date;
  final: boolean;
  fresh: boolean;
  /** the player's streak in the channel; nothing if the round is of no challenge day */
  streak?: number | null;
  /** the day doesn't follow the streak's last one: it has to be counted again from the log, and its row says so until then */
  uncounted?: boolean | null;
}

/**
 * One call, one click; behind it, the clicks that come at the same time are one statement. Undefined if the round was not
 * open at the click. Two of one player in one channel never go together, so no row is touched twice by one statement.
 */
export function answering(sql: Sql): (click: Click) => Promise<AnsweredRow | undefined> {
  return gather<Click, AnsweredRow | undefined>({
    send: (clicks) => retried(() => recordClicks(sql, clicks)),
    key: ({ round, answer }) => `${touchesOthers(round) ? round.channel : round.id} ${answer.player}`,
    undone: (error) => error instanceof postgres.PostgresError,
  });
}

/**
 * At most one answer per player per round, and none after the close. A final answer stands; before that the newest pick
 * wins. Feedback `at once` makes a fresh answer final and credits it; a fresh answer of a challenge day that follows the last
 * one raises the streak, each seventh in a row its freezes (src/standings/streak.ts has the rule, and says what else there is).
 * Rows are written in the order of their keys, so that statements that meet wait for each other and don't lock up.
 * A round is looked up by its key and judged after: joined, all open rounds would be read for each click. What no click
 * needs is left out: Postgres prepares each part of a statement anew for each execution, and that is most of a click's work.
 */
async function recordClicks(sql: Sql, clicks: readonly Click[]): Promise<(AnsweredRow | undefined)[]> {
  const credit = clicks.some(({ round }) => credits(round));
  const raise = clicks.some(({ round }) => raises(round));
  const rows = await sql<(AnsweredRow & { round_id: string; player_id: string })[]>`
    with click as (
      select * from jsonb_to_recordset(${JSON.stringify(clicks.map(rowOf))}::jsonb) as click (
        round text, workspace text, channel text, player text, picked smallint[], points smallint, verdict verdict,
        event_at timestamptz, at_once boolean, credited_at timestamptz, counts boolean, week date, month date, day int)
    ), stored as (
      insert into answers as a (round_id, player_id, workspace_id, picked, points, verdict, event_at, final, credited_at)
      select round, player, workspace, picked, points, verdict, event_at, at_once, credited_at from click, lateral (
        select workspace_id, state, closes_at from rounds where id = click.round for share offset 0
      ) as r
      where r.workspace_id = click.workspace and r.state = 'open' and click.event_at <= r.closes_at
      order by round, player
      on conflict (round_id, player_id) do update set
        picked = case when a.final or excluded.event_at < a.event_at then a.picked else excluded.picked end,
        points = case when a.final or excluded.event_at < a.event_at then a.points else excluded.points end,
        verdict = case when a.final or excluded.event_at < a.event_at then a.verdict else excluded.verdict end,
        event_at = case when a.final or excluded.event_at < a.event_at then a.event_at else excluded.event_at end
      returning round_id, player_id, picked, points, verdict, event_at, final, (xmax = 0) as fresh
    )
    ${credit || raise ? fresh(sql) : sql``}
    ${credit ? credited(sql) : sql``}
    ${raise ? raised(sql) : sql`select * from stored`}`;
  const byKey = new Map(rows.map((row) => [`${row.round_id} ${row.player_id}`, row]));
  return clicks.map(({ round, answer }) => byKey.get(`${round.id} ${answer.player}`));
}

/** Of the clicks, those that made a row. */
function fresh(sql: Sql) {
  return sql`, fresh as (
    select click.* from stored join click on click.round = stored.round_id and click.player = stored.player_id
    where stored.fresh
  )`;
}

function credited(sql: Sql) {
  return sql`, credited as (
    insert into standings as s (channel_id, period, start, player_id, workspace_id, points, answered, "right", half)
    select channel, period, start, player, workspace, points, 1, (verdict = 'right')::int, (verdict = 'half')::int
    from fresh, lateral (values
      ('week'::period_kind, week), ('month', month), ('all', '1970-01-01'::date)
    ) as periods (period, start)
    where at_once and counts
    order by channel, player, period
    on conflict (channel_id, period, start, player_id) do update set points = s.points + excluded.points,
      answered = s.answered + 1, "right" = s."right" + excluded."right", half = s.half + excluded.half
  )`;
}

/** Raises the streaks, and reads what stands, with each player's streak. */
function raised(sql: Sql) {
  return sql`, raised as (
    insert into streaks as s (channel_id, player_id, workspace_id, last_day, length, best)
    select channel, player, workspace, day, 1, 1 from fresh where day is not null order by channel, player
    on conflict (channel_id, player_id) do update set
      length = s.length + (excluded.last_day = s.last_day + 1)::int,
      best = greatest(s.best, s.length + (excluded.last_day = s.last_day + 1)::int),
      freezes = least(2, s.freezes + (excluded.last_day = s.last_day + 1 and (s.length + 1) % 7 = 0)::int),
      last_day = case when excluded.last_day in (s.last_day, s.last_day + 1) then excluded.last_day else ${mustBeCounted} end
    returning channel_id, player_id, length, last_day
  )
  select stored.*, coalesce(raised.length, (
      select length from streaks where channel_id = click.channel and player_id = click.player and click.day is not null
    )) as streak,
    raised.last_day = ${mustBeCounted} as uncounted
  from stored join click on click.round = stored.round_id and click.player = stored.player_id
  left join raised on raised.channel_id = click.channel and raised.player_id = click.player`;
}

function credits(round: Round): boolean {
  return round.feedback === 'at once' && round.counts;
}

function raises(round: Round): boolean {
  return round.challengeDay !== undefined;
}

/** Does an answer raise a standing or a streak, rows that answers to other questions of the channel raise as well? */
function touchesOthers(round: Round): boolean {
  return credits(round) || raises(round);
}

function rowOf({ round, answer, now }: Click) {
  const atOnce = round.feedback === 'at once';
  return {
    round: round.id,
    workspace: round.workspace,
    channel: round.channel,
    player: answer.player,
    picked: answer.picked,
    points: answer.points,
    verdict: answer.verdict,
    event_at: new Date(answer.eventAt),
    at_once: atOnce,
    credited_at: atOnce ? new Date(now) : null,
    counts: round.counts,
    week: round.weekStart,
    month: round.monthStart,
    day: round.challengeDay ?? null,
  };
}
