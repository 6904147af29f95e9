import { nanoid } from 'nanoid';
import type { PlatformName } from '../src/platform.ts';
import type { LoadWorkspace } from './load-spec.ts';
import type { BenchStage } from './stage.ts';

/**
 * `channels` channels spread over `workspaces` workspaces, each with a daily challenge in UTC whose next occurrence is due at
 * `dueAt(n)` (epoch ms); the schedules' ids in that order.
 */
export async function dueChannels(
  { database: { sql } }: BenchStage,
  options: { channels: number; workspaces: number; dueAt: (n: number) => number },
): Promise<string[]> {
  const { channels, workspaces, dueAt } = options;
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
  return rows.map(({ id }) => id);
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
