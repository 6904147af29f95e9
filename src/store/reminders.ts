import { and, eq } from 'drizzle-orm';
import { reminded, reminders } from '../../drizzle/schema.ts';
import type { Database } from './database.ts';
import type { Round } from './rounds.ts';

/** When a person is told: as the question is posted, or an hour before it closes. */
export type ReminderMoment = 'post' | 'close';

/** One reminder that is due. */
export interface DueReminder {
  readonly player: string;
  /** the platform's id of the person */
  readonly person: string;
  readonly moment: ReminderMoment;
}

interface Owner {
  readonly workspace: string;
  readonly channel: string;
  readonly player: string;
}

/** How long before its close somebody is reminded who hasn't answered (ms). */
export const remindBeforeMs = 60 * 60_000;

/** Who asked to be told of a channel's daily questions, and who was told: marked first, so that each is told once at most. */
export function remindersStore({ db, sql }: Database) {
  /** when a reminder of an open round is due */
  const dueAt = () =>
    sql`case m.moment when 'post' then r.opened_at else greatest(r.opened_at, r.closes_at - make_interval(secs => ${remindBeforeMs / 1000})) end`;
  const waiting = () => sql`
    from rounds r join reminders m on m.channel_id = r.channel_id
    where r.kind = 'daily' and r.state = 'open' and r.message is not null
      and not exists (select 1 from answers a where a.round_id = r.id and a.player_id = m.player_id)
      and not exists (select 1 from reminded d where d.round_id = r.id and d.player_id = m.player_id and d.moment = m.moment)`;

  return {
    /** What a person asked for in a channel; undefined: not to be reminded. */
    async reminder(channel: string, player: string): Promise<ReminderMoment | undefined> {
      const [row] = await db
        .select({ moment: reminders.moment })
        .from(reminders)
        .where(and(eq(reminders.channel, channel), eq(reminders.player, player)));
      return row?.moment;
    },

    /** One choice a person and channel. At the post means the next one: what is open already is not reminded of. */
    async chooseReminder({ workspace, channel, player }: Owner, moment: ReminderMoment | undefined, now: number) {
      await db.transaction(async (tx) => {
        await tx.delete(reminders).where(and(eq(reminders.channel, channel), eq(reminders.player, player)));
        if (moment === undefined) return;
        await tx.insert(reminders).values({ workspace, channel, player, moment }).onConflictDoNothing();
      });
      if (moment !== 'post') return;
      await sql`
        insert into reminded (workspace_id, round_id, player_id, moment, at)
        select workspace_id, id, ${player}, 'post', ${new Date(now)} from rounds
        where channel_id = ${channel} and kind = 'daily' and state = 'open' and message is not null
        on conflict do nothing`;
    },

    /** The reminders of an open round that are due: of people who haven't answered it and were not reminded of it. */
    async remindersDue(round: Round, now: number): Promise<DueReminder[]> {
      return sql<DueReminder[]>`
        select due.player, p.external_id as person, due.moment from (
          select m.player_id as player, m.moment ${waiting()} and r.id = ${round.id} and r.closes_at > ${new Date(now)} and ${dueAt()} <= ${new Date(now)}
        ) as due join players p on p.id = due.player where p.deleted_at is null order by due.player`;
    },

    /** True for the one caller that may send it. */
    async markReminded(round: Round, { player, moment }: DueReminder, now: number): Promise<boolean> {
      const marked = await db
        .insert(reminded)
        .values({ workspace: round.workspace, round: round.id, player, moment, at: new Date(now) })
        .onConflictDoNothing()
        .returning({ player: reminded.player });
      return marked.length > 0;
    },

    /** Not sent, for certain: the sweep tries it again. */
    async unmarkReminded(round: Round, { player, moment }: DueReminder): Promise<void> {
      await db
        .delete(reminded)
        .where(and(eq(reminded.round, round.id), eq(reminded.player, player), eq(reminded.moment, moment)));
    },

    /** Open rounds with reminders that are due before `until`, with the moment of the first. */
    async comingReminders(until: number): Promise<{ id: string; at: number }[]> {
      const rows = await sql<{ id: string; at: Date }[]>`
        select r.id, min(${dueAt()}) as at ${waiting()} and ${dueAt()} <= ${new Date(until)} group by r.id`;
      return rows.map((row) => ({ id: row.id, at: row.at.getTime() }));
    },
  };
}

export type RemindersStore = ReturnType<typeof remindersStore>;
