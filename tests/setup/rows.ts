import { nanoid } from 'nanoid';
import { revisionOf } from '../../src/bank/format.ts';
import { periodOf } from '../../src/standings/periods.ts';
import type { Database } from '../../src/store/database.ts';
import type { Store } from '../../src/store/index.ts';
import type { Channel, Player, Workspace } from '../../src/store/people.ts';
import type { Round } from '../../src/store/rounds.ts';
import { hour, tuesday } from './game.ts';
import { question } from './questions.ts';

/** A workspace with a channel and players, as the store has them. */
export interface Tenant {
  readonly workspace: Workspace;
  readonly channel: Channel;
  readonly players: readonly Player[];
}

export async function makeTenant(store: Store, players = 2, name = nanoid()): Promise<Tenant> {
  const workspace = await store.people.ensureWorkspace('slack', name, `Workspace ${name}`, tuesday);
  const channel = await store.people.ensureChannel(workspace.id, 'C1', 'backend');
  const made = await Promise.all(
    Array.from({ length: players }, (_, index) =>
      store.people.ensurePlayer(workspace.id, `U${index}`, { name: `Player ${index}` }, tuesday),
    ),
  );
  return { workspace, channel, players: made };
}

/** A round that is not stored yet: asked by nobody, daily, scoring, open from {@link tuesday} for four hours. */
export function aRound(tenant: Tenant, more: Partial<Round> = {}): Round {
  const asked = more.question ?? question();
  const localDate = more.localDate ?? '2026-11-24';
  return {
    id: nanoid(),
    workspace: tenant.workspace.id,
    channel: tenant.channel.id,
    kind: 'daily',
    occurrence: undefined,
    askedBy: undefined,
    question: asked,
    revision: revisionOf(asked),
    optionOrder: [2, 0, 1, 3],
    feedback: 'at reveal',
    counts: true,
    localDate,
    weekStart: periodOf(localDate, 'week'),
    monthStart: periodOf(localDate, 'month'),
    challengeDay: undefined,
    because: undefined,
    late: undefined,
    openedAt: tuesday,
    closesAt: tuesday + 4 * hour,
    ...more,
  };
}

/** The same, stored as open. */
export async function openRound(store: Store, tenant: Tenant, more: Partial<Round> = {}): Promise<Round> {
  const round = aRound(tenant, more);
  if (!(await store.rounds.openRound(round))) throw new Error('the round was not taken');
  return round;
}

/** The number of a local date among a channel's challenge days; the first call for a date gives it the next one, as opening a daily does. */
export async function numberDay({ sql }: Database, { workspace, channel }: Tenant, localDate: string): Promise<number> {
  const [row] = await sql<{ number: number }[]>`
    insert into challenge_days (workspace_id, channel_id, local_date, number)
    values (${workspace.id}, ${channel.id}, ${localDate}, (select coalesce(max(number), 0) + 1 from challenge_days where channel_id = ${channel.id}))
    on conflict (channel_id, local_date) do update set local_date = excluded.local_date returning number`;
  if (!row) throw new Error('the day was not numbered');
  return row.number;
}
