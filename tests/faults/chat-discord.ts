import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';
import { startFakeDiscord } from '../fakes/discord/server.ts';
import { addChannel, addPerson, permission, type StoredMessage } from '../fakes/discord/world.ts';
import type { Chat } from './chat.ts';

/** Longer than any worker waits for an answer. */
const silenceMs = 60_000;

export async function openFakeDiscord(clock: Clock): Promise<Chat> {
  const fake = await startFakeDiscord({ clock });
  const { world, traffic } = fake;
  const guild = fake.join('Acme');
  const channel = addChannel(world, guild, 'backend');
  const somebody = addPerson(world, guild, 'Somebody');
  channel.messages.push(greeting(world.nextId(), somebody, clock()));
  const posts = new RegExp(`^/channels/${channel.id}/messages$`);
  return {
    access: { platform: 'discord', apiUrl: fake.apiUrl, token: fake.token },
    workspace: guild.id,
    channel: channel.id,
    letReadHistory(may) {
      channel.denied = may ? 0n : permission.readHistory;
    },
    async silenceNextPost() {
      const before = channel.messages.length;
      traffic.trouble('POST', posts, { kind: 'slow', ms: silenceMs });
      while (channel.messages.length === before) await sleep(2);
    },
    dropNextAnswer: () => traffic.trouble('POST', posts, { kind: 'drop answer' }),
    posted: (key) =>
      channel.messages.filter(({ nonce }) => nonce === key).map(({ id, sentAt }) => ({ message: id, at: sentAt })),
    shown: (message) => JSON.stringify(channel.messages.find(({ id }) => id === message)?.components),
    newPerson: (name) => addPerson(world, guild, name, true).id,
    told: (person) => world.direct.find(({ recipient }) => recipient === person)?.messages.length ?? 0,
    violations: () => traffic.pings.map((ping) => `a message would have notified ${ping}`),
    close: fake.close,
  };
}

/** Without any message in a channel nobody can tell whether its history may be read. */
function greeting(id: string, author: StoredMessage['author'], sentAt: number): StoredMessage {
  return {
    id,
    author,
    flags: 0,
    content: 'Hello!',
    components: [],
    embeds: [],
    nonce: undefined,
    sentAt,
    onlyFor: undefined,
    mentionsAllowed: [],
  };
}
