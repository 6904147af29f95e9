import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { type ChannelRef, type Found, type MessageRef, type Platform, PlatformError } from '../../src/platform.ts';
import type { Call } from './calls.ts';
import type { Workspaces } from './install.ts';
import { createPace } from './pace.ts';
import { renderMessage } from './render.ts';

/** Slack: "chat.postMessage also maintains a workspace-wide limit", of several hundred a minute; a 429 says where it really is. */
const postLimit = { per: 'workspace', everyMs: 200, burst: 10 } as const;
/** Slack: one message a second and channel. */
const postEveryMs = 1_000;
/** How long a post waits for its turn before it is given back as `rate_limited`: the sender's time is limited, too. */
const postWaitsMs = 5_000;
/**
 * Edits of one workspace: 30 a minute and ten at once. State lines, of which the engine sends at most 30 a minute, leave
 * room for the reveals; Slack allows 50.
 */
const editEveryMs = 2_000;
const editBurst = 10;

/** The event_type of our posts' metadata; the payload holds the key alone, because every app in the workspace can read it. */
export const postEvent = 'prep_post';
/** conversations.history: enough for what one channel gets within the minutes we look back. */
const pageSize = 100;
const maxPages = 5;

const quiet = { unfurl_links: false, unfurl_media: false } as const;

/** The port: one request for each call, no retries, each workspace's limits kept apart from every other's. `now` in ms. */
export function createSlackPlatform(workspaces: Workspaces, call: Call, now: () => number): Platform {
  const posts = createPace(postEveryMs, 1, now);
  const edits = createPace(editEveryMs, editBurst, now);
  const editing = new Map<string, Promise<void>>();

  async function turnToPost({ workspace, channel }: ChannelRef): Promise<void> {
    const key = `${workspace} ${channel}`;
    const wait = posts.reserve(key, postWaitsMs);
    if (wait === undefined) throw new PlatformError('slack', 'rate_limited', { retryAfterMs: posts.next(key) });
    if (wait > 0) await sleep(wait);
  }

  async function postOnce(ref: ChannelRef, args: Parameters<WebClient['chat']['postMessage']>[0]): Promise<MessageRef> {
    const { posts: client } = await workspaces.clients(ref.workspace);
    const answer = await call(ref.workspace, 'chat.postMessage', () => client.chat.postMessage(args));
    if (!answer.ts || !answer.channel) throw new PlatformError('slack', 'unknown_outcome');
    return { ...ref, channel: answer.channel, message: answer.ts };
  }

  return {
    name: 'slack',
    can: { knowsZones: true, findsPosts: true, workspaceWord: 'workspace', posts: postLimit },

    async post(channel, message, key) {
      if (channel.channel.startsWith('D')) throw new PlatformError('slack', 'not_a_channel');
      await turnToPost(channel);
      const { text, blocks } = renderMessage(message);
      const metadata = { event_type: postEvent, event_payload: { key } };
      const plain = { channel: channel.channel, text, metadata, ...quiet };
      try {
        return await postOnce(channel, { ...plain, blocks });
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code !== 'refused_payload') throw error;
        // Slack refused our blocks, so nothing was posted; the text alone is complete and can be answered by command.
        return postOnce(channel, plain);
      }
    },

    async edit(message, content) {
      const key = `${message.workspace} ${message.channel} ${message.message}`;
      const before = editing.get(key) ?? Promise.resolve();
      const edited = before.catch(() => {}).then(() => editOnce());
      editing.set(key, edited);
      try {
        await edited;
      } finally {
        if (editing.get(key) === edited) editing.delete(key);
      }

      async function editOnce(): Promise<void> {
        const { calls } = await workspaces.clients(message.workspace);
        if (edits.reserve(message.workspace, 0) === undefined) {
          throw new PlatformError('slack', 'rate_limited', { retryAfterMs: edits.next(message.workspace) });
        }
        const { text, blocks } = renderMessage(content);
        await call(message.workspace, 'chat.update', () =>
          calls.chat.update({ channel: message.channel, ts: message.message, text, blocks }),
        );
      }
    },

    async find(channel, key, since) {
      const { calls } = await workspaces.clients(channel.workspace);
      let cursor: string | undefined;
      for (let page = 0; page < maxPages; page++) {
        const found = await call(channel.workspace, 'conversations.history', () =>
          calls.conversations.history({
            channel: channel.channel,
            oldest: String(Math.floor(since / 1000)),
            inclusive: true,
            limit: pageSize,
            include_all_metadata: true,
            ...(cursor === undefined ? {} : { cursor }),
          }),
        ).catch(historyClosed);
        if (found === undefined) return { kind: 'unknown' };
        const ours = found.messages?.find((each) => isOurs(each.metadata, key));
        if (ours?.ts) return { kind: 'found', message: { ...channel, message: ours.ts } };
        cursor = found.response_metadata?.next_cursor;
        if (!cursor) return { kind: 'absent' };
      }
      return { kind: 'unknown' } satisfies Found;
    },

    async tell({ workspace, person }, message) {
      const { posts: client } = await workspaces.clients(workspace);
      await turnToPost({ platform: 'slack', workspace, channel: person });
      const { text, blocks } = renderMessage(message);
      await call(workspace, 'chat.postMessage', () =>
        client.chat.postMessage({ channel: person, text, blocks, ...quiet }),
      ).catch((error: unknown) => {
        throw error instanceof PlatformError && error.code === 'not_in_channel'
          ? new PlatformError('slack', 'cannot_tell', { cause: error })
          : error;
      });
    },

    link({ workspace, channel, message }) {
      const installation = workspaces.installation(workspace);
      return installation && `${installation.url}archives/${channel}/p${message.replace('.', '')}`;
    },
  };
}

/** Where history may not be read nothing is known; any other failure is the caller's. */
function historyClosed(error: unknown): undefined {
  const closed =
    error instanceof PlatformError && ['no_permission', 'not_in_channel', 'channel_gone'].includes(error.code);
  if (!closed) throw error;
}

function isOurs(metadata: unknown, key: string): boolean {
  if (typeof metadata !== 'object' || metadata === null) return false;
  const { event_type: type, event_payload: payload } = metadata as { event_type?: unknown; event_payload?: unknown };
  return (
    type === postEvent && typeof payload === 'object' && payload !== null && 'key' in payload && payload.key === key
  );
}
