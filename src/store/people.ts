import { and, eq, sql } from 'drizzle-orm';
import { nanoid } from 'nanoid';
import { channels, installations, players, workspaces } from '../../drizzle/schema.ts';
import type { PlatformName, Profile } from '../platform.ts';
import { type ChannelSettings, channelSettings, type StoredSettings } from '../settings.ts';
import type { Database } from './database.ts';

export interface Workspace {
  readonly id: string;
  readonly platform: PlatformName;
  readonly externalId: string;
}

export interface Channel {
  readonly id: string;
  readonly workspace: string;
  readonly externalId: string;
  readonly name: string;
  /** IANA zone, once somebody said it */
  readonly zone: string | undefined;
  readonly settings: ChannelSettings;
  /** the platform error's code that stops posts here */
  readonly blocked: string | undefined;
}

export interface Player {
  readonly id: string;
  readonly workspace: string;
  readonly externalId: string;
  readonly name: string;
  readonly zone: string | undefined;
  /** epoch ms */
  readonly profiledAt: number;
}

type ChannelRow = typeof channels.$inferSelect;
type PlayerRow = typeof players.$inferSelect;

/** Workspaces, channels and players; each `ensure…` makes the row at the first sight of it and returns the one row, even under races. */
export function peopleStore({ db }: Database) {
  return {
    async ensureWorkspace(platform: PlatformName, externalId: string, name: string, now: number): Promise<Workspace> {
      const [known] = await db
        .select({ id: workspaces.id })
        .from(workspaces)
        .where(and(eq(workspaces.platform, platform), eq(workspaces.externalId, externalId)));
      if (known) return { id: known.id, platform, externalId };
      return db.transaction(async (tx) => {
        const [installation] = await tx
          .insert(installations)
          .values({ id: nanoid(), platform, team: externalId, installedAt: new Date(now) })
          .onConflictDoUpdate({
            target: [installations.platform, installations.enterprise, installations.team],
            set: { removedAt: null },
          })
          .returning({ id: installations.id });
        const [row] = await tx
          .insert(workspaces)
          .values({
            id: nanoid(),
            installation: one(installation).id,
            platform,
            externalId,
            name,
            createdAt: new Date(now),
          })
          .onConflictDoUpdate({ target: [workspaces.platform, workspaces.externalId], set: { name } })
          .returning({ id: workspaces.id });
        return { id: one(row).id, platform, externalId };
      });
    },

    async ensureChannel(workspace: string, externalId: string, name: string): Promise<Channel> {
      const [row] = await db
        .insert(channels)
        .values({ id: nanoid(), workspace, externalId, name })
        .onConflictDoUpdate({ target: [channels.workspace, channels.externalId], set: { name } })
        .returning();
      return channelOf(one(row));
    },

    async ensurePlayer(workspace: string, externalId: string, profile: Profile, now: number): Promise<Player> {
      const fresh = { name: profile.name, zone: profile.zone ?? null, profiledAt: new Date(now) };
      const [row] = await db
        .insert(players)
        .values({ id: nanoid(), workspace, externalId, ...fresh })
        .onConflictDoUpdate({ target: [players.workspace, players.externalId], set: { ...fresh, deletedAt: null } })
        .returning();
      return playerOf(one(row));
    },

    async findPlayer(workspace: string, externalId: string): Promise<Player | undefined> {
      const [row] = await db
        .select()
        .from(players)
        .where(
          and(eq(players.workspace, workspace), eq(players.externalId, externalId), sql`${players.deletedAt} is null`),
        );
      return row && playerOf(row);
    },

    async player(workspace: string, id: string): Promise<Player | undefined> {
      const [row] = await db
        .select()
        .from(players)
        .where(and(eq(players.id, id), eq(players.workspace, workspace)));
      return row && playerOf(row);
    },

    async workspace(id: string): Promise<Workspace | undefined> {
      const [row] = await db.select().from(workspaces).where(eq(workspaces.id, id));
      return row && { id: row.id, platform: row.platform, externalId: row.externalId };
    },

    async channel(workspace: string, id: string): Promise<Channel | undefined> {
      const [row] = await db
        .select()
        .from(channels)
        .where(and(eq(channels.id, id), eq(channels.workspace, workspace)));
      return row && channelOf(row);
    },

    /** Changes what is given and leaves the rest; other processes drop their copy. */
    async changeChannel(
      channel: Channel,
      change: { zone?: string; settings?: StoredSettings; blocked?: string | null },
    ): Promise<Channel> {
      const [row] = await db
        .update(channels)
        .set({
          ...(change.zone === undefined ? {} : { zone: change.zone }),
          ...(change.blocked === undefined ? {} : { blocked: change.blocked }),
          ...(change.settings === undefined
            ? {}
            : { settings: sql`${channels.settings} || ${JSON.stringify(change.settings)}::jsonb` }),
        })
        .where(and(eq(channels.id, channel.id), eq(channels.workspace, channel.workspace)))
        .returning();
      return channelOf(one(row));
    },
  };
}

export type PeopleStore = ReturnType<typeof peopleStore>;

/** The row that a statement with `returning` is known to return. */
export function one<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('a statement returned no row where it must return one');
  return row;
}

export function channelOf(row: ChannelRow): Channel {
  return {
    id: row.id,
    workspace: row.workspace,
    externalId: row.externalId,
    name: row.name,
    zone: row.zone ?? undefined,
    settings: channelSettings.parse(row.settings),
    blocked: row.blocked ?? undefined,
  };
}

function playerOf(row: PlayerRow): Player {
  return {
    id: row.id,
    workspace: row.workspace,
    externalId: row.externalId,
    name: row.name,
    zone: row.zone ?? undefined,
    profiledAt: row.profiledAt.getTime(),
  };
}
