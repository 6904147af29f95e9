import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDiscord } from '../../adapters/discord/index.ts';
import { addChannel, channelType } from '../fakes/discord/world.ts';
import { type DiscordGame, openDiscordGame } from './conformance-stage.ts';
import { configOf, eventually } from './stand-in.ts';

/** What goes wrong the first time somebody tries Prep, with the real engine: it is said plainly, and nothing is changed. */
let open: DiscordGame;

beforeAll(async () => {
  open = await openDiscordGame();
});
afterAll(() => open.stage.close());

const rounds = async () => {
  const [row] = await open.game.database.sql`select count(*)::int as n from rounds where state = 'open'`;
  return row?.n as number;
};

async function ask(channel: ReturnType<typeof addChannel>) {
  const { ana } = open.stage.people;
  const outcome = await open.driver.command(open.person(ana), channel, '/prep question');
  if (outcome.kind !== 'message') throw new Error(`a ${outcome.kind} instead of a message`);
  return outcome.message;
}

const place = (name: string) => {
  const guild = open.fake.world.guilds[0];
  if (!guild) throw new Error('no server');
  return open.driver.addChannel(guild, name);
};

test.each(['view', 'send'] as const)(
  'without the right to %s: who can give it is named, and nothing is asked',
  async (right) => {
    const channel = place(`no-${right}`);
    open.driver.deny(channel, right);
    const before = await rounds();
    const said = await ask(channel);
    expect(said).toMatchObject({ private: true });
    expect(said.text).toBe(
      "I'm not allowed to post in this channel. Ask somebody who manages the server to let Prep post here, then try again. Nothing was saved.",
    );
    expect(await rounds()).toBe(before);
    expect(channel.messages.filter(({ onlyFor }) => onlyFor === undefined)).toEqual([]);

    open.driver.deny(channel, 'nothing');
    await ask(channel);
    expect(channel.messages.filter(({ onlyFor }) => onlyFor === undefined)).toHaveLength(1);
  },
);

test('a thread is no place to ask in, archived or not', async () => {
  const guild = open.fake.world.guilds[0];
  if (!guild) throw new Error('no server');
  const thread = open.driver.addChannel(guild, 'aside', 'thread');
  const before = await rounds();
  expect((await ask(thread)).text).toContain("I can't ask in a thread or a private conversation.");
  expect(await rounds()).toBe(before);
});

test('a forum takes no posts', async () => {
  const guild = open.fake.world.guilds[0];
  if (!guild) throw new Error('no server');
  const before = await rounds();
  const forum = addChannel(open.fake.world, guild, 'forum', channelType.forum);
  expect((await ask(forum)).text).toContain("I can't ask in a thread or a private conversation.");
  expect(await rounds()).toBe(before);
});

test('a channel deleted before the post', async () => {
  const channel = place('short-lived');
  const before = await rounds();
  channel.deleted = true;
  expect((await ask(channel)).text).toContain('This channel is archived or gone');
  expect(await rounds()).toBe(before);
});

test('a server that Prep was removed from while it was down: its daily challenge is off', async () => {
  const removed = await openDiscordGame();
  const { ana } = removed.stage.people;
  await removed.stage.command(ana, removed.stage.channels.backend, 'daily at 09:00 UTC');
  const schedules = () => removed.game.database.sql<{ enabled: boolean }[]>`select enabled from schedules`;
  expect([...(await schedules())]).toEqual([{ enabled: true }]);
  await removed.discord.close();
  for (const guild of removed.fake.world.guilds) guild.here = false;
  const { engine, clock } = removed.game;
  const again = createDiscord({
    config: configOf(removed.fake),
    door: engine,
    commands: engine.commands,
    log: pino({ level: 'silent' }),
    clock,
  });
  await again.start();
  await expect.poll(async () => [...(await schedules())], { timeout: 10_000 }).toEqual([{ enabled: false }]);
  await again.close();
  await removed.stage.close();
});

test('a revoked token', async () => {
  const revoked = await openDiscordGame();
  const { ana } = revoked.stage.people;
  const { backend } = revoked.stage.channels;
  revoked.fake.revokeToken();
  await revoked.stage.command(ana, backend, 'question');
  const seen = await revoked.stage.see(ana, backend);
  expect(seen.at(-1)?.text).toBe(
    "Discord doesn't accept my token any more. Tell whoever runs Prep: I need a new one. Nothing was saved.",
  );
  await eventually(() => !revoked.discord.ready());
  await revoked.stage.close();
});
