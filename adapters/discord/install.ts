import { type Client, Events, OAuth2Scopes, PermissionFlagsBits } from 'discord.js';
import type { Logger } from 'pino';
import type { Door } from '../../src/platform.ts';
import { loggable } from './errors.ts';

/**
 * What Prep asks for in a server, and no more: see a channel, post there, and read its history to find an earlier post
 * before sending again. Its messages have no embeds and no files; replies to a person need no permission at all.
 */
const permissions =
  PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.ReadMessageHistory;

/** The address at which whoever manages a server adds Prep to it. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(permissions),
    integration_type: '0',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/**
 * Tells the engine when Prep is removed from a server. discord.js calls an outage `guildUnavailable`, so this event means
 * removal alone. A removal while Prep was down sends none: the next post there is refused and pauses its schedule.
 */
export function watchServers(client: Client, door: Door, log: Logger): void {
  client.on(Events.GuildDelete, (guild) => {
    door
      .workspaceGone({ platform: 'discord', workspace: guild.id })
      .catch((error: unknown) =>
        log.error({ ...loggable(error), server: guild.id }, 'discord: a removal was not recorded'),
      );
  });
}
