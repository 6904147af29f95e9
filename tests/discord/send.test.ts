import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPlatform, createRest } from '../../adapters/discord/send.ts';
import { type ChannelRef, PlatformError, type PlatformErrorCode } from '../../src/platform.ts';
import { type Message, message, paragraph } from '../../src/view/message.ts';
import { addChannel as addRaw, type Channel, channelType, type Guild, type Person } from '../fakes/discord/world.ts';
import { openStage, type Stage } from './stand-in.ts';

let stage: Stage;
let guild: Guild;
let channel: Channel;
let ana: Person;

beforeAll(async () => {
  stage = await openStage();
  guild = stage.driver.newWorkspace('Acme');
  ana = stage.driver.addPerson(guild, 'Ana');
});
afterAll(() => stage.close());
beforeEach(() => {
  channel = stage.driver.addChannel(guild, 'backend');
});

const noSurroundings = { self: () => undefined, isThread: () => undefined, mayReadHistory: () => undefined };
const refOf = ({ id }: Channel): ChannelRef => ({ platform: 'discord', workspace: guild.id, channel: id });
const asking = (key: string): Message =>
  message(paragraph('Which one?'), {
    kind: 'actions',
    buttons: [{ label: 'A', action: `answer.${key}.0`, primary: true }],
  });
const post = (key: string, to = channel) => stage.discord.platform.post(refOf(to), asking(key), key);

async function codeOf(work: Promise<unknown>): Promise<PlatformErrorCode | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !(error instanceof PlatformError)) throw error;
  return error?.code;
}

test('a post stands in the channel once, and its address opens it', async () => {
  const ref = await post('once');
  expect(stage.driver.see(ana, channel)).toMatchObject([{ id: ref.message, text: 'Which one?', private: false }]);
  expect(stage.discord.platform.link(ref)).toBe(
    `https://discord.com/channels/${guild.id}/${channel.id}/${ref.message}`,
  );
});

test('the same key within minutes gives the same message', async () => {
  const first = await post('same');
  const second = await post('same');
  expect(second).toEqual(first);
  expect(channel.messages).toHaveLength(1);
});

test('an answer lost after the post is an unknown outcome, sent once, and found again', async () => {
  const since = stage.fake.world.now();
  stage.fake.traffic.trouble('POST', /\/messages$/, { kind: 'drop answer' });
  expect(await codeOf(post('lost'))).toBe('unknown_outcome');
  expect(channel.messages).toHaveLength(1);
  const found = await stage.discord.platform.find(refOf(channel), 'lost', since);
  expect(found).toEqual({ kind: 'found', message: { ...refOf(channel), message: channel.messages[0]?.id } });
});

test('what was never posted is certainly absent where history may be read', async () => {
  const since = stage.fake.world.now();
  expect(await stage.discord.platform.find(refOf(channel), 'never', since)).toEqual({ kind: 'absent' });
  stage.driver.deny(channel, 'history');
  await expect.poll(() => stage.discord.platform.find(refOf(channel), 'never', since)).toEqual({ kind: 'unknown' });
});

test('a post is found among many newer ones', async () => {
  const since = stage.fake.world.now();
  const ref = await post('early');
  for (let index = 0; index < 230; index++) {
    channel.messages.push({
      ...(channel.messages[0] as (typeof channel.messages)[0]),
      id: stage.fake.world.nextId(),
      components: [],
      content: 'chat',
    });
  }
  const found = await stage.discord.platform.find(refOf(channel), 'early', since);
  expect(found).toEqual({ kind: 'found', message: ref });
});

test('a 500 after a post may have been done, so it is not repeated', async () => {
  const before = stage.fake.traffic.count('POST', /\/messages$/);
  stage.fake.traffic.trouble('POST', /\/messages$/, { kind: 'status', status: 500 });
  expect(await codeOf(post('five'))).toBe('unknown_outcome');
  expect(stage.fake.traffic.count('POST', /\/messages$/)).toBe(before + 1);
});

test('a limit is told with its time, and nothing waits in line', async () => {
  stage.fake.traffic.trouble('POST', /\/messages$/, { kind: 'limit', retryAfterMs: 7_000 });
  const failure = await post('limited').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'rate_limited', permanent: false, shared: false });
  expect((failure as PlatformError).retryAfterMs).toBeGreaterThanOrEqual(7_000);
  const other = stage.driver.addChannel(guild, 'other');
  expect(await codeOf(post('free', other))).toBeUndefined();
});

test('a limit of all that the bot does is waited for, or told as such', async () => {
  stage.fake.traffic.trouble('POST', /\/messages$/, { kind: 'limit', retryAfterMs: 300, scope: 'global' });
  expect(await codeOf(post('waited'))).toBeUndefined();
  expect(channel.messages).toHaveLength(1);
  stage.fake.traffic.trouble('POST', /\/messages$/, { kind: 'limit', retryAfterMs: 6_000, scope: 'global' });
  const other = stage.driver.addChannel(guild, 'other');
  expect(await post('told', other).catch((error: unknown) => error)).toMatchObject({
    code: 'rate_limited',
    shared: true,
  });
  // discord.js would keep all others waiting, so the stage goes on with a new one.
  await stage.close();
  stage = await openStage();
  guild = stage.driver.newWorkspace('Acme');
  ana = stage.driver.addPerson(guild, 'Ana');
});

test('of more at once than Discord takes each goes once, or is sent back because it would wait too long', async () => {
  const busy = await openStage();
  const place = busy.driver.newWorkspace('Busy');
  busy.fake.limitAll(50);
  const { platform } = busy.discord;
  const channels = Array.from({ length: 330 }, (_, n) => addRaw(busy.fake.world, place, `backend-${n}`));
  const sent = channels.map(({ id }, n) =>
    codeOf(platform.post({ platform: 'discord', workspace: place.id, channel: id }, asking(`busy-${n}`), `busy-${n}`)),
  );
  const codes = await Promise.all(sent);
  const refused = codes.filter((code) => code === 'rate_limited').length;
  expect(refused).toBeGreaterThan(20);
  expect(codes.filter((code) => code === undefined)).toHaveLength(channels.length - refused);
  expect(channels.filter(({ messages }) => messages.length === 1)).toHaveLength(channels.length - refused);
  await busy.close();
});

test('when Discord says that all must wait, nothing more goes until it is over', async () => {
  const busy = await openStage();
  const place = busy.driver.newWorkspace('Busy');
  busy.fake.traffic.trouble('POST', /\/messages$/, { kind: 'limit', retryAfterMs: 2_000, scope: 'global' });
  const channels = Array.from({ length: 60 }, (_, n) => addRaw(busy.fake.world, place, `backend-${n}`));
  await Promise.all(
    channels.map(({ id }, n) =>
      busy.discord.platform.post(
        { platform: 'discord', workspace: place.id, channel: id },
        asking(`all-${n}`),
        `all-${n}`,
      ),
    ),
  );
  const posts = busy.fake.traffic.sent.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
  const told = posts.find(({ status }) => status === 429)?.at ?? 0;
  // A few were on their way when it was said.
  expect(posts.filter(({ at }) => at > told + 700 && at < told + 1_900)).toEqual([]);
  expect(channels.filter(({ messages }) => messages.length === 1)).toHaveLength(channels.length);
  await busy.close();
});

test('an edit replaces the message and keeps its kind', async () => {
  const ref = await post('edit');
  await stage.discord.platform.edit(ref, message(paragraph('It was A.')));
  expect(stage.driver.see(ana, channel)).toMatchObject([{ id: ref.message, text: 'It was A.', buttons: [] }]);
});

test('an edit waits for a short limit in line, and tells a long one', async () => {
  const ref = await post('paced');
  const edit = () => stage.discord.platform.edit(ref, message(paragraph('Edited.')));
  stage.fake.traffic.trouble('PATCH', /\/messages\//, { kind: 'limit', retryAfterMs: 300 });
  expect(await codeOf(edit())).toBeUndefined();
  expect(stage.driver.see(ana, channel)).toMatchObject([{ text: 'Edited.' }]);
  stage.fake.traffic.trouble('PATCH', /\/messages\//, { kind: 'limit', retryAfterMs: 60_000 });
  expect(await codeOf(edit())).toBe('rate_limited');
});

test('a Discord that cannot be reached at all was certainly not posted to', async () => {
  const away = createPlatform(createRest('t', 'http://127.0.0.1:9/api'), noSurroundings, () => undefined);
  expect(await codeOf(away.post(refOf(channel), asking('away'), 'away'))).toBe('unreachable');
});

test.each<[string, (at: Channel) => void, PlatformErrorCode]>([
  ['a channel that Prep cannot see', (at) => stage.driver.deny(at, 'view'), 'no_permission'],
  ['a channel where Prep may not post', (at) => stage.driver.deny(at, 'send'), 'no_permission'],
  ['a deleted channel', (at) => stage.driver.remove(at), 'channel_gone'],
])('%s refuses a post and changes nothing', async (_, change, code) => {
  change(channel);
  expect(await codeOf(post('refused'))).toBe(code);
  expect(channel.messages).toHaveLength(0);
  stage.driver.deny(channel, 'nothing');
});

test('a thread, a category and a forum are no channel to ask in', async () => {
  const thread = stage.driver.addChannel(guild, 'aside', 'thread');
  await stage.driver.command(ana, thread, '/prep help');
  const sent = stage.fake.traffic.count('POST', /\/messages$/);
  expect(await codeOf(post('thread', thread))).toBe('not_a_channel');
  expect(stage.fake.traffic.count('POST', /\/messages$/)).toBe(sent);
  expect(await codeOf(post('forum', addRaw(stage.fake.world, guild, 'forum', channelType.forum)))).toBe(
    'not_a_channel',
  );
});

test('a deleted message can be edited no more', async () => {
  const ref = await post('gone');
  channel.messages.length = 0;
  expect(await codeOf(stage.discord.platform.edit(ref, asking('gone')))).toBe('message_gone');
});

test('a person is told something alone, and a button there still knows its server', async () => {
  const person = { platform: 'discord', workspace: guild.id, person: ana.id } as const;
  await stage.discord.platform.tell(person, asking('dm'));
  const [direct] = stage.driver.seeDirect(ana);
  expect(direct?.text).toBe('Which one?');
  await stage.driver.press(ana, direct?.id ?? '', 'A');
  const { asking: by, input } = stage.door.asked.at(-1) ?? {};
  expect(input).toEqual({ kind: 'press', action: 'answer.dm.0' });
  expect(by).toMatchObject({
    workspace: { id: guild.id, name: 'Acme' },
    channel: { kind: 'direct' },
    person: { id: ana.id },
  });
});

test('somebody who takes no private messages is left alone', async () => {
  const ben = stage.driver.addPerson(guild, 'Ben');
  ben.takesDirect = false;
  const person = { platform: 'discord', workspace: guild.id, person: ben.id } as const;
  expect(await codeOf(stage.discord.platform.tell(person, asking('dm')))).toBe('cannot_tell');
});
