import type { Verdict } from '../quiz/score.ts';
import { type AnsweredRow, answering, type NewAnswer } from './answering.ts';
import type { Database } from './database.ts';
import type { Round } from './rounds.ts';

export interface Answer {
  readonly picked: readonly number[];
  readonly points: number;
  readonly verdict: Verdict;
  readonly eventAt: number;
  readonly final: boolean;
}

/** What stands after a click; `fresh` if this click made the row. `streak` is the player's length in this channel, if the round is of a challenge day; `uncounted`: it must be counted again from the log. */
export interface RecordedAnswer extends Answer {
  readonly fresh: boolean;
  readonly streak: number | undefined;
  readonly uncounted: boolean;
}

interface AnswerRow {
  picked: number[];
  points: number;
  verdict: Verdict;
  event_at: Date;
  final: boolean;
}

/** Answers: three short statements, never one clever one (answering, closing in rounds.ts, crediting in standings.ts). */
export function answersStore({ sql }: Database) {
  const record = answering(sql);

  return {
    /**
     * At most one answer per player per round, even under races, and none after the close: undefined if the round is not
     * open at `eventAt`. Feedback `at once`: the first pick is final and is credited by the same statement; a later one is
     * told the first. Otherwise the newest pick stands until it is final. A fresh answer of a challenge day raises the streak.
     */
    async recordAnswer(round: Round, answer: NewAnswer, now: number): Promise<RecordedAnswer | undefined> {
      const row = await record({ round, answer, now });
      return row && recorded(row);
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

function recorded(row: AnsweredRow): RecordedAnswer {
  const { picked, points, verdict, eventAt, final } = answerOf(row);
  const { fresh, streak, uncounted } = row;
  return { picked, points, verdict, eventAt, final, fresh, streak: streak ?? undefined, uncounted: uncounted ?? false };
}
