import type { Sql } from './database.ts';
import { claimMs } from './occurrences.ts';
import { retried } from './retry.ts';
import { bodyOf, type Round } from './rounds.ts';
import type { NextOccurrence, Schedule } from './schedules.ts';

/** A round that is to be opened for what is due of a schedule. */
export interface Opening {
  readonly schedule: Schedule;
  /** what is due, as the caller has read it */
  readonly expected: NextOccurrence;
  /** what the schedule is moved on to */
  readonly following: NextOccurrence;
  readonly round: Round & { readonly occurrence: string };
  /** epoch ms */
  readonly now: number;
}

/**
 * {@link openDue}, remembering which revisions are stored: what players see of a question is most of what would be sent, and ten thousand
 * channels have few hundred of them. One that is gone after all is sent when it is tried again.
 */
export function opening(sql: Sql): (openings: readonly Opening[]) => Promise<(number | undefined)[]> {
  const stored = new Set<string>();
  const open = async (openings: readonly Opening[]) => {
    try {
      const days = await openDue(sql, openings, stored);
      for (const [index, { round }] of openings.entries()) if (days[index] !== undefined) stored.add(round.revision);
      return days;
    } catch (error) {
      stored.clear();
      throw error;
    }
  };
  // 23505: another process numbered the same day; 23503: a revision is gone.
  return (openings) => retried(() => open(openings), ['23505', '23503']);
}

/**
 * Claims and opens several at once: the number of each one's day, undefined where its schedule has moved on, is off, or the
 * question is another workspace's own. Schedules are locked and questions written in the order of their keys, so that
 * processes that meet wait for each other and don't lock up.
 */
async function openDue(
  sql: Sql,
  openings: readonly Opening[],
  stored: ReadonlySet<string>,
): Promise<(number | undefined)[]> {
  const unknown = openings.filter(({ round }) => !stored.has(round.revision));
  const revisions = new Map(unknown.map(({ round }) => [round.revision, round.question]));
  const rows = await sql<{ id: string; day: number }[]>`
    with due as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(openings.map(rowOf))}::jsonb) as due (
        schedule text, expected date, planned_at timestamptz, next_at timestamptz, next_date date, send_before timestamptz,
        occurrence text, round text, workspace text, channel text, kind round_kind, question text, revision text,
        option_order smallint[], feedback feedback_mode, counts boolean, local_date date, week date, month date,
        because jsonb, late jsonb, opened_at timestamptz, closes_at timestamptz)
    ), locked as materialized (
      select s.id from schedules s join due on due.schedule = s.id
      where s.enabled and s.next_date = due.expected
        and not exists (select 1 from questions q where q.id = due.question and q.workspace_id <> due.workspace)
      order by s.id for update of s
    ), moved as (
      update schedules s set next_at = due.next_at, next_date = due.next_date
      from locked join due on due.schedule = locked.id where s.id = locked.id returning s.id
    ), claimed as (
      insert into occurrences (id, workspace_id, schedule_id, local_date, planned_at, state, attempt, send_before)
      select occurrence, workspace, schedule, expected, planned_at, 'claimed', 1, send_before
      from moved join due on due.schedule = moved.id on conflict do nothing returning id
    ), taken as materialized (
      select due.* from claimed join due on due.occurrence = claimed.id
    ), day as (
      insert into challenge_days (workspace_id, channel_id, local_date, number)
      select workspace, channel, local_date,
        (select coalesce(max(number), 0) + 1 from challenge_days where channel_id = taken.channel) from taken order by channel
      on conflict (channel_id, local_date) do update set local_date = excluded.local_date returning channel_id, number
    ), asked as (
      insert into questions (id) select distinct question from taken order by question on conflict do nothing
    ), revised as (
      insert into revisions (hash, question_id, body)
      select hash, question, body from jsonb_to_recordset(${JSON.stringify([...revisions].map(revisionRow))}::jsonb)
        as revision (hash text, question text, body jsonb)
      where exists (select 1 from taken where taken.revision = hash) order by hash
      on conflict do nothing
    )
    insert into rounds (id, workspace_id, channel_id, kind, occurrence_id, question_id, revision, option_order, feedback,
      counts, local_date, week_start, month_start, challenge_day, because, late, state, opened_at, closes_at)
    select round, workspace, channel, kind, occurrence, question, revision, option_order, feedback,
      counts, taken.local_date, week, month, day.number, because, late, 'open', opened_at, closes_at
    from taken join day on day.channel_id = taken.channel returning id, challenge_day as day`;
  const days = new Map(rows.map(({ id, day }) => [id, day]));
  return openings.map(({ round }) => days.get(round.id));
}

function rowOf({ schedule, expected, following, round, now }: Opening) {
  return {
    schedule: schedule.id,
    expected: expected.localDate,
    planned_at: new Date(expected.at),
    next_at: new Date(following.at),
    next_date: following.localDate,
    send_before: new Date(now + claimMs),
    occurrence: round.occurrence,
    round: round.id,
    workspace: round.workspace,
    channel: round.channel,
    kind: round.kind,
    question: round.question.id,
    revision: round.revision,
    option_order: round.optionOrder,
    feedback: round.feedback,
    counts: round.counts,
    local_date: round.localDate,
    week: round.weekStart,
    month: round.monthStart,
    because: round.because ?? null,
    late: round.late ?? null,
    opened_at: new Date(round.openedAt),
    closes_at: new Date(round.closesAt),
  };
}

function revisionRow([hash, question]: [string, Round['question']]) {
  return { hash, question: question.id, body: bodyOf(question) };
}
