import { and, desc, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import { webMessages } from '../../drizzle/schema.ts';
import type { ChannelRef, MessageRef, PersonRef, WorkspaceRef } from '../platform.ts';
import type { Message } from '../view/message.ts';
import type { Database } from './database.ts';
import { one } from './people.ts';

/** One message of the web platform's own history. */
export interface WebMessage {
  /** decimal digits; later messages have greater numbers */
  readonly id: string;
  readonly channel: string;
  /** the one person who sees it; undefined: everybody in the channel */
  readonly person: string | undefined;
  readonly key: string | undefined;
  /** the id of the public message that a private one belongs to */
  readonly about: string | undefined;
  readonly message: SaidMessage;
  /** epoch ms */
  readonly postedAt: number;
  readonly editedAt: number | undefined;
}

/** A message, and for a private one the line that its reader typed to get it. */
export interface SaidMessage extends Message {
  readonly said?: string;
}

/** A private message to be kept; a later one with the same key takes its place. */
export interface KeptReply {
  readonly workspace: string;
  readonly channel: string;
  readonly person: string;
  readonly key: string;
  readonly about: string | undefined;
  readonly message: SaidMessage;
  readonly at: number;
}

/** Tells that a message was posted, edited or told; `id` undefined after a lost connection: anything may have changed. */
export type WebMessageListener = (changed: { readonly workspace: string; readonly id: string } | undefined) => void;

/** Messages to one person that belong to no channel are shown in whichever the person looks at. */
const everyChannel = '*';
const notifyChannel = 'prep_web_message';

type Row = typeof webMessages.$inferSelect;

/** What the web platform shows, kept as Slack and Discord keep theirs. */
export function webMessagesStore({ sql: client, db }: Database) {
  const announce = (workspace: string, id: string | number) => client.notify(notifyChannel, `${id} ${workspace}`);

  return {
    /** Posts once for `key`: a repeated key returns the message that is there and changes nothing. */
    async post(channel: ChannelRef, message: Message, key: string, now: number): Promise<string> {
      const place = { workspace: channel.workspace, channel: channel.channel };
      const [row] = await db
        .insert(webMessages)
        .values({ ...place, key, message, postedAt: new Date(now) })
        .onConflictDoNothing()
        .returning({ id: webMessages.id });
      if (!row) return one(await this.find(channel, key, 0));
      await announce(channel.workspace, row.id);
      return String(row.id);
    },

    /** Replaces a public message; false if there is none. */
    async edit(ref: MessageRef, message: Message, now: number): Promise<boolean> {
      const rows = await db
        .update(webMessages)
        .set({ message, editedAt: new Date(now) })
        .where(and(eq(webMessages.id, Number(ref.message)), inChannel(ref), isNull(webMessages.person)))
        .returning({ id: webMessages.id });
      if (rows.length > 0) await announce(ref.workspace, ref.message);
      return rows.length > 0;
    },

    /** The public message posted with `key` since then (epoch ms). */
    async find(channel: ChannelRef, key: string, since: number): Promise<string | undefined> {
      const [row] = await db
        .select({ id: webMessages.id })
        .from(webMessages)
        .where(and(inChannel(channel), eq(webMessages.key, key), gte(webMessages.postedAt, new Date(since))));
      return row && String(row.id);
    },

    /** Keeps a message that reaches one person outside of a channel. */
    async tell(person: PersonRef, message: Message, now: number): Promise<void> {
      const [row] = await db
        .insert(webMessages)
        .values({
          workspace: person.workspace,
          channel: everyChannel,
          person: person.person,
          message,
          postedAt: new Date(now),
        })
        .returning({ id: webMessages.id });
      await announce(person.workspace, one(row).id);
    },

    /** Keeps private replies, all in one statement; their keys must differ. Nobody is notified: the reader has them already. */
    async keep(replies: readonly KeptReply[]): Promise<void> {
      if (replies.length === 0) return;
      await db
        .insert(webMessages)
        .values(
          replies.map(({ workspace, channel, person, key, about, message, at }) => ({
            workspace,
            channel,
            person,
            key,
            about: about ?? null,
            message,
            postedAt: new Date(at),
          })),
        )
        .onConflictDoUpdate({
          target: [webMessages.workspace, webMessages.channel, webMessages.key],
          set: { message: sql`excluded.message`, editedAt: sql`excluded.posted_at` },
        });
    },

    /** One message by its id, if it is this workspace's. */
    async read(workspace: string, id: string): Promise<WebMessage | undefined> {
      const [row] = await db
        .select()
        .from(webMessages)
        .where(and(eq(webMessages.id, Number(id)), eq(webMessages.workspace, workspace)));
      return row && messageOf(row);
    },

    /** What `person` sees of a channel, oldest first: the latest `limit` messages before `before`, public or that person's own. */
    async history(channel: ChannelRef, person: string, limit: number, before?: string): Promise<readonly WebMessage[]> {
      const rows = await db
        .select()
        .from(webMessages)
        .where(
          and(
            eq(webMessages.workspace, channel.workspace),
            or(eq(webMessages.channel, channel.channel), eq(webMessages.channel, everyChannel)),
            or(isNull(webMessages.person), eq(webMessages.person, person)),
            before === undefined ? undefined : lt(webMessages.id, Number(before)),
          ),
        )
        .orderBy(desc(webMessages.id))
        .limit(limit);
      return rows.reverse().map(messageOf);
    },

    /** The newest public messages of a channel, newest first. */
    async latest(channel: ChannelRef, limit: number): Promise<readonly WebMessage[]> {
      const rows = await db
        .select()
        .from(webMessages)
        .where(and(inChannel(channel), isNull(webMessages.person)))
        .orderBy(desc(webMessages.id))
        .limit(limit);
      return rows.map(messageOf);
    },

    /** Removes every message of a workspace. */
    async forget(workspace: WorkspaceRef): Promise<void> {
      await db.delete(webMessages).where(eq(webMessages.workspace, workspace.workspace));
    },

    /** Calls `listener` for every message that any process posts, edits or tells; the returned function ends it. */
    async listen(listener: WebMessageListener): Promise<() => Promise<void>> {
      let listening = false;
      const subscription = await client.listen(
        notifyChannel,
        (payload) => {
          const [id = '', ...workspace] = payload.split(' ');
          listener({ workspace: workspace.join(' '), id });
        },
        () => {
          if (listening) listener(undefined);
          listening = true;
        },
      );
      return () => subscription.unlisten();
    },
  };
}

export type WebMessagesStore = ReturnType<typeof webMessagesStore>;

function inChannel(channel: ChannelRef) {
  return and(eq(webMessages.workspace, channel.workspace), eq(webMessages.channel, channel.channel));
}

function messageOf(row: Row): WebMessage {
  return {
    id: String(row.id),
    channel: row.channel,
    person: row.person ?? undefined,
    key: row.key ?? undefined,
    about: row.about ?? undefined,
    message: row.message,
    postedAt: row.postedAt.getTime(),
    editedAt: row.editedAt?.getTime(),
  };
}
