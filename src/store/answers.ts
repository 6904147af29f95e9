import type { Verdict } from '../quiz/score.ts';
import type { Database } from './database.ts';
import { retried } from './retry.ts';
import type { Round } from './rounds.ts';

export interface NewAnswer {
  readonly player: string;
  /** indices into the revision's options, ascending */
  readonly picked: readonly number[];
  readonly points: number;
  readonly verdict: Verdict;
  /** epoch ms: when Prep received the click */
  readonly eventAt: number;
}

export interface Answer {
  readonly picked: readonly number[];
  readonly points: number;
  readonly verdict: Verdict;
  readonly eventAt: number;
  readonly final: boolean;
}

/** What stands after a click; `fresh` if this click made the row. `streak` is the player's length in this channel, if the round is of a challenge day. */
export interface RecordedAnswer extends Answer {
  readonly fresh: boolean;
  readonly streak: number | undefined;
}

interface AnswerRow {
  picked: number[];
  points: number;
  verdict: Verdict;
  event_at: Date;
  final: boolean;
}

interface RecordedRow extends AnswerRow {
  fresh: boolean;
  streak: number | null;
  behind: boolean | null;
}

/** Answers: three short statements, never one clever one (answering, closing in rounds.ts, crediting in standings.ts). */
export function answersStore({ sql }: Database) {
  return {
    /**
     * At most one answer per player per round, even under races, and none after the close: undefined if the round is not
     * open at `eventAt`. Feedback `at once`: the first pick is final and is credited by the same statement; a later one is
     * told the first. Otherwise the newest pick stands until it is final. A fresh answer of a challenge day raises the streak.
     */
    async recordAnswer(round: Round, answer: NewAnswer, now: number): Promise<RecordedAnswer | undefined> {
      const row = await retried(() =>
        round.feedback === 'at once' ? recordOnce(round, answer, now) : recordChangeable(round, answer),
      );
      if (!row) return undefined;
      if (row.behind) return { ...recorded(row), streak: await recountStreak(round, answer.player) };
      return recorded(row);
    },

    /** Makes the answer final while the round is open: undefined if it is not open any more or there is none. Doing it twice is doing it once. */
    async lockAnswer(round: Round, player: string): Promise<Answer | undefined> {
      const [row] = await sql<AnswerRow[]>`
        with open_round as materialized (
          select id from rounds where id = ${round.id} and workspace_id = ${round.workspace} and state = 'open' for share
        )
        update answers set final = true from open_round
        where answers.round_id = open_round.id and player_id = ${player}
        returning picked, points, verdict, event_at, final`;
      return row && answerOf(row);
    },

    async answer(round: Round, player: string): Promise<Answer | undefined> {
      const [row] = await sql<AnswerRow[]>`
        select picked, points, verdict, event_at, final from answers
        where round_id = ${round.id} and player_id = ${player} and workspace_id = ${round.workspace}`;
      return row && answerOf(row);
    },

    /** How many have answered. */
    async countAnswers(round: Round): Promise<number> {
      const [row] = await sql<
        { count: number }[]
      >`select count(*)::int as count from answers where round_id = ${round.id}`;
      return row?.count ?? 0;
    },

    /**
     * What the reveal tells: answers, right ones, picks per option of the revision, and up to `names` names of those who
     * were right, by the alphabet. Who was quick or slow is nobody's business, so chance chooses where there are more.
     */
    async tally(round: Round, names: number): Promise<Tally> {
      const [totals] = await sql<{ answered: number; right: number }[]>`
        select count(*)::int as answered, (count(*) filter (where verdict = 'right'))::int as right
        from answers where round_id = ${round.id}`;
      const picks = await sql<{ option: number; count: number }[]>`
        select option, count(*)::int as count from answers, unnest(picked) as option where round_id = ${round.id} group by option`;
      const right = await sql<{ name: string }[]>`
        select name from (
          select p.name, p.id from answers a join players p on p.id = a.player_id
          where a.round_id = ${round.id} and a.verdict = 'right' and p.deleted_at is null
          order by md5(a.round_id || p.id) limit ${names}
        ) as chosen order by name, id`;
      return {
        answered: totals?.answered ?? 0,
        right: totals?.right ?? 0,
        picks: new Map(picks.map((row) => [row.option, row.count])),
        rightNames: right.map((row) => row.name),
      };
    },
  };

  async function recordOnce(round: Round, answer: NewAnswer, now: number): Promise<RecordedRow | undefined> {
    const eventAt = new Date(answer.eventAt);
    const scored = {
      right: answer.verdict === 'right' ? 1 : 0,
      half: answer.verdict === 'half' ? 1 : 0,
    };
    const [row] = await sql<RecordedRow[]>`
      with open_round as materialized (
        select id from rounds
        where id = ${round.id} and workspace_id = ${round.workspace} and state = 'open' and ${eventAt} <= closes_at for share
      ), stored as (
        insert into answers (round_id, player_id, workspace_id, picked, points, verdict, event_at, final, credited_at)
        select id, ${answer.player}, ${round.workspace}, ${answer.picked as number[]}::smallint[], ${answer.points},
          ${answer.verdict}::verdict, ${eventAt}, true, ${new Date(now)} from open_round
        on conflict (round_id, player_id) do update set final = answers.final
        returning picked, points, verdict, event_at, final, (xmax = 0) as fresh
      ), credited as (
        insert into standings as s (channel_id, period, start, player_id, workspace_id, points, answered, "right", half)
        select ${round.channel}, period, start, ${answer.player}, ${round.workspace}, ${answer.points}, 1, ${scored.right}::int, ${scored.half}::int
        from stored, (values
          ('week'::period_kind, ${round.weekStart}::date), ('month', ${round.monthStart}::date), ('all', '1970-01-01'::date)
        ) as periods (period, start)
        where stored.fresh and ${round.counts}
        order by period
        on conflict (channel_id, period, start, player_id) do update set points = s.points + excluded.points,
          answered = s.answered + 1, "right" = s."right" + excluded."right", half = s.half + excluded.half
      ), ${streakRaised(round, answer)}
      select stored.*, coalesce(raised.length, before.length) as streak, raised.behind
      from stored left join raised on true left join before on true`;
    return row;
  }

  async function recordChangeable(round: Round, answer: NewAnswer): Promise<RecordedRow | undefined> {
    const eventAt = new Date(answer.eventAt);
    const [row] = await sql<RecordedRow[]>`
      with open_round as materialized (
        select id from rounds
        where id = ${round.id} and workspace_id = ${round.workspace} and state = 'open' and ${eventAt} <= closes_at for share
      ), stored as (
        insert into answers as a (round_id, player_id, workspace_id, picked, points, verdict, event_at, final)
        select id, ${answer.player}, ${round.workspace}, ${answer.picked as number[]}::smallint[], ${answer.points},
          ${answer.verdict}::verdict, ${eventAt}, false from open_round
        on conflict (round_id, player_id) do update set
          picked = case when a.final or excluded.event_at < a.event_at then a.picked else excluded.picked end,
          points = case when a.final or excluded.event_at < a.event_at then a.points else excluded.points end,
          verdict = case when a.final or excluded.event_at < a.event_at then a.verdict else excluded.verdict end,
          event_at = case when a.final or excluded.event_at < a.event_at then a.event_at else excluded.event_at end
        returning picked, points, verdict, event_at, final, (xmax = 0) as fresh
      ), ${streakRaised(round, answer)}
      select stored.*, coalesce(raised.length, before.length) as streak, raised.behind
      from stored left join raised on true left join before on true`;
    return row;
  }

  /** CTEs `raised` and `before`: one row at most each. An answer to an older day than the last leaves the row and is `behind`: recounted from the log. */
  function streakRaised(round: Round, answer: NewAnswer) {
    const day = round.challengeDay ?? null;
    return sql`raised as (
        insert into streaks as s (channel_id, player_id, workspace_id, last_day, length, best)
        select ${round.channel}, ${answer.player}, ${round.workspace}, ${day}::int, 1, 1 from stored
        where stored.fresh and ${day}::int is not null
        on conflict (channel_id, player_id) do update set
          length = case when excluded.last_day = s.last_day + 1 then s.length + 1 when excluded.last_day > s.last_day then 1 else s.length end,
          best = greatest(s.best, case when excluded.last_day = s.last_day + 1 then s.length + 1 else 1 end),
          last_day = greatest(s.last_day, excluded.last_day)
        returning length, (last_day > ${day}::int) as behind
      ), before as (
        select length from streaks where channel_id = ${round.channel} and player_id = ${answer.player} and ${day}::int is not null
      )`;
  }

  /**
   * Rebuilds one streak from the answered challenge days: the same rule as the statement above, applied to the log in order.
   * The row is locked by a statement of its own, so that the next one sees every answer that was counted before.
   */
  async function recountStreak(round: Round, player: string): Promise<number> {
    return sql.begin(async (tx) => {
      await tx`select 1 from streaks where channel_id = ${round.channel} and player_id = ${player} for update`;
      const [row] = await tx<{ length: number }[]>`
        with days as (
          select distinct r.challenge_day as day from answers a join rounds r on r.id = a.round_id
          where a.player_id = ${player} and r.channel_id = ${round.channel} and r.challenge_day is not null and r.state <> 'withdrawn'
        ), runs as (
          select max(day) as last_day, count(*)::int as length
          from (select day, day - row_number() over (order by day) as run from days) as numbered group by run
        )
        update streaks set
          length = (select length from runs order by last_day desc limit 1),
          best = (select max(length) from runs),
          last_day = (select max(last_day) from runs)
        where channel_id = ${round.channel} and player_id = ${player}
        returning length`;
      return row?.length ?? 0;
    });
  }
}

export type AnswersStore = ReturnType<typeof answersStore>;

export interface Tally {
  readonly answered: number;
  readonly right: number;
  /** option of the revision → how many picked it */
  readonly picks: ReadonlyMap<number, number>;
  readonly rightNames: readonly string[];
}

function answerOf(row: AnswerRow): Answer {
  return {
    picked: row.picked,
    points: row.points,
    verdict: row.verdict,
    eventAt: row.event_at.getTime(),
    final: row.final,
  };
}

function recorded(row: RecordedRow): RecordedAnswer {
  return { ...answerOf(row), fresh: row.fresh, streak: row.streak ?? undefined };
}
