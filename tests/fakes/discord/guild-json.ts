import { type Channel, channelType, type Guild, type World } from './world.ts';

/** A server as GUILD_CREATE tells it. */
export function guildJson(world: World, guild: Guild): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    // Somebody else, always: an owner may do everything, and the bot may not.
    owner_id: guild.owner,
    unavailable: false,
    roles: [roleJson(guild.id, '@everyone', 0n), roleJson(guild.botRole, 'Prep', guild.botPermissions)],
    channels: guild.channels
      .filter(({ type, deleted }) => type !== channelType.thread && !deleted)
      .map((channel) => channelJson(world, channel)),
    threads: guild.channels
      .filter(({ type, archived, deleted }) => type === channelType.thread && !archived && !deleted)
      .map((channel) => channelJson(world, channel)),
    members: [
      {
        user: { ...world.bot, discriminator: '0', avatar: null },
        roles: [guild.botRole],
        nick: null,
        joined_at: '2024-01-01T00:00:00.000Z',
        deaf: false,
        mute: false,
        flags: 0,
      },
    ],
    joined_at: '2024-01-01T00:00:00.000Z',
    large: false,
    member_count: guild.people.length + 1,
    features: [],
    emojis: [],
    stickers: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    icon: null,
    splash: null,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-GB',
    public_updates_channel_id: null,
    nsfw_level: 0,
    safety_alerts_channel_id: null,
  };
}

/** A channel as the gateway tells it; what the bot is denied lies in an overwrite of its own. */
export function channelJson(world: World, channel: Channel): Record<string, unknown> {
  if (channel.type === channelType.thread) {
    return {
      id: channel.id,
      guild_id: channel.guild,
      parent_id: channel.guild,
      type: channel.type,
      name: channel.name,
      thread_metadata: {
        archived: channel.archived,
        auto_archive_duration: 1440,
        archive_timestamp: new Date(0).toISOString(),
        locked: false,
      },
      member_count: 1,
      message_count: 0,
    };
  }
  return {
    id: channel.id,
    guild_id: channel.guild,
    type: channel.type,
    name: channel.name,
    position: 0,
    permission_overwrites:
      channel.denied === 0n ? [] : [{ id: world.bot.id, type: 1, allow: '0', deny: String(channel.denied) }],
    parent_id: null,
    nsfw: false,
    topic: null,
    last_message_id: null,
    rate_limit_per_user: 0,
  };
}

function roleJson(id: string, name: string, permissions: bigint): Record<string, unknown> {
  return {
    id,
    name,
    permissions: String(permissions),
    color: 0,
    hoist: false,
    icon: null,
    position: 0,
    managed: true,
    mentionable: false,
    flags: 0,
  };
}
