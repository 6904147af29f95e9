import { Status } from 'discord.js';
import type { Logger } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { CommandDefinition } from '../../src/commands/definition.ts';
import type { DiscordConfig } from '../../src/config-discord.ts';
import type { Door, Platform } from '../../src/platform.ts';
import { StartupError } from '../../src/startup-error.ts';
import { connect, createClient, disconnect, discordApi, listen, surroundingsOf, watchConnection } from './connect.ts';
import { inviteLink, watchServers } from './install.ts';
import { createReceive } from './receive.ts';
import { registerCommand } from './register.ts';
import { createPlatform, createRest } from './send.ts';
import { within } from './within.ts';

export interface DiscordParts {
  readonly config: DiscordConfig;
  readonly door: Door;
  readonly commands: readonly CommandDefinition[];
  readonly log: Logger;
  readonly clock: Clock;
}

export interface Discord {
  readonly platform: Platform;
  /**
   * Connects and registers the command. `signal` breaks it off, rejecting with the signal's reason.
   *
   * @returns one line for whoever started Prep
   * @throws {StartupError} naming the one thing that is missing
   */
  start(signal?: AbortSignal): Promise<string>;
  /** Whether the gateway is connected and the token still taken. */
  ready(): boolean;
  /** Takes no new interactions, answers those under way (5 s at most) and disconnects. */
  close(): Promise<void>;
}

/** With a public key Discord would send interactions elsewhere, and the gateway would stay silent. */
const gatewayOnly =
  'DISCORD_PUBLIC_KEY is set, but Prep takes interactions from the gateway only. Unset it, and leave the Interactions Endpoint URL of the application empty.';

/** What is still being answered at the end gets this long. */
const finishWithinMs = 5_000;

/** Prep on Discord, through discord.js; nothing is opened before `start`. */
export function createDiscord({ config, door, commands, log, clock }: DiscordParts): Discord {
  const api = config.apiUrl?.replace(/\/+$/, '') ?? discordApi;
  const client = createClient(api);
  let revoked = false;
  const rest = createRest(config.token, api);
  const platform = createPlatform(rest, surroundingsOf(client), () => {
    revoked = true;
    log.fatal('discord: the token is not accepted any more; set a new DISCORD_TOKEN and restart Prep');
  });
  const receive = createReceive({ door, log, clock, serverName: (id) => client.guilds.cache.get(id)?.name });
  const finish = listen(client, receive);
  watchServers(client, door, log, config.applicationId);
  watchConnection(client, log);

  return {
    platform,
    async start(signal) {
      if (config.publicKey !== undefined) throw new StartupError(gatewayOnly);
      const connected = await connect(client, { token: config.token, api, ...(signal ? { signal } : {}) });
      const { id } = connected.application;
      if (id !== config.applicationId) {
        throw new StartupError(
          `DISCORD_APPLICATION_ID is ${config.applicationId}, but DISCORD_TOKEN belongs to application ${id}. Set DISCORD_APPLICATION_ID=${id}, or take the token of the other application.`,
        );
      }
      const written = await registerCommand(client.rest, config, commands);
      log.info({ written }, 'discord: /prep is registered');
      const servers = connected.guilds.cache.size;
      const where = servers === 1 ? 'in 1 server' : `in ${servers} servers`;
      const line = `Discord: connected as ${connected.user.username} ${where}.`;
      return servers > 0 ? line : `${line} Add it to yours: ${inviteLink(id)}`;
    },
    ready: () => client.isReady() && !revoked && client.ws.shards.every(({ status }) => status === Status.Ready),
    async close() {
      await within(finishWithinMs, finish());
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
      await disconnect(client);
    },
  };
}
