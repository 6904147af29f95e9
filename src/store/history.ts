import { and, desc, eq, lt, ne } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { rounds, setAsides } from '../../drizzle/schema.ts';
import type { Question } from '../bank/format.ts';
import { gather, inTheRush } from '../gather.ts';
import type { Database, Sql } from './database.ts';

/** How many of a channel's last questions say what is due. */
const remembered = 24;
const mostAnswers = 20;
/** A channel that had more rounds is asked about single questions instead: five thousand of them take 14 ms to read. */
const readWhole = 512;
/** Of so many channels it is remembered that they had more. */
const keptLong = 10_000;
/** No question stays open longer, so that older rounds of a workspace need not be looked at (ms). */
const longestOpenMs = 31 * 24 * 60 * 60 * 1000;

/** What was asked where and when, and what is not to be asked again: everything that choosing a question looks at. */
export function historyStore({ db, sql }: Database) {
  const ofChannel = gather<Wanted, LatelyHad>({
    send: (wanted) => histories(sql, wanted),
    key: ({ channel, whole }) => `${channel} ${whole}`,
    undone: () => true,
    ...inTheRush,
  });
  const long = new LRUCache<string, true>({ max: keptLong });
  return {
    /** The local date on which this channel last had the question before `before` (epoch ms); undefined if never. */
    async askedBefore(channel: string, question: string, before: number): Promise<string | undefined> {
      const [row] = await db
        .select({ localDate: rounds.localDate })
        .from(rounds)
        .where(
          and(
            eq(rounds.channel, channel),
            eq(rounds.question, question),
            ne(rounds.state, 'withdrawn'),
            lt(rounds.openedAt, new Date(before)),
          ),
        )
        .orderBy(desc(rounds.openedAt))
        .limit(1);
      return row?.localDate;
    },

    /** How many asked rounds that count this channel had on a local date. */
    async countedAsked(channel: string, localDate: string): Promise<number> {
      return db.$count(
        rounds,
        and(
          eq(rounds.channel, channel),
          eq(rounds.kind, 'asked'),
          eq(rounds.localDate, localDate),
          eq(rounds.counts, true),
          ne(rounds.state, 'withdrawn'),
        ),
      );
    },

    /**
     * Everything that choosing looks at, in one statement: what this channel had and when, its last questions with their
     * answers, what the rest of the workspace had since `since` (epoch ms), what was set aside, its own questions. Of a question at most
     * {@link mostAnswers} answers are looked at, and only once it is closed: choosing tells nothing about an open one.
     */
    async ofChannel(workspace: string, channel: string, since: number): Promise<History> {
      const history = await ofChannel({ workspace, channel, since, whole: true });
      return { ...history, had: history.had ?? new Map() };
    },

    /** The same, but without what the channel had if that is more than {@link readWhole} rounds. */
    async lately(workspace: string, channel: string, since: number): Promise<LatelyHad> {
      const history = await ofChannel({ workspace, channel, since, whole: false });
      if (!history.had) long.set(channel, true);
      return history;
    },

    /** Did {@link lately} leave out what the channel had before, in this process? Of a channel that was emptied since, it costs a question too many. */
    isLong: (channel: string): boolean => long.has(channel),

    /** Which of these questions the channel had. Their ids travel as one text: an array costs more to put together than to look up. */
    async hadAmong(channel: string, questions: readonly string[]): Promise<ReadonlySet<string>> {
      const [row] = await sql<{ had: string | null }[]>`
        select string_agg(question_id, ' ') as had from rounds
        where channel_id = ${channel} and question_id = any(string_to_array(${questions.join(' ')}, ' ')) and state <> 'withdrawn'`;
      return new Set(row?.had?.split(' '));
    },

    /** Not asked any more in this workspace. */
    async setAside(workspace: string, question: string, by: string, now: number): Promise<void> {
      await db
        .insert(setAsides)
        .values({ workspace, question, by, at: new Date(now) })
        .onConflictDoNothing();
    },

    async takeBackSetAside(workspace: string, question: string): Promise<void> {
      await db.delete(setAsides).where(and(eq(setAsides.workspace, workspace), eq(setAsides.question, question)));
    },
  };
}

export type HistoryStore = ReturnType<typeof historyStore>;

/** A question that a channel had lately, with what was answered if it is closed. */
export interface RecentQuestion {
  readonly question: string;
  readonly answered: number;
  readonly right: number;
}

export interface History {
  /** what this channel had, and when last (epoch ms) */
  readonly had: ReadonlyMap<string, number>;
  /** its last questions, at most {@link remembered} */
  readonly recent: readonly RecentQuestion[];
  readonly elsewhere: ReadonlySet<string>;
  readonly setAside: ReadonlySet<string>;
  /** questions of this workspace alone */
  readonly own: readonly Question[];
}

/** A history, without what the channel had where that is too much to read for one choice. */
export type LatelyHad = Omit<History, 'had'> & { readonly had: History['had'] | undefined };

interface Wanted {
  readonly workspace: string;
  readonly channel: string;
  readonly since: number;
  readonly whole: boolean;
}

async function histories(sql: Sql, wanted: readonly Wanted[]): Promise<LatelyHad[]> {
  const given = wanted.map(({ workspace, channel, since, whole }, n) => ({
    n,
    workspace,
    channel,
    whole,
    since: new Date(since),
    open_since: new Date(since - longestOpenMs),
  }));
  // Numbers in the text, not parameters: Postgres would rather plan anew each time what depends on them.
  const [whole, last, answers] = [fixed(sql, readWhole), fixed(sql, remembered), fixed(sql, mostAnswers)];
  const rows = await sql<HistoryRow[]>`
    select case when not whole and exists (
      select 1 from rounds where channel_id = wanted.channel and state <> 'withdrawn' offset ${whole}
    ) then null else (
      select coalesce(json_object_agg(question_id, at), '{}') from (
        select question_id, (extract(epoch from max(opened_at)) * 1000)::int8 as at from rounds
        where channel_id = wanted.channel and state <> 'withdrawn' group by question_id
      ) as had
    ) end as had, (
      select json_agg(json_build_object('question', question_id, 'answered', answered, 'right', "right")) from (
        select id, question_id, state in ('closed', 'revealed') as closed from rounds
        where channel_id = wanted.channel and state <> 'withdrawn' order by opened_at desc limit ${last}
      ) as last, lateral (
        select count(*) as answered, count(*) filter (where verdict = 'right') as "right"
        from (select verdict from answers where round_id = last.id and last.closed limit ${answers}) as answer
      ) as said
    ) as recent, (
      select json_agg(distinct question_id) from rounds
      where workspace_id = wanted.workspace and opened_at > open_since and channel_id <> wanted.channel
        and state <> 'withdrawn' and (opened_at > since or closed_at > since or state = 'open')
    ) as elsewhere, (
      select json_agg(question_id) from set_asides where workspace_id = wanted.workspace
    ) as aside, (
      select json_agg(s.body order by q.id) from suggestions s
      join questions q on q.id = s.question_id and q.workspace_id = s.workspace_id
      where s.workspace_id = wanted.workspace and s.state = 'approved'
    ) as own
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as wanted (
      n int, workspace text, channel text, whole boolean, since timestamptz, open_since timestamptz)
    order by n`;
  return rows.map(historyOf);
}

function fixed(sql: Sql, count: number) {
  return sql.unsafe(String(count));
}

function historyOf(row: HistoryRow): LatelyHad {
  return {
    had: row.had ? new Map(Object.entries(row.had)) : undefined,
    recent: row.recent ?? [],
    elsewhere: new Set(row.elsewhere),
    setAside: new Set(row.aside),
    own: row.own ?? [],
  };
}

/** One row for each channel, because hundreds of small ones cost more to read than to find. Null where there is nothing, or of `had` too much. */
interface HistoryRow {
  had: Readonly<Record<string, number>> | null;
  recent: RecentQuestion[] | null;
  elsewhere: string[] | null;
  aside: string[] | null;
  own: Question[] | null;
}
