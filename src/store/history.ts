import { and, desc, eq, lt, ne } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { rounds, setAsides } from '../../drizzle/schema.ts';
import type { Question } from '../bank/format.ts';
import { gather, inTheRush } from '../gather.ts';
import type { Database, Sql } from './database.ts';
import type { RoundState } from './rounds.ts';

/** How many of a channel's last questions say what is due. */
const remembered = 24;
const mostAnswers = 20;
/** Of a channel that had more rounds, what it had is kept: to read five thousand takes some 20 ms. */
const readAnew = 256;
/** So many rounds are kept over all channels, those of the channels that were asked about last; each takes 70 bytes. */
const mostKept = 200_000;
/** A round is committed at most this much later than another one of its channel that was opened after it (ms). */
const inOrderMs = 10 * 60_000;

/** What was asked where and when, and what is not to be asked again: everything that choosing a question looks at. */
export function historyStore({ db, sql }: Database) {
  const read = gather<Wanted, HistoryRow>({
    send: (wanted) => histories(sql, wanted),
    key: ({ channel }) => channel,
    undone: () => true,
    ...inTheRush,
  });
  const past = new LRUCache<string, Past>({ maxSize: mostKept, sizeCalculation: ({ had }) => had.size });
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
     * What a long channel had, and how its last questions went, is read whole once, and then only what came since.
     */
    async ofChannel(workspace: string, channel: string, since: number): Promise<History> {
      const known = past.get(channel) ?? { had: new Map(), recent: [], until: 0 };
      const before = { ...known };
      const row = await read({ workspace, channel, since, after: before.until });
      const came = row.had ?? [];
      const until = finalUntil(came);
      const fresh = new Map<string, number>();
      for (const [question, at] of came.toReversed()) (at <= until ? known.had : fresh).set(question, at);
      // Another call may have been quicker to learn the same.
      if (known.until === before.until && until > before.until) {
        known.recent = lastOf(
          came.filter(([, at]) => at <= until),
          before.recent,
        );
        known.until = until;
      }
      if (known.had.size > readAnew) past.set(channel, known);
      return {
        had: {
          has: (question) => fresh.has(question) || known.had.has(question),
          get: (question) => fresh.get(question) ?? known.had.get(question),
        },
        recent: lastOf(came, before.recent),
        elsewhere: new Set(row.elsewhere),
        setAside: new Set(row.aside),
        own: row.own ?? [],
      };
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
  readonly had: Had;
  /** its last questions, at most {@link remembered}, the latest first */
  readonly recent: readonly RecentQuestion[];
  readonly elsewhere: ReadonlySet<string>;
  readonly setAside: ReadonlySet<string>;
  /** questions of this workspace alone */
  readonly own: readonly Question[];
}

export type Had = Pick<ReadonlyMap<string, number>, 'has' | 'get'>;

/** What a channel had up to a moment (epoch ms), of rounds that can't be withdrawn any more: that never changes. */
interface Past {
  readonly had: Map<string, number>;
  /** its last questions, at most {@link remembered}, the latest first */
  recent: readonly RecentQuestion[];
  until: number;
}

interface Wanted {
  readonly workspace: string;
  readonly channel: string;
  readonly since: number;
  /** what the channel had until then is known (epoch ms) */
  readonly after: number;
}

async function histories(sql: Sql, wanted: readonly Wanted[]): Promise<HistoryRow[]> {
  const given = wanted.map(({ workspace, channel, since, after }, n) => ({
    n,
    workspace,
    channel,
    since: new Date(since),
    after: new Date(after),
  }));
  // Numbers in the text, not parameters: Postgres would rather plan anew each time what depends on them.
  const [last, answers] = [fixed(sql, remembered), fixed(sql, mostAnswers)];
  return sql<HistoryRow[]>`
    select (
      select json_agg(json_build_array(question_id, (extract(epoch from opened_at) * 1000)::int8, state,
        case when place <= ${last} and state in ('closed', 'revealed') then (
          select json_build_array(count(*), count(*) filter (where verdict = 'right'))
          from (select verdict from answers where round_id = had.id limit ${answers}) as answer
        ) end
      ) order by place) from (
        select id, question_id, opened_at, state, row_number() over (order by opened_at desc) as place
        from rounds where channel_id = wanted.channel and opened_at > wanted.after and state <> 'withdrawn'
      ) as had
    ) as had, (
      select json_agg(question_id) from rounds
      where workspace_id = wanted.workspace and coalesce(closed_at, 'infinity') > since
        and channel_id <> wanted.channel and state <> 'withdrawn'
    ) as elsewhere, (
      select json_agg(question_id) from set_asides where workspace_id = wanted.workspace
    ) as aside, (
      select json_agg(body order by question_id) from suggestions
      where workspace_id = wanted.workspace and state = 'approved' and question_id is not null
    ) as own
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as wanted (
      n int, workspace text, channel text, since timestamptz, after timestamptz)
    order by n`;
}

/** Up to when (epoch ms) nothing of what a channel had changes any more: what was revealed, and no earlier round can still be committed. */
function finalUntil(had: readonly HadRow[]): number {
  const unsettled = had.filter(([, , state]) => state !== 'revealed').map(([, at]) => at);
  return Math.min(had[0]?.[1] ?? 0, ...unsettled) - inOrderMs;
}

/** The last questions of a channel: those that came, the latest first, and those before. */
function lastOf(came: readonly HadRow[], before: readonly RecentQuestion[]): readonly RecentQuestion[] {
  const lately = came.slice(0, remembered).map(([question, , , said]) => {
    return { question, answered: said?.[0] ?? 0, right: said?.[1] ?? 0 };
  });
  return [...lately, ...before].slice(0, remembered);
}

function fixed(sql: Sql, count: number) {
  return sql.unsafe(String(count));
}

/** One row for each channel, because hundreds of small ones cost more to read than to find. Null where there is nothing. */
interface HistoryRow {
  /** what it had after the moment that was asked about, the latest first */
  had: HadRow[] | null;
  elsewhere: string[] | null;
  aside: string[] | null;
  own: Question[] | null;
}

/** A question, when it came (epoch ms), and of the last ones that are closed how many answered and how many of them were right. */
type HadRow = readonly [
  question: string,
  at: number,
  state: RoundState,
  said: readonly [answered: number, right: number] | null,
];
