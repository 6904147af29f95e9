import { afterEach, expect, test } from 'vitest';
import { connect, createClient, disconnect, listen } from '../../adapters/discord/connect.ts';
import { PlatformError } from '../../src/platform.ts';
import { StartupError } from '../../src/startup-error.ts';
import { message, paragraph } from '../../src/view/message.ts';
import { click } from '../fakes/discord/clicks.ts';
import { createDiscordDriver } from '../fakes/discord/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import { addGuild, type StoredMessage } from '../fakes/discord/world.ts';
import { commands, eventually, openStage, type Stage, type StageOptions } from './stand-in.ts';

const open: Stage[] = [];
const stageOf = async (options?: StageOptions) => {
  const stage = await openStage(options);
  open.push(stage);
  return stage;
};
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close();
});

const startupText = (options: StageOptions) =>
  openStage(options).then(
    () => 'it started',
    (error: unknown) => (error instanceof StartupError ? error.message : `not a StartupError: ${error}`),
  );

test('the start says as whom it is connected, and how to add Prep to a server', async () => {
  const empty = await stageOf();
  expect(empty.started).toMatch(
    /^Discord: connected as Prep in 0 servers\. Add it to yours: https:\/\/discord\.com\/oauth2\/authorize\?/,
  );
  const full = await stageOf({ prepare: (fake) => void addGuild(fake.world, 'Acme') });
  expect(full.started).toBe('Discord: connected as Prep in 1 server.');
  expect(full.discord.ready()).toBe(true);
});

test('a start with a wrong token names it', async () => {
  expect(await startupText({ config: { token: 'wrong' } })).toMatch(/^Discord does not accept DISCORD_TOKEN\./);
});

test("a start with another application's id says which is which", async () => {
  expect(await startupText({ config: { applicationId: '1234567890123456789' } })).toMatch(
    /^DISCORD_APPLICATION_ID is 1234567890123456789, but DISCORD_TOKEN belongs to application \d+\./,
  );
});

test('a start without a way to Discord says where it looked', async () => {
  expect(await startupText({ config: { apiUrl: 'http://127.0.0.1:9/api' } })).toMatch(
    /^Discord could not be reached at http:\/\/127\.0\.0\.1:9\/api: /,
  );
});

test('a development server that Prep is not in is named', async () => {
  expect(await startupText({ config: { guildId: '1234567890123456789' } })).toMatch(
    /^DISCORD_GUILD_ID is 1234567890123456789, a server that Prep is not in\./,
  );
});

test('a public key is refused rather than ignored', async () => {
  expect(await startupText({ config: { publicKey: 'a'.repeat(64) } })).toMatch(/^DISCORD_PUBLIC_KEY is set, but /);
});

test('the command is written once, and again only when it differs', async () => {
  const stage = await stageOf();
  const { fake } = stage;
  expect(fake.traffic.count('PUT', /\/commands$/)).toBe(1);
  expect(fake.world.commands.global).toMatchObject([{ name: 'prep', contexts: [0], integration_types: [0] }]);

  const config = { token: fake.token, applicationId: fake.applicationId, apiUrl: fake.apiUrl };
  await stageOf({ config });
  expect(fake.traffic.count('PUT', /\/commands$/)).toBe(1);

  const [only] = fake.world.commands.global;
  fake.world.commands.global = only ? [{ ...only, description: 'Something older' }] : [];
  await stageOf({ config });
  expect(fake.traffic.count('PUT', /\/commands$/)).toBe(2);
});

test('for development the command is registered in one server', async () => {
  let guildId = '';
  const config: { guildId?: string } = {};
  const stage = await stageOf({
    config,
    prepare: (fake) => {
      guildId = addGuild(fake.world, 'Workshop').id;
    },
  });
  expect(stage.fake.world.commands.global).toHaveLength(1);
  const second = await stageOf({
    config: { token: stage.fake.token, applicationId: stage.fake.applicationId, apiUrl: stage.fake.apiUrl, guildId },
  });
  expect(second.started).toContain('in 1 server');
  expect(stage.fake.world.commands.guild.get(guildId)).toMatchObject([{ name: 'prep' }]);
});

test.each([
  ['without a word', undefined],
  ['with a close code', 4000],
])('a gateway that drops %s is resumed, and what was clicked meanwhile is answered', async (_, code) => {
  const stage = await stageOf();
  const guild = stage.driver.newWorkspace('Acme');
  const channel = stage.driver.addChannel(guild, 'backend');
  const ana = stage.driver.addPerson(guild, 'Ana');
  await stage.driver.command(ana, channel, '/prep help');

  stage.fake.gateway.drop(code);
  const outcome = await stage.driver.command(ana, channel, '/prep help');
  expect(outcome).toMatchObject({ kind: 'message', message: { text: 'Heard.' } });
  expect(stage.fake.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
  expect(stage.door.asked).toHaveLength(2);
});

test('a reconnect that Discord asks for is followed', async () => {
  const stage = await stageOf();
  stage.fake.gateway.say(7);
  await eventually(() => stage.fake.gateway.counts.resumed === 1);
  await eventually(() => stage.discord.ready());
});

test('an invalid session begins anew', async () => {
  const stage = await stageOf();
  stage.fake.gateway.say(9, false);
  await eventually(() => stage.fake.gateway.counts.identified === 2, 20_000);
  await eventually(() => stage.discord.ready());
});

test('a start that is told to end in the middle ends, with the reason it was given', async () => {
  const stopping = new AbortController();
  const reason = new Error('told to end');
  const started = openStage({
    signal: stopping.signal,
    prepare: (fake) => fake.traffic.trouble('GET', /\/gateway\/bot$/, { kind: 'slow', ms: 400 }),
  });
  setTimeout(() => stopping.abort(reason), 100);
  await expect(started).rejects.toBe(reason);
});

test('a gateway that answers no heartbeat is left and resumed', async () => {
  const stage = await stageOf({ heartbeatMs: 300 });
  stage.fake.gateway.deaf(true);
  await eventually(() => stage.fake.gateway.counts.resumed >= 1);
});

test('the client keeps the rules of the gateway', async () => {
  const stage = await stageOf({ heartbeatMs: 200 });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(stage.fake.gateway.closes).toEqual([]);
});

test('people and messages that are clicked on are not kept', async () => {
  const fake = await startFakeDiscord();
  const driver = createDiscordDriver(fake, commands);
  const guild = driver.newWorkspace('Acme');
  const channel = driver.addChannel(guild, 'backend');
  const client = createClient(fake.apiUrl);
  let heard = 0;
  const finish = listen(client, async () => {
    heard += 1;
  });
  await connect(client, { token: fake.token, api: fake.apiUrl });
  for (let n = 0; n < 200; n++) {
    const id = fake.world.nextId();
    const data = { component_type: 2, custom_id: 'x', id: 1 };
    channel.messages.push(messageOf(fake, id));
    click(fake, driver.addPerson(guild, `Person ${n}`), channel, { type: 3, data, pressed: channel.messages.at(-1) });
  }
  await eventually(() => heard === 200);
  const members = client.guilds.cache.get(guild.id)?.members.cache.size;
  const at = client.channels.cache.get(channel.id);
  expect({
    people: client.users.cache.size,
    members,
    messages: at?.isTextBased() ? at.messages.cache.size : undefined,
  }).toEqual({
    people: 1,
    members: 1,
    messages: 0,
  });
  await finish();
  await disconnect(client);
  await fake.close();
});

function messageOf(fake: FakeDiscord, id: string): StoredMessage {
  const rest = { flags: 0, components: [], embeds: [], nonce: undefined, onlyFor: undefined, mentionsAllowed: [] };
  return { ...rest, id, author: fake.world.bot, content: 'Which one?', sentAt: fake.world.now() };
}

test('a removal from a server is told; an outage is none', async () => {
  const stage = await stageOf();
  const gone = stage.driver.newWorkspace('Acme');
  const out = stage.driver.newWorkspace('Initech');
  stage.fake.leave(out, true);
  stage.fake.leave(gone);
  await eventually(() => stage.door.gone.length > 0);
  expect(stage.door.gone).toEqual([{ platform: 'discord', workspace: gone.id }]);
});

test('removals while Prep was away are found when it is back', async () => {
  let gone = '';
  const stage = await stageOf({
    prepare(fake, door) {
      const [here, left] = [addGuild(fake.world, 'Acme'), addGuild(fake.world, 'Initech')];
      left.here = false;
      gone = left.id;
      door.atWork.push(here.id, left.id);
    },
  });
  await eventually(() => stage.door.gone.length > 0);
  expect(stage.door.gone).toEqual([{ platform: 'discord', workspace: gone }]);

  const later = stage.driver.newWorkspace('Hooli');
  stage.door.atWork.splice(0, 2, later.id);
  later.here = false;
  // The session can't be resumed, so what happened meanwhile is not replayed.
  stage.fake.gateway.say(9, false);
  await eventually(() => stage.door.gone.length > 1);
  expect(stage.door.gone.at(-1)).toEqual({ platform: 'discord', workspace: later.id });
});

test("another bot's list of servers stops nothing", async () => {
  let asked = false;
  await openStage({
    config: { applicationId: '1234567890123456789' },
    prepare(_, door) {
      door.workspacesAtWork = async () => {
        asked = true;
        return [];
      };
    },
  }).catch(() => undefined);
  expect(asked).toBe(false);
});

test('a token that is taken no more ends posting at once', async () => {
  const stage = await stageOf();
  const guild = stage.driver.newWorkspace('Acme');
  const channel = stage.driver.addChannel(guild, 'backend');
  const post = () =>
    stage.discord.platform
      .post({ platform: 'discord', workspace: guild.id, channel: channel.id }, message(paragraph('?')), 'k')
      .catch((error: unknown) => (error instanceof PlatformError ? error.code : error));
  stage.fake.revokeToken();
  expect(await post()).toBe('token_revoked');
  const invalid = stage.fake.traffic.invalid;
  expect(await post()).toBe('token_revoked');
  expect(stage.fake.traffic.invalid).toBe(invalid);
  expect(stage.discord.ready()).toBe(false);
  expect(stage.logged.join('')).toContain('token is not accepted any more');
  expect(stage.logged.join('')).not.toContain(stage.fake.token);
});

test('the end answers what is under way', async () => {
  const stage = await openStage();
  const guild = stage.driver.newWorkspace('Acme');
  const channel = stage.driver.addChannel(guild, 'backend');
  const ana = stage.driver.addPerson(guild, 'Ana');
  const heard = stage.door.answer;
  stage.door.answer = async (input, asking) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return heard(input, asking);
  };
  const outcome = stage.driver.command(ana, channel, '/prep help');
  await eventually(() => stage.door.asked.length === 1);
  await stage.discord.close();
  expect(await outcome).toMatchObject({ kind: 'message', message: { text: 'Heard.' } });
  await stage.fake.close();
});
