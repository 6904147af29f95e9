import { once } from 'node:events';
import {
  type APIInteraction,
  Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  PermissionFlagsBits,
} from 'discord.js';
import type { Logger } from 'pino';
import { StartupError } from '../../src/startup-error.ts';
import { createUnderWay } from '../../src/under-way.ts';
import { answerByRest } from './answer.ts';
import { loggable } from './errors.ts';
import type { Receive } from './receive.ts';
import { makeRequest } from './request.ts';
import type { Surroundings } from './send.ts';
import { within } from './within.ts';

/** Discord's own, when DISCORD_API_URL is not set. */
export const discordApi = 'https://discord.com/api';

/**
 * The gateway client, not connected yet. It asks for the Guilds intent alone, which is enough for servers, channels and
 * interactions, and keeps nothing that clicks would make grow: no messages, and of people only itself.
 */
export function createClient(api: string): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: 'auto',
    allowedMentions: { parse: [] },
    rest: { api, version: '10', timeout: 10_000, makeRequest },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      ApplicationCommandManager: 0,
      AutoModerationRuleManager: 0,
      BaseGuildEmojiManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
      VoiceStateManager: 0,
    }),
  });
}

/** What the gateway's cache knows, for the port's questions. */
export function surroundingsOf(client: Client): Surroundings {
  return {
    self: () => client.user?.id,
    isThread: (channel) => client.channels.cache.get(channel)?.isThread(),
    mayReadHistory(id) {
      const channel = client.channels.cache.get(id);
      if (channel === undefined || channel.isDMBased() || client.user === null) return undefined;
      const wanted = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];
      return channel.permissionsFor(client.user)?.has(wanted);
    },
  };
}

/**
 * Hands every interaction of the gateway to `receive`, as the JSON that an interaction by HTTP has too.
 *
 * @returns what waits until the interactions under way are answered, and takes no new ones
 */
export function listen(client: Client, receive: Receive): () => Promise<void> {
  const underWay = createUnderWay();
  let stopped = false;
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    if (!stopped) void underWay.run(() => receive(interaction, answerByRest(client.rest, interaction)));
  });
  return async () => {
    stopped = true;
    await underWay.settle();
  };
}

/** How long a start waits for the gateway, which discord.js tries again and again by itself. */
const connectWithinMs = 30_000;

export interface ConnectOptions {
  readonly token: string;
  /** the REST base, to name in a failure */
  readonly api: string;
  /** breaks the start off */
  readonly signal?: AbortSignal;
}

/**
 * Connects and waits until Discord has told which servers there are.
 *
 * @throws {StartupError} naming what is missing: the token's acceptance, or a way to Discord
 */
export async function connect(client: Client, { token, api, signal }: ConnectOptions): Promise<Client<true>> {
  const limit = AbortSignal.timeout(connectWithinMs);
  const given = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const ready = once(client, Events.ClientReady, { signal: given });
    const refused = client.login(token).then(() => ready);
    await Promise.race([ready, refused]);
  } catch (error) {
    await disconnect(client);
    if (signal?.aborted) throw signal.reason;
    if (!limit.aborted) throw new StartupError(connectFailure(error, api), { cause: error });
    throw new StartupError(
      `Discord's gateway did not answer within ${connectWithinMs / 1000} seconds. Check that this machine reaches Discord by WebSocket, then start again.`,
    );
  }
  if (!client.isReady()) throw new Error('discord.js said that it is ready, and is not');
  return client;
}

/** Long enough for the gateway to answer that the connection is closed. */
const disconnectWithinMs = 2_000;

/**
 * Leaves the gateway. discord.js waits for ever when it is told to go while it waits for READY itself (its own time-out
 * then takes the handler of the close away), so it isn't waited for beyond a limit.
 */
export async function disconnect(client: Client): Promise<void> {
  await within(disconnectWithinMs, client.destroy());
}

function connectFailure(error: unknown, api: string): string {
  const refused =
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401);
  if (refused) {
    return 'Discord does not accept DISCORD_TOKEN. Reset the token on the Bot page of your application at https://discord.com/developers/applications, and set DISCORD_TOKEN to the new one.';
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `Discord could not be reached at ${api}: ${reason}. Check the network and DISCORD_API_URL, then start again.`;
}

/** Tells the log what becomes of the connection; discord.js reconnects by itself unless Discord ended it for good. */
export function watchConnection(client: Client, log: Logger): void {
  client.on(Events.Error, (error) => log.error(loggable(error), 'discord: client error'));
  client.on(Events.ShardError, (error, shard) => log.warn({ ...loggable(error), shard }, 'discord: connection error'));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'discord: reconnecting'));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, 'discord: resumed'));
  client.on(Events.ShardDisconnect, ({ code }, shard) =>
    log.fatal({ shard, code }, 'discord: the gateway ended the connection for good; check the token and restart Prep'),
  );
}
