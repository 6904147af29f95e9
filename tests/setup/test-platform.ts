import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Capabilities,
  type ChannelRef,
  type Found,
  type IdempotencyKey,
  type MessageRef,
  type PersonRef,
  type Platform,
  PlatformError,
  type PlatformErrorCode,
  type PlatformName,
  type PostLimit,
} from '../../src/platform.ts';
import type { Message } from '../../src/view/message.ts';
import { checkMessage } from './port-rules.ts';

/** How one request goes wrong: refused, or done and then lost on the way back, or as slow as a test lets it be. */
export type Fault =
  | {
      readonly kind: 'refuse';
      readonly code: PlatformErrorCode;
      readonly retryAfterMs?: number;
      readonly shared?: boolean;
    }
  | { readonly kind: 'drop after posting' }
  | { readonly kind: 'hold'; readonly until: () => Promise<unknown> };

export interface Posted {
  readonly id: string;
  readonly channel: string;
  readonly key: IdempotencyKey;
  readonly at: number;
  readonly message: Message;
}

/**
 * A platform in memory that keeps to the port and holds the engine to it: whatever it is sent is checked, and a fault of
 * the engine's is thrown and kept in `violations`.
 */
export interface TestPlatform extends Platform {
  readonly name: PlatformName;
  /** whether history may be read; without it an unknown outcome stays unknown */
  canFind: boolean;
  /** From now on it says that it takes posts no faster. */
  limitPosts(limit: PostLimit): void;
  /** what is posted and edited, as it now stands, in order */
  readonly posts: readonly Posted[];
  /** every message that was ever sent, edits among them, to whomever */
  readonly sent: readonly { readonly to: string | undefined; readonly message: Message }[];
  readonly told: readonly { readonly person: string; readonly message: Message }[];
  readonly violations: readonly string[];
  /** how often each thing was asked of it */
  readonly calls: { post: number; edit: number; find: number; tell: number };
  /** The next requests of this kind go wrong in this order. */
  fail(what: 'post' | 'edit' | 'find' | 'tell', ...faults: Fault[]): void;
  /** Deletes a posted message, as a moderator does. */
  remove(id: string): void;
  posted(channel: string): readonly Posted[];
}

export function createTestPlatform(clock: () => number, name: PlatformName = 'slack'): TestPlatform {
  const posts: Posted[] = [];
  const sent: { to: string | undefined; message: Message }[] = [];
  const told: { person: string; message: Message }[] = [];
  const violations: string[] = [];
  const faults = { post: [] as Fault[], edit: [] as Fault[], find: [] as Fault[], tell: [] as Fault[] };
  const calls = { post: 0, edit: 0, find: 0, tell: 0 };

  function check(rule: () => void): void {
    try {
      rule();
    } catch (error) {
      violations.push(String(error));
      throw error;
    }
  }

  async function answer(what: keyof typeof faults): Promise<Fault | undefined> {
    calls[what] += 1;
    // A request is never done before anything else can happen.
    await sleep(1);
    const fault = faults[what].shift();
    if (fault?.kind === 'hold') await fault.until();
    if (fault?.kind !== 'refuse') return fault;
    const { kind: _, code, ...more } = fault;
    throw new PlatformError(name, code, more);
  }

  const workspaceWord = name === 'discord' ? 'server' : 'workspace';
  const can: Capabilities = { knowsZones: false, findsPosts: true, workspaceWord };
  const refOf = (channel: ChannelRef, { id }: Posted): MessageRef => ({ ...channel, message: id });

  return {
    name,
    canFind: true,
    can,
    limitPosts: (limit) => void Object.assign(can, { posts: limit }),
    posts,
    sent,
    told,
    violations,
    calls,
    fail: (what, ...more) => void faults[what].push(...more),
    remove(id) {
      posts.splice(
        posts.findIndex((post) => post.id === id),
        1,
      );
    },
    posted: (channel) => posts.filter((post) => post.channel === channel),

    async post(channel, message, key) {
      check(() => {
        checkMessage(message);
        if (!/^[A-Za-z0-9_-]{1,25}$/.test(key)) throw new Error(`a key is not one: ${key}`);
      });
      const fault = await answer('post');
      const post: Posted = { id: String(1000 + sent.length), channel: channel.channel, key, at: clock(), message };
      posts.push(post);
      sent.push({ to: undefined, message });
      if (fault?.kind === 'drop after posting') throw new PlatformError(name, 'unknown_outcome');
      return refOf(channel, post);
    },
    async edit(ref, message) {
      check(() => checkMessage(message));
      await answer('edit');
      const place = posts.findIndex((post) => post.id === ref.message && post.channel === ref.channel);
      const post = posts[place];
      if (!post) throw new PlatformError(name, 'message_gone');
      posts[place] = { ...post, message };
      sent.push({ to: undefined, message });
    },
    async find(channel, key, since): Promise<Found> {
      await answer('find');
      if (!this.canFind) return { kind: 'unknown' };
      const post = posts.find((one) => one.channel === channel.channel && one.key === key && one.at >= since);
      return post ? { kind: 'found', message: refOf(channel, post) } : { kind: 'absent' };
    },
    async tell(person: PersonRef, message) {
      check(() => checkMessage(message));
      await answer('tell');
      told.push({ person: person.person, message });
      sent.push({ to: person.person, message });
    },
    link: (ref) => `https://chat.example/${ref.channel}/${ref.message}`,
  };
}
