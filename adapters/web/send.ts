import type { Clock } from '../../src/clock.ts';
import { type ChannelRef, type MessageRef, type Platform, PlatformError } from '../../src/platform.ts';
import type { WebMessagesStore } from '../../src/store/web-messages.ts';
import { webError } from './errors.ts';
import { channelById, playground } from './playground/cast.ts';
import { publicScope } from './render-message.tsx';

/** What the web platform posts into: its own table, from which every open page is told. */
export function createWebPlatform(parts: { store: WebMessagesStore; clock: Clock; origin: () => string }): Platform {
  const { store, clock, origin } = parts;
  return {
    name: 'web',
    can: { knowsZones: true, findsPosts: true, workspaceWord: 'workspace' },
    async post(channel, message, key) {
      refuseUnknown(channel);
      const id = await store.post(channel, message, key, clock()).catch(rethrown);
      return { ...place(channel), message: id };
    },
    async edit(ref, content) {
      refuseUnknown(ref);
      const edited = await store.edit(ref, content, clock()).catch(rethrown);
      if (!edited) throw new PlatformError('web', 'message_gone');
    },
    async find(channel, key, since) {
      const id = await store.find(channel, key, since).catch(rethrown);
      return id === undefined ? { kind: 'absent' } : { kind: 'found', message: { ...place(channel), message: id } };
    },
    async tell(person, message) {
      await store.tell(person, message, clock()).catch(rethrown);
    },
    link(message: MessageRef) {
      return `${origin()}/c/${message.channel}#${publicScope(message.message)}`;
    },
  };
}

function place({ workspace, channel }: ChannelRef): ChannelRef {
  return { platform: 'web', workspace, channel };
}

function refuseUnknown(channel: ChannelRef): void {
  if (channel.workspace !== playground.id || !channelById(channel.channel)) {
    throw new PlatformError('web', 'channel_gone');
  }
}

function rethrown(error: unknown): never {
  throw webError(error);
}
