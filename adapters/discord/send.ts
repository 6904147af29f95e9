import {
  type APIDMChannel,
  type APIMessage,
  type APIMessageTopLevelComponent,
  ComponentType,
  REST,
  RequestMethod,
  Routes,
} from 'discord.js';
import type { Found, MessageRef, Platform } from '../../src/platform.ts';
import { PlatformError } from '../../src/platform.ts';
import type { Message } from '../../src/view/message.ts';
import { markForDirect } from './direct.ts';
import { platformError } from './errors.ts';
import { paced } from './gate.ts';
import { renderMessage } from './render.ts';

/** What the gateway's cache knows of the servers; `undefined` where it knows nothing. */
export interface Surroundings {
  /** This bot's user id; known once the gateway is connected, which it never is in a process without that role. */
  self(): string | undefined;
  isThread(channel: string): boolean | undefined;
  mayReadHistory(channel: string): boolean | undefined;
}

/** Requests end after this, and so do waits in discord.js's own queues. */
const timeoutMs = 10_000;
/** How long a request may wait for a limit. */
const patientMs = 5_000;
/** Posts that are due at once leave a little of the 48 a second to the edits that tell what people do meanwhile. */
const postLimit = { per: 'platform', everyMs: 1_000 / 46, burst: 4 } as const;
/** discord.js keeps something for each channel that it has written to until it sweeps, by itself once an hour. */
const sweepMs = 60_000;
const pageSize = 100;
const pages = 10;
/** How far Discord's clock may be behind ours when a look-up begins at a moment of ours. */
const skewMs = 60_000;
const discordEpochMs = 1_420_070_400_000n;

/**
 * The REST client of posts, edits and look-ups, apart from the gateway client's: it never sends twice by itself, since
 * a repeat is the engine's to decide (`nonce` guards only some minutes). Some seconds are waited where all requests must, and by
 * edits where their channel must; otherwise a limit is thrown. So no more wait here than go in those seconds.
 */
export function createRest(token: string, api: string): REST {
  return new REST({
    version: '10',
    api,
    retries: 0,
    timeout: timeoutMs,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    makeRequest: paced(patientMs),
    handlerSweepInterval: sweepMs,
    rejectOnRateLimit: ({ method, global, retryAfter, timeToReset }) =>
      !(global || method.toUpperCase() === RequestMethod.Patch) || Math.max(retryAfter, timeToReset) > patientMs,
  }).setToken(token);
}

/** The engine's port on Discord's REST API. `onRevoked` is called once when Discord takes the token no more. */
export function createPlatform(rest: REST, around: Surroundings, onRevoked: () => void): Platform {
  let revoked = false;

  const run = async <T>(effect: 'some' | 'none', request: (signal: AbortSignal) => Promise<unknown>): Promise<T> => {
    try {
      return (await request(AbortSignal.timeout(timeoutMs))) as T;
    } catch (error) {
      const failure = platformError(error, effect);
      if (failure.code === 'token_revoked' && !revoked) {
        revoked = true;
        onRevoked();
      }
      throw failure;
    }
  };

  /** A page of a channel's history; undefined where it may not be read. */
  const readPage = (channel: string, page: Record<string, string>) =>
    run<APIMessage[]>('none', (signal) =>
      rest.get(Routes.channelMessages(channel), { query: new URLSearchParams(page), signal }),
    ).catch((error: unknown) => {
      if (error instanceof PlatformError && error.permanent) return undefined;
      throw error;
    });

  /** Without Read Message History Discord answers with an empty list, not with an error. */
  const readsHistory = async (channel: string): Promise<boolean> =>
    around.mayReadHistory(channel) ?? ((await readPage(channel, { limit: '1' })) ?? []).length > 0;

  const isOwn = (author: string) => author === (around.self() ?? author);

  const send = (channel: string, message: Message, key?: string) =>
    run<APIMessage>('some', (signal) =>
      rest.post(Routes.channelMessages(channel), {
        body: { ...renderMessage(message), ...(key === undefined ? {} : { nonce: key, enforce_nonce: true }) },
        signal,
      }),
    );

  return {
    name: 'discord',
    can: { knowsZones: false, findsPosts: true, workspaceWord: 'server', posts: postLimit },

    async post(channel, message, key) {
      if (around.isThread(channel.channel)) throw new PlatformError('discord', 'not_a_channel');
      const sent = await send(channel.channel, message, key);
      return { ...channel, message: sent.id };
    },

    async edit(ref, content) {
      await run('some', (signal) =>
        rest.patch(Routes.channelMessage(ref.channel, ref.message), { body: renderMessage(content), signal }),
      );
    },

    async find(channel, key, since): Promise<Found> {
      let after = snowflakeAt(since - skewMs);
      let sawAny = false;
      for (let page = 0; page < pages; page++) {
        const messages = await readPage(channel.channel, { after, limit: String(pageSize) });
        if (messages === undefined) return { kind: 'unknown' };
        sawAny ||= messages.length > 0;
        const match = messages.find(({ author, components }) => isOwn(author.id) && carries(components, key));
        if (match) return { kind: 'found', message: { ...channel, message: match.id } };
        if (messages.length < pageSize) {
          return { kind: sawAny || (await readsHistory(channel.channel)) ? 'absent' : 'unknown' };
        }
        after = messages.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), after);
      }
      return { kind: 'unknown' };
    },

    async tell(person, message) {
      const direct = await run<APIDMChannel>('none', (signal) =>
        rest.post(Routes.userChannels(), { body: { recipient_id: person.person }, signal }),
      );
      await send(direct.id, markForDirect(message, person.workspace));
    },

    link: (ref: MessageRef) => `https://discord.com/channels/${ref.workspace}/${ref.channel}/${ref.message}`,
  };
}

/** The smallest id that Discord can have given at a moment (epoch ms). */
function snowflakeAt(ms: number): string {
  const since = BigInt(Math.max(Math.floor(ms), Number(discordEpochMs))) - discordEpochMs;
  return String(since << 22n);
}

/** Discord keeps no nonce with a message; every action id of ours carries its message's key instead. */
function carries(components: readonly APIMessageTopLevelComponent[] | undefined, key: string): boolean {
  return (components ?? []).some(
    (row) =>
      row.type === ComponentType.ActionRow &&
      row.components.some((part) => 'custom_id' in part && part.custom_id.includes(key)),
  );
}
