import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';
import { startFakeSlack } from '../fakes/slack/server.ts';
import { directChannel, newChannel, unique } from '../fakes/slack/state.ts';
import type { Chat } from './chat.ts';

export async function openFakeSlack(clock: Clock): Promise<Chat> {
  const fake = await startFakeSlack(clock, clock);
  const { world } = fake;
  const team = fake.newTeam();
  const channel = newChannel(`C0${unique()}`, 'backend', 'public');
  team.channels.set(channel.id, channel);
  const post = 'chat.postMessage';
  const keyOf = (metadata: unknown) =>
    (metadata as { event_payload?: { key?: string } } | undefined)?.event_payload?.key;
  return {
    access: { platform: 'slack', apiUrl: fake.apiUrl, token: team.botToken },
    workspace: team.id,
    channel: channel.id,
    letReadHistory(may) {
      if (may) team.scopes.add('channels:history');
      else team.scopes.delete('channels:history');
    },
    async silenceNextPost() {
      fake.failNext(post, { kind: 'silence', perform: true }, channel.id);
      while (!world.calls.some((call) => call.method === post && call.outcome === 'silence')) await sleep(2);
      world.calls.splice(0);
    },
    // Of the channel alone: somebody told privately, whose answer were lost, would be told again by the next post.
    dropNextAnswer: () => fake.failNext(post, { kind: 'drop', perform: true }, channel.id),
    posted: (key) =>
      channel.messages
        .filter(({ metadata }) => keyOf(metadata) === key)
        .map(({ ts }) => ({ message: ts, at: Math.floor(Number(ts)) * 1000 })),
    shown(message) {
      const found = channel.messages.find(({ ts }) => ts === message);
      return JSON.stringify([found?.text, found?.blocks]);
    },
    newPerson(name) {
      const id = `U0${unique()}`;
      team.people.set(id, { id, name, realName: name, zone: 'Europe/Berlin', isAdmin: true });
      channel.members.add(id);
      return id;
    },
    told: (person) => directChannel(team, person).messages.length,
    violations: () => world.violations,
    close: fake.close,
  };
}
