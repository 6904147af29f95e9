import { and, eq, sql } from 'drizzle-orm';
import { channels, occurrences, rounds, schedules, workspaces } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';
import { claimMs, type Occurrence, toBeTaken } from './occurrences.ts';
import { type Channel, channelOf, type Workspace } from './people.ts';
import { retried } from './retry.ts';
import { bodyOf, type Round } from './rounds.ts';
import { type NextOccurrence, type Schedule, scheduleOf } from './schedules.ts';

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
  readonly round: string;
  readonly answered: number;
  readonly right: number;
}

/**
 * The post of a daily challenge: what is due in one statement, claimed and opened in one. Ten thousand
 * fall due in the same minute, so each statement more is seconds more.
 */
export function dispatchesStore({ db, sql: client }: Database) {
  return {
    async due(id: string, now: number): Promise<DueSchedule | undefined> {
      const [row] = await db
        .select({
          schedule: schedules,
          workspace: workspaces,
          channel: channels,
          unfinished: sql<boolean>`exists (select 1 from ${occurrences} where ${occurrences.schedule} = ${schedules.id} and ${toBeTaken(now)})`,
          closing: sql<boolean>`exists (select 1 from ${rounds} where ${rounds.channel} = ${channels.id} and ${rounds.state} = 'open' and ${rounds.closesAt} <= ${new Date(now)})`,
          untold: sql<boolean>`exists (
            select 1 from occurrences missed join schedules own on own.id = missed.schedule_id
            where own.channel_id = ${channels.id} and missed.untold)`,
          previous: sql<PreviousDaily | null>`(
            select json_build_object('round', r.id,
              'answered', (select count(*) from answers where round_id = r.id),
              'right', (select count(*) from answers where round_id = r.id and verdict = 'right'))
            from rounds r where r.channel_id = ${channels.id} and r.state in ('closed', 'revealed')
              and exists (select 1 from occurrences o where o.id = r.occurrence_id and o.schedule_id = ${schedules.id})
            order by r.opened_at desc limit 1)`,
        })
        .from(schedules)
        .innerJoin(workspaces, eq(workspaces.id, schedules.workspace))
        .innerJoin(channels, and(eq(channels.id, schedules.channel), eq(channels.workspace, schedules.workspace)))
        .where(eq(schedules.id, id));
      if (!row) return undefined;
      const { schedule, workspace, channel, previous, ...flags } = row;
      const { id: workspaceId, platform, externalId } = workspace;
      return {
        ...flags,
        schedule: scheduleOf(schedule),
        workspace: { id: workspaceId, platform, externalId },
        channel: channelOf(channel),
        previous: previous ?? undefined,
      };
    },

    /**
     * Takes what is due of a schedule, at most once, and opens its round: claimed until `now + 20 s`, the schedule moved on to
     * `following`, the day numbered, the round open, all or nothing. Undefined if another process had it, it is off, or the question is
     * another workspace's own.
     */
    async claimAndOpen(
      schedule: Schedule,
      expected: NextOccurrence,
      following: NextOccurrence,
      round: Round & { readonly occurrence: string },
      now: number,
    ): Promise<{ occurrence: Occurrence; round: Round } | undefined> {
      const claim = () => client<{ day: number; occurrence: typeof occurrences.$inferSelect }[]>`
        with moved as (
          update schedules set next_at = ${new Date(following.at)}, next_date = ${following.localDate}
          where id = ${schedule.id} and enabled and next_date = ${expected.localDate}
            and not exists (select 1 from questions where id = ${round.question.id} and workspace_id <> ${round.workspace})
          returning id
        ), claimed as (
          insert into occurrences (id, workspace_id, schedule_id, local_date, planned_at, state, attempt, send_before)
          select ${round.occurrence}, ${round.workspace}, id, ${expected.localDate}, ${new Date(expected.at)}, 'claimed', 1, ${new Date(now + claimMs)}
          from moved on conflict do nothing returning id
        ), day as (
          insert into challenge_days (workspace_id, channel_id, local_date, number)
          select ${round.workspace}, ${round.channel}, ${round.localDate},
            (select coalesce(max(number), 0) + 1 from challenge_days where channel_id = ${round.channel}) from claimed
          on conflict (channel_id, local_date) do update set local_date = excluded.local_date returning number
        ), asked as (
          insert into questions (id) select ${round.question.id} from claimed on conflict do nothing
        ), revised as (
          insert into revisions (hash, question_id, body) select ${round.revision}, ${round.question.id}, ${JSON.stringify(bodyOf(round.question))}::jsonb
          from claimed on conflict do nothing
        )
        insert into rounds (id, workspace_id, channel_id, kind, occurrence_id, question_id, revision, option_order, feedback,
          counts, local_date, week_start, month_start, challenge_day, because, late, state, opened_at, closes_at)
        select ${round.id}, ${round.workspace}, ${round.channel}, ${round.kind}, claimed.id, ${round.question.id}, ${round.revision},
          ${round.optionOrder as number[]}::smallint[], ${round.feedback}, ${round.counts}, ${round.localDate}, ${round.weekStart},
          ${round.monthStart}, day.number, ${orNull(round.because)}::jsonb, ${orNull(round.late)}::jsonb, 'open', ${new Date(round.openedAt)}, ${new Date(round.closesAt)}
        from claimed, day returning challenge_day as day`;
      // Two schedules of a channel on different local dates may ask for the same number: the later one counts again.
      const [row] = await retried(claim, ['23505']);
      if (!row) return undefined;
      return {
        round: { ...round, challengeDay: row.day },
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

function orNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

export type DispatchesStore = ReturnType<typeof dispatchesStore>;
