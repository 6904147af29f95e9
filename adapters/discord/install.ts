import {
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayReadyDispatchData,
  OAuth2Scopes,
  PermissionFlagsBits,
} from 'discord.js';
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
 * removal alone. A removal while Prep was away sends none; it shows by the servers that Discord lists at each new session,
 * among which those with an outage are. `applicationId`: another bot's list, after a wrong token, says nothing of ours.
 */
export function watchServers(client: Client, door: Door, log: Logger, applicationId: string): void {
  const gone = (id: string) =>
    door
      .workspaceGone({ platform: 'discord', workspace: id })
      .catch((error: unknown) => log.error({ ...loggable(error), server: id }, 'discord: a removal was not recorded'));
  client.on(Events.GuildDelete, ({ id }) => void gone(id));
  client.ws.on(GatewayDispatchEvents.Ready, (ready: GatewayReadyDispatchData) => {
    if (ready.application.id !== applicationId) return;
    goneMeanwhile(door, ready)
      .then(async (ids) => {
        for (const id of ids) await gone(id);
        if (ids.length > 0) log.info({ servers: ids }, 'discord: Prep was removed from servers while it was away');
      })
      .catch((error: unknown) => log.error(loggable(error), 'discord: removals were not looked for'));
  });
}

/** The servers in which Prep has work to do and that Discord doesn't list, of those that this connection is told about. */
async function goneMeanwhile(door: Door, { guilds, shard }: GatewayReadyDispatchData): Promise<string[]> {
  const [own, shards] = shard ?? [0, 1];
  const here = new Set(guilds.map(({ id }) => id));
  const atWork = await door.workspacesAtWork('discord');
  // Discord: "Sharding": shard_id = (guild_id >> 22) % num_shards
  return atWork.filter((id) => !here.has(id) && (BigInt(id) >> 22n) % BigInt(shards) === BigInt(own));
}
