import { LRUCache } from 'lru-cache';
import type { Who } from './parts.ts';
import type { Asking } from './platform.ts';
import type { Store } from './store/index.ts';
import type { Channel, Player, Workspace } from './store/people.ts';
import { asTyped } from './view/words.ts';

const day = 24 * 60 * 60 * 1000;
/** Characters of a name; the longest that a platform allows. */
const longestName = 80;

/** So many, by their size: by `max` the room for all would be taken at once (20 ms and 4 MB), however few ever come. */
const upTo = (most: number) => ({ maxSize: most, sizeCalculation: () => 1 });

/** Finds who asks and where; usually without a query, from memory that other processes' changes drop. */
export interface People {
  find(asking: Asking): Promise<Who>;
  /** Keeps a changed channel, here and in the other processes. */
  changed(channel: Channel): Promise<void>;
  /** Forgets everybody that this process remembers. */
  forget(): void;
}

export function createPeople(store: Store): People & { listen(): Promise<void> } {
  const workspaces = new LRUCache<string, Workspace>(upTo(10_000));
  const channels = new LRUCache<string, Channel>(upTo(50_000));
  const players = new LRUCache<string, Player>(upTo(100_000));

  async function workspaceOf(asking: Asking): Promise<Workspace> {
    const key = `${asking.platform} ${asking.workspace.id}`;
    const known = workspaces.get(key);
    if (known) return known;
    const found = await store.people.ensureWorkspace(
      asking.platform,
      asking.workspace.id,
      asking.workspace.name,
      asking.receivedAt,
    );
    workspaces.set(key, found);
    return found;
  }

  async function channelOf(workspace: Workspace, asking: Asking): Promise<Channel> {
    const key = `${workspace.id} ${asking.channel.id}`;
    const known = channels.get(key);
    if (known && known.name === asking.channel.name) return known;
    const found = await store.people.ensureChannel(workspace.id, asking.channel.id, asking.channel.name);
    channels.set(key, found);
    return found;
  }

  async function playerOf(workspace: Workspace, asking: Asking): Promise<Player> {
    const key = `${workspace.id} ${asking.person.id}`;
    const known = players.get(key) ?? (await store.people.findPlayer(workspace.id, asking.person.id));
    const stale = !known || Math.abs(asking.receivedAt - known.profiledAt) > day;
    const found = stale ? await renewed(workspace, asking) : known;
    players.set(key, found);
    return found;
  }

  /** A name stands in the middle of sentences and lists from here on. */
  async function renewed(workspace: Workspace, { person, receivedAt }: Asking): Promise<Player> {
    const profile = await person.profile();
    const named = { ...profile, name: asTyped(profile.name, longestName) };
    return store.people.ensurePlayer(workspace.id, person.id, named, receivedAt);
  }

  function forget(): void {
    workspaces.clear();
    channels.clear();
    players.clear();
  }

  return {
    forget,
    async find(asking) {
      const workspace = await workspaceOf(asking);
      const [channel, player] = [await channelOf(workspace, asking), await playerOf(workspace, asking)];
      return { workspace, channel, player, at: asking.receivedAt, asking };
    },
    async changed(channel) {
      channels.set(`${channel.workspace} ${channel.externalId}`, channel);
      await store.changes.announceChange(`channel ${channel.workspace} ${channel.externalId}`);
    },
    async listen() {
      await store.changes.listenForChanges((key) => {
        if (key?.startsWith('channel ')) channels.delete(key.slice('channel '.length));
        else forget();
      });
    },
  };
}
