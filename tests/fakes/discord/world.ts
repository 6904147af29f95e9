import type { Part } from './parts.ts';
import { refuse } from './refusal.ts';
import type { CommandPart } from './rules-command.ts';
import { flags } from './rules-message.ts';

/** Contract, section 6. */
export const permission = {
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readHistory: 1n << 16n,
  sendInThreads: 1n << 38n,
};

/** Contract, section 3: type numbers of the channels that matter here. */
export const channelType = { text: 0, direct: 1, category: 4, thread: 11, forum: 15 };

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot?: boolean;
}

export interface Person extends User {
  nick: string | null;
  manager: boolean;
  takesDirect: boolean;
}

export interface Channel {
  readonly id: string;
  readonly guild: string | null;
  readonly type: number;
  name: string;
  archived: boolean;
  deleted: boolean;
  /** what the bot is denied here */
  denied: bigint;
  readonly messages: StoredMessage[];
  readonly recipient?: string;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly botRole: string;
  botPermissions: bigint;
  here: boolean;
  readonly channels: Channel[];
  readonly people: Person[];
}

export interface StoredMessage {
  readonly id: string;
  readonly author: User;
  flags: number;
  content: string;
  components: readonly Part[];
  embeds: readonly unknown[];
  readonly nonce: string | undefined;
  readonly sentAt: number;
  /** the one person who sees it */
  readonly onlyFor: string | undefined;
  readonly mentionsAllowed: readonly string[];
}

export interface World {
  readonly bot: User;
  readonly applicationId: string;
  readonly guilds: Guild[];
  readonly direct: Channel[];
  readonly commands: { global: RegisteredCommand[]; readonly guild: Map<string, RegisteredCommand[]> };
  nextId(): string;
  /** the fake's own clock: the machine's or a test's, moved on by tests */
  now(): number;
  advance(ms: number): void;
}

export type RegisteredCommand = CommandPart & { readonly id: string; readonly version: string };

/**
 * An empty Discord with one application. Its ids are snowflakes of 19 digits, far above 2^53, and strings everywhere
 * (contract, section 10, item 16).
 */
export function createWorld(clock: () => number = Date.now): World {
  let ahead = 0;
  let last = 0n;
  const now = () => clock() + ahead;
  const nextId = () => {
    const id = (BigInt(now()) - 1_420_070_400_000n) << 22n;
    last = id > last ? id : last + 1n;
    return String(last);
  };
  const applicationId = nextId();
  return {
    // A bot's user often has its application's id, but older ones don't, and nothing may rely on it.
    bot: { id: nextId(), username: 'Prep', global_name: null, bot: true },
    applicationId,
    guilds: [],
    direct: [],
    commands: { global: [], guild: new Map() },
    nextId,
    now,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

export function addGuild(world: World, name: string): Guild {
  const { viewChannel, sendMessages, readHistory } = permission;
  const guild: Guild = {
    id: world.nextId(),
    name,
    owner: world.nextId(),
    botRole: world.nextId(),
    botPermissions: viewChannel | sendMessages | readHistory,
    here: true,
    channels: [],
    people: [],
  };
  world.guilds.push(guild);
  return guild;
}

export function addChannel(
  world: World,
  guild: Guild | null,
  name: string,
  type = channelType.text,
  recipient?: string,
): Channel {
  const channel: Channel = {
    id: world.nextId(),
    guild: guild?.id ?? null,
    type,
    name,
    archived: false,
    deleted: false,
    denied: 0n,
    messages: [],
    ...(recipient === undefined ? {} : { recipient }),
  };
  (guild?.channels ?? world.direct).push(channel);
  return channel;
}

export function addPerson(world: World, guild: Guild, name: string, manager = false): Person {
  const id = world.nextId();
  const username = `${name.toLowerCase().replace(/[^a-z0-9_.]/g, '')}.${id.slice(-4)}`;
  const person: Person = { id, username, global_name: name, nick: null, manager, takesDirect: true };
  guild.people.push(person);
  return person;
}

export function findGuild(world: World, id: string): Guild {
  const guild = world.guilds.find((one) => one.id === id && one.here);
  return guild ?? refuse(404, 10004, 'Unknown Guild');
}

/** The channel as the bot may use it. Contract, section 10, item 12. */
export function findChannel(world: World, id: string): Channel {
  const all = [...world.direct, ...world.guilds.flatMap(({ channels }) => channels)];
  const channel = all.find((one) => one.id === id && !one.deleted) ?? refuse(404, 10003, 'Unknown Channel');
  if ((permissionsIn(world, channel) & permission.viewChannel) === 0n) refuse(403, 50001, 'Missing Access');
  return channel;
}

/** What the bot may do in a channel. */
export function permissionsIn(world: World, channel: Channel): bigint {
  if (channel.guild === null) return permission.viewChannel | permission.sendMessages | permission.readHistory;
  const guild = world.guilds.find(({ id }) => id === channel.guild);
  return guild?.here ? guild.botPermissions & ~channel.denied : 0n;
}

/** Item 12: unknown messages, and the ones of others. */
export function findMessage(channel: Channel, id: string): StoredMessage {
  return (
    channel.messages.find((one) => one.id === id && one.onlyFor === undefined) ?? refuse(404, 10008, 'Unknown Message')
  );
}

/** A message as Discord tells it: components carry ids of their own, and no nonce is kept. */
export function messageJson(channel: Channel, message: StoredMessage): Record<string, unknown> {
  let id = 0;
  const numbered = (parts: readonly Part[]): unknown[] =>
    parts.map((part) => ({
      ...part,
      id: ++id,
      ...(part.components ? { components: numbered(part.components) } : {}),
    }));
  return {
    id: message.id,
    type: 0,
    channel_id: channel.id,
    author: { ...message.author, discriminator: '0', avatar: null },
    content: message.content,
    embeds: message.embeds,
    components: numbered(message.components),
    attachments: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    timestamp: new Date(message.sentAt).toISOString(),
    edited_timestamp: null,
    flags: message.flags & ~flags.loading,
  };
}
