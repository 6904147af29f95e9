import { and, eq, sql } from 'drizzle-orm';
import postgres from 'postgres';
import { channels, occurrences, rounds, schedules, workspaces } from '../../drizzle/schema.ts';
import { gather, inTheRush } from '../gather.ts';
import type { Database } from './database.ts';
import { claimMs, type Occurrence, toBeTaken } from './occurrences.ts';
import { type Opening, opening } from './opening.ts';
import { type Channel, channelOf, type Workspace } from './people.ts';
import type { Round } from './rounds.ts';
import { type Schedule, scheduleOf } from './schedules.ts';

/** A schedule that was woken, with all that its next post depends on. */
export interface DueSchedule {
  readonly schedule: Schedule;
  readonly workspace: Workspace;
  readonly channel: Channel;
  /** an occurrence was put off until now, or is claimed by somebody who is gone */
  readonly unfinished: boolean;
  /** a round of the channel should have closed by now */
  readonly closing: boolean;
  /** a miss of the channel that nobody could be told of yet */
  readonly untold: boolean;
  /** the schedule's last revealed question, and how it went */
  readonly previous: PreviousDaily | undefined;
}

export interface PreviousDaily {
  readonly round: Pick<Round, 'id' | 'question' | 'optionOrder' | 'localDate'>;
  readonly answered: number;
  readonly right: number;
}

/**
 * The post of a daily challenge: what is due in one statement, claimed and opened in one. Ten thousand fall due in the same
 * minute, so those that come at the same time go together.
 */
export function dispatchesStore({ db, sql: client }: Database) {
  const dueOf = gather<{ id: string; now: number }, DueSchedule | undefined>({
    send: (asked) => dueSchedules(db, asked),
    key: ({ id }) => id,
    undone: () => true,
    ...inTheRush,
  });
  // Two of a channel never go together: they would give their days the same number.
  const open = gather<Opening, number | undefined>({
    send: opening(client),
    key: ({ round }) => round.channel,
    undone: (error) => error instanceof postgres.PostgresError,
    ...inTheRush,
  });

  return {
    /** Undefined if there is no such schedule. */
    due: (id: string, now: number): Promise<DueSchedule | undefined> => dueOf({ id, now }),

    /**
     * Takes what is due of a schedule, at most once, and opens its round: claimed until `now + 20 s`, the schedule moved on to
     * `following`, the day numbered, the round open, all or nothing. Undefined if another process had it, it is off, or the question is
     * another workspace's own.
     */
    async claimAndOpen(opening: Opening): Promise<{ occurrence: Occurrence; round: Round } | undefined> {
      const { schedule, expected, round, now } = opening;
      const challengeDay = await open(opening);
      if (challengeDay === undefined) return undefined;
      return {
        round: { ...round, challengeDay },
        occurrence: {
          id: round.occurrence,
          workspace: round.workspace,
          schedule: schedule.id,
          localDate: expected.localDate,
          plannedAt: expected.at,
          state: 'claimed',
          attempt: 1,
          sendBefore: now + claimMs,
          postedAt: undefined,
          reason: undefined,
        },
      };
    },
  };
}

async function dueSchedules(
  db: Database['db'],
  asked: readonly { id: string; now: number }[],
): Promise<(DueSchedule | undefined)[]> {
  const now = Math.max(...asked.map((one) => one.now));
  const rows = await db
    .select({
      schedule: schedules,
      workspace: workspaces,
      channel: channels,
      unfinished: sql<boolean>`exists (select 1 from ${occurrences} where ${occurrences.schedule} = ${schedules.id} and ${toBeTaken(now, unseen)})`,
      closing: sql<boolean>`exists (select 1 from ${rounds} where ${rounds.channel} = ${channels.id} and ${rounds.state} = 'open' and ${rounds.closesAt} <= ${unseen(now)})`,
      untold: sql<boolean>`exists (
        select 1 from occurrences missed join schedules own on own.id = missed.schedule_id
        where own.channel_id = ${channels.id} and missed.untold)`,
      previous: sql<PreviousDaily | null>`(
        select json_build_object(
          'round', json_build_object('id', r.id, 'optionOrder', r.option_order, 'localDate', r.local_date,
            'question', (select body from revisions where hash = r.revision)),
          'answered', (select count(*) from answers where round_id = r.id),
          'right', (select count(*) from answers where round_id = r.id and verdict = 'right'))
        from rounds r where r.channel_id = ${channels.id} and r.state in ('closed', 'revealed')
          and exists (select 1 from occurrences o where o.id = r.occurrence_id and o.schedule_id = ${schedules.id})
        order by r.opened_at desc limit 1)`,
    })
    .from(schedules)
    .innerJoin(workspaces, eq(workspaces.id, schedules.workspace))
    .innerJoin(channels, and(eq(channels.id, schedules.channel), eq(channels.workspace, schedules.workspace)))
    .where(
      sql`${schedules.id} = any(array(select json_array_elements_text(${JSON.stringify(asked.map((one) => one.id))}::json)))`,
    );
  const found = new Map(rows.map((row) => [row.schedule.id, dueOfRow(row)]));
  return asked.map((one) => found.get(one.id));
}

/**
 * A moment (epoch ms) as a value that the planner doesn't look at: this statement is for the next minute of ten thousand
 * channels the same, and planning it anew each time takes longer than running it.
 */
function unseen(ms: number) {
  return sql`(select ${new Date(ms)}::timestamptz)`;
}

function dueOfRow(row: {
  schedule: typeof schedules.$inferSelect;
  workspace: typeof workspaces.$inferSelect;
  channel: typeof channels.$inferSelect;
  unfinished: boolean;
  closing: boolean;
  untold: boolean;
  previous: PreviousDaily | null;
}): DueSchedule {
  const { schedule, workspace, channel, previous, ...flags } = row;
  const { id, platform, externalId } = workspace;
  return {
    ...flags,
    schedule: scheduleOf(schedule),
    workspace: { id, platform, externalId },
    channel: channelOf(channel),
    previous: previous ?? undefined,
  };
}

export type DispatchesStore = ReturnType<typeof dispatchesStore>;
