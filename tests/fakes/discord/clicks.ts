import { randomUUID } from 'node:crypto';
import type { Interaction } from './interactions.ts';
import { flags } from './rules-message.ts';
import type { FakeDiscord } from './server.ts';
import { type Channel, messageJson, type Person, permission, permissionsIn, type StoredMessage } from './world.ts';

/** What a person does: the type of the interaction and its data. */
export interface Click {
  readonly type: number;
  readonly data: unknown;
  readonly pressed?: StoredMessage | undefined;
  readonly userInstallOnly?: boolean;
}

/** Sends INTERACTION_CREATE for what a person did somewhere. */
export function click(
  fake: FakeDiscord,
  person: Person,
  channel: Channel,
  { type, data, pressed, userInstallOnly = false }: Click,
): Interaction {
  const { world } = fake;
  const interaction: Interaction = {
    id: world.nextId(),
    token: randomUUID().replaceAll('-', ''),
    type,
    sentAt: world.now(),
    channel,
    person,
    pressed,
    userInstallOnly,
    answered: undefined,
    answeredAt: undefined,
    original: undefined,
    modal: undefined,
    choices: undefined,
    followUps: 0,
    onChange: () => undefined,
  };
  fake.interactions.add(interaction);
  fake.gateway.dispatch('INTERACTION_CREATE', {
    id: interaction.id,
    application_id: world.applicationId,
    type,
    data,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    channel: {
      id: channel.id,
      type: channel.type,
      ...(channel.guild ? { name: channel.name, guild_id: channel.guild } : {}),
    },
    ...whoJson(person, channel),
    ...(pressed ? { message: messageJson(channel, pressed) } : {}),
    app_permissions: String(permissionsIn(world, channel)),
    locale: 'en-GB',
    entitlements: [],
    authorizing_integration_owners: userInstallOnly ? { '1': person.id } : { '0': channel.guild ?? '0' },
    context: channel.guild ? 0 : 1,
    attachment_size_limit: 10_485_760,
  });
  return interaction;
}

/** Section 1: `member` in a server, `user` in a private conversation. */
function whoJson(person: Person, channel: Channel): Record<string, unknown> {
  const { id, username, global_name } = person;
  const user = { id, username, global_name, discriminator: '0', avatar: null };
  if (!channel.guild) return { user };
  const all = permission.viewChannel | permission.sendMessages | (person.manager ? permission.manageGuild : 0n);
  return {
    guild_id: channel.guild,
    guild: { id: channel.guild, locale: 'en-GB', features: [] },
    guild_locale: 'en-GB',
    member: {
      user,
      nick: person.nick,
      roles: [],
      joined_at: '2024-01-01T00:00:00.000Z',
      deaf: false,
      mute: false,
      flags: 0,
      permissions: String(all),
    },
  };
}

/** Resolves when an interaction has its answer and, after a deferral, what was promised. */
export function answered(interaction: Interaction, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      const { answered: type, original, channel } = interaction;
      if (type === undefined) return false;
      if (type !== 5 || original === undefined) return true;
      return (original.flags & flags.loading) === 0 || !channel.messages.includes(original);
    };
    const limit = setTimeout(() => reject(new Error('This application did not respond')), withinMs);
    // Not written where it is assigned: V8 would keep such a function, and with it the interaction, until a full collection.
    const look = () => {
      if (!done()) return;
      clearTimeout(limit);
      resolve();
    };
    interaction.onChange = look;
    look();
  });
}
