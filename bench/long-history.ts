import { revisionOf } from '../src/bank/format.ts';
import type { Bank } from '../src/bank/load.ts';
import type { Channel } from '../src/store/people.ts';
import type { BenchStage } from './stage.ts';

/** A channel that had `count` questions of the bank, eight a day, the last just now. */
export async function longHistory({ store, database }: BenchStage, bank: Bank, count: number): Promise<Channel> {
  const workspace = await store.people.ensureWorkspace('web', 'history', 'Bench', Date.now());
  const channel = await store.people.ensureChannel(workspace.id, 'history', 'history');
  const asker = await store.people.ensurePlayer(workspace.id, 'asker', { name: 'Ana' }, Date.now());
  const all = [...bank.questions.values()];
  const every = all.length / count;
  const had = Array.from({ length: count }, (_, n) => all[Math.floor(n * every)]).filter((one) => one !== undefined);
  const { sql } = database;
  await sql`insert into questions (id) select unnest(${had.map(({ id }) => id)}::text[])`;
  await sql`
    insert into revisions (hash, question_id, body)
    select * from unnest(${had.map(revisionOf)}::text[], ${had.map(({ id }) => id)}::text[], ${had.map(() => '{}')}::jsonb[])`;
  await sql`
    insert into rounds (id, workspace_id, channel_id, kind, asked_by, question_id, revision, option_order, feedback, counts,
      local_date, week_start, month_start, state, opened_at, closes_at, closed_at)
    select 'past-' || n, ${workspace.id}, ${channel.id}, 'extra', ${asker.id}, question, hash, '{0,1,2,3}', 'at once', true,
      '2026-11-24', '2026-11-23', '2026-11-01', 'revealed', opened_at, closed_at, closed_at
    from unnest(${had.map(({ id }) => id)}::text[], ${had.map(revisionOf)}::text[]) with ordinality as past (question, hash, n),
      lateral (select now() - n * interval '3 hours' as opened_at, now() - (n - 1) * interval '3 hours' as closed_at) as times`;
  await sql`vacuum analyze`.simple();
  return channel;
}
