import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway, type Gateway } from './gateway.ts';
import { channelJson, guildJson } from './guild-json.ts';
import { createAnswers, createOpenInteractions, type OpenInteractions } from './interactions.ts';
import { createRest } from './rest.ts';
import { createBuckets, createTraffic, type Traffic } from './traffic.ts';
import { addGuild, type Channel, createWorld, type Guild, type World } from './world.ts';

export interface FakeOptions {
  /** keep every request; a load test turns it off */
  readonly record?: boolean;
  /** hold what is answered to interactions to the rules; a comparison with a bot that says nothing turns it off, or this work counted as the bot's */
  readonly checksAnswers?: boolean;
  readonly heartbeatMs?: number;
  /** the present, where it isn't the machine's */
  readonly clock?: () => number;
}

/** A strict Discord: REST and gateway, which the built bot reaches by DISCORD_API_URL. */
export interface FakeDiscord {
  /** for DISCORD_API_URL */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly world: World;
  readonly traffic: Traffic;
  readonly gateway: Gateway;
  readonly interactions: OpenInteractions;
  /** At most so many posts in a channel. */
  limitPosts(limit: number, perMs: number): void;
  /** At most so many requests of the bot in any second. */
  limitAll(perSecond: number): void;
  /** The old token is taken no more. */
  revokeToken(): void;
  /** The bot is added to a new server. */
  join(name: string): Guild;
  /** The bot is removed from a server. `unavailable`: an outage instead. */
  leave(guild: Guild, unavailable?: boolean): void;
  /** Tells the bot that a channel is new or has changed. */
  announce(channel: Channel, change: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE' | 'THREAD_CREATE'): void;
  close(): Promise<void>;
}

/** Starts the fake on a free port of this machine. */
export async function startFakeDiscord(options: FakeOptions = {}): Promise<FakeDiscord> {
  const { record = true, checksAnswers = true, heartbeatMs, clock } = options;
  const world = createWorld(clock);
  const traffic = createTraffic(record);
  const interactions = createOpenInteractions();
  const buckets = createBuckets(world.now);
  let token = `fake.${world.nextId()}.token`;
  const given = token;
  let port = 0;
  const rest = createRest({
    world,
    traffic,
    buckets,
    answers: createAnswers(world, traffic, interactions, checksAnswers),
    token: () => token,
    gatewayUrl: () => `ws://127.0.0.1:${port}/gateway`,
  });
  const server = createServer((request, response) => void rest(request, response));
  server.keepAliveTimeout = 60_000;
  const gateway = createGateway(
    { server, world, token: () => token, url: (path) => `ws://127.0.0.1:${port}/${path}` },
    heartbeatMs,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token: given,
    applicationId: world.applicationId,
    world,
    traffic,
    gateway,
    interactions,
    limitPosts: buckets.limitPosts,
    limitAll: buckets.limitAll,
    revokeToken() {
      token = `${given}.new`;
    },
    join(name) {
      const guild = addGuild(world, name);
      gateway.dispatch('GUILD_CREATE', guildJson(world, guild));
      return guild;
    },
    leave(guild, unavailable = false) {
      if (!unavailable) guild.here = false;
      gateway.dispatch('GUILD_DELETE', unavailable ? { id: guild.id, unavailable } : { id: guild.id });
    },
    announce(channel, change) {
      gateway.dispatch(change, channelJson(world, channel));
    },
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
