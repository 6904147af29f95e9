import { nanoid } from 'nanoid';
import { revisionOf } from '../src/bank/format.ts';
import type { PlatformName } from '../src/platform.ts';
import type { LoadWorkspace } from './load-spec.ts';
import type { BenchStage } from './stage.ts';

/**
 * `channels` channels spread over `workspaces` workspaces, each with a daily challenge in UTC whose next occurrence is due at
 * `dueAt(n)` (epoch ms), and whose last one was revealed a day before; the schedules' ids in that order.
 */
export async function dueChannels(
  stage: BenchStage,
  options: { channels: number; workspaces: number; dueAt: (n: number) => number },
): Promise<string[]> {
  const { channels, workspaces, dueAt } = options;
  const { sql } = stage.database;
  const run = nanoid(6);
  await sql`insert into installations (id, platform, team, installed_at) values (${run}, 'web', ${run}, now())`;
  await sql`
    insert into workspaces (id, installation_id, platform, external_id, name, created_at)
    select ${run} || 'w' || n, ${run}, 'web', ${run} || 'w' || n, 'Workspace ' || n, now() from generate_series(0, ${workspaces - 1}::int) n`;
  await sql`
    insert into players (id, workspace_id, external_id, name, profiled_at)
    select ${run} || 'p' || n, ${run} || 'w' || n, 'p', 'Ana', now() from generate_series(0, ${workspaces - 1}::int) n`;
  await sql`
    insert into channels (id, workspace_id, external_id, name, zone)
    select ${run} || 'c' || n, ${run} || 'w' || n % ${workspaces}::int, 'c' || n, 'backend', 'UTC' from generate_series(0, ${channels - 1}::int) n`;
  const due = Array.from({ length: channels }, (_, n) => new Date(dueAt(n)));
  const rows = due.map((at, n) => ({
    id: `${run}s${n}`,
    workspace: `${run}w${n % workspaces}`,
    channel: `${run}c${n}`,
    by: `${run}p${n % workspaces}`,
    time: at.toISOString().slice(11, 16),
    at,
    date: at.toISOString().slice(0, 10),
  }));
  await sql`
    insert into schedules (id, workspace_id, channel_id, local_time, zone, weekdays, topics, closes, enabled, next_at, next_date, set_up_by, changed_at)
    select id, workspace, channel, time, 'UTC', '{1,2,3,4,5,6,7}', '{}', 'next', true, at, date, by, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id text, workspace text, channel text, by text, time text, at timestamptz, date date)`;
  await hadYesterday(stage, run);
  return rows.map(({ id }) => id);
}

/** What those channels had the day before: each a question of the bank, which nobody answered. Postgres knows how much there is, as it does in use. */
async function hadYesterday({ database: { sql }, bank }: BenchStage, run: string): Promise<void> {
  const questions = [...bank.questions.values()].map((question, n) => ({
    n,
    id: question.id,
    hash: revisionOf(question),
    body: question,
    order: question.options.map((_, index) => index),
  }));
  await sql`
    with question as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) as question (n int, id text, hash text, body jsonb, "order" smallint[])
    ), known as (
      insert into questions (id) select id from question on conflict do nothing
    ), revised as (
      insert into revisions (hash, question_id, body) select hash, id, body from question on conflict do nothing
    ), yesterday as materialized (
      select s.*, s.id || '-past' as occurrence, s.next_at - interval '1 day' as at, s.next_date - 1 as date, row_number() over () as n
      from schedules s where s.id like ${run} || '%'
    ), posted as (
      insert into occurrences (id, workspace_id, schedule_id, local_date, planned_at, state, attempt, posted_at)
      select occurrence, workspace_id, id, date, at, 'posted', 1, at from yesterday
    ), day as (
      insert into challenge_days (workspace_id, channel_id, local_date, number) select workspace_id, channel_id, date, 1 from yesterday
    )
    insert into rounds (id, workspace_id, channel_id, kind, occurrence_id, question_id, revision, option_order, feedback, counts,
      local_date, week_start, month_start, challenge_day, state, opened_at, closes_at, closed_at, message)
    select occurrence, workspace_id, channel_id, 'daily', occurrence, question.id, question.hash, question."order", 'at once', true,
      date, date_trunc('week', date), date_trunc('month', date), 1, 'revealed', at, next_at - interval '1 minute', next_at - interval '1 minute', 'past'
    from yesterday join question on question.n = yesterday.n % ${questions.length}::int`;
  await sql`vacuum analyze`.simple();
}

/**
 * Workspaces and channels by their ids on the platform, each channel with a daily challenge in UTC that is next due at `dueAt` (a whole
 * minute, epoch ms). They were set up a channel here, a channel there; a workspace's rank them in its order.
 */
export async function channelsDueAt(
  { database: { sql } }: BenchStage,
  platform: PlatformName,
  workspaces: readonly LoadWorkspace[],
  dueAt: number,
): Promise<void> {
  const due = new Date(dueAt);
  const rows = workspaces.flatMap(({ id, channels }, n) =>
    channels.map((channel, index) => ({ workspace: `w${n}`, external: id, channel, rank: index + 1 })),
  );
  await sql`insert into installations (id, platform, team, installed_at) values ('load', ${platform}::platform_name, 'load', now())`;
  await sql`
    with row as materialized (
      select row_number() over () as n, row.*
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (workspace text, external text, channel text, rank int)
    ), place as (
      insert into workspaces (id, installation_id, platform, external_id, name, created_at)
      select distinct workspace, 'load', ${platform}::platform_name, external, workspace, now() from row returning id
    ), player as (
      insert into players (id, workspace_id, external_id, name, profiled_at)
      select distinct 'p' || workspace, workspace, 'setter', 'Ana', now() from row returning id
    ), channel as (
      insert into channels (id, workspace_id, external_id, name, zone)
      select 'c' || n, workspace, channel, 'backend', 'UTC' from row returning id
    )
    insert into schedules (id, workspace_id, channel_id, rank, local_time, zone, weekdays, topics, closes, enabled, next_at, next_date, set_up_by, changed_at)
    select 's' || n, workspace, 'c' || n, rank, ${due.toISOString().slice(11, 16)}, 'UTC', '{1,2,3,4,5,6,7}', '{}', 'next', true,
      ${due}, ${due.toISOString().slice(0, 10)}, 'p' || workspace, now()
    from row order by md5(channel)`;
}
