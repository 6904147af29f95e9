import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../fakes/discord/direct-calls.ts';
import { createDiscordDriver } from '../fakes/discord/driver.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import { type Channel, channelType, type Guild, permission } from '../fakes/discord/world.ts';

/** Each rule of the contract's section 10 for REST requests, with a payload sent straight to the fake. */
let fake: FakeDiscord;
let guild: Guild;
let channel: Channel;

beforeAll(async () => {
  fake = await startFakeDiscord();
  guild = createDiscordDriver(fake, []).newWorkspace();
  guild.botPermissions |= permission.embedLinks | permission.attachFiles;
});
afterAll(() => fake.close());
beforeEach(() => {
  channel = createDiscordDriver(fake, []).addChannel(guild, 'backend');
});

const v2 = 1 << 15;
const post = (body: unknown, headers?: Record<string, string | undefined>) =>
  call(fake, 'POST', `/channels/${channel.id}/messages`, body, headers);
const refusedAt = async (body: unknown) => {
  const { status, code, faults } = await post(body);
  return `${status}/${code} ${faults[0] ?? ''}`;
};
const text = (content: string) => ({ type: 10, content });
const button = (more: Record<string, unknown> = {}) => ({
  type: 2,
  style: 2,
  label: 'A',
  custom_id: `b${Math.random()}`,
  ...more,
});
const row = (...components: unknown[]) => ({ type: 1, components });
const option = (value: string) => ({ label: value, value });
const select = (more: Record<string, unknown> = {}) => ({
  type: 3,
  custom_id: 's',
  options: [option('1'), option('2')],
  ...more,
});
const letters = (n: number) => 'x'.repeat(n);

test('what is right is taken', async () => {
  expect((await post({ content: letters(2000) })).status).toBe(200);
  expect((await post({ flags: v2, components: [text(letters(4000)), row(button())] })).status).toBe(200);
});

describe('item 1: headers', () => {
  test.each([
    ['no Authorization', { Authorization: undefined }, 401, 0],
    ['another token', { Authorization: 'Bot wrong' }, 401, 0],
    ['no Content-Type', { 'Content-Type': undefined }, 400, 50035],
    ['a wrong Content-Type', { 'Content-Type': 'text/plain' }, 400, 50035],
    ['another User-Agent', { 'User-Agent': 'curl/8' }, 403, 40333],
  ])('%s', async (_, headers, status, code) => {
    expect(await post({ content: 'x' }, headers)).toMatchObject({ status, code });
  });
});

describe('item 2: content and embeds', () => {
  test.each<[string, unknown, string]>([
    ['content above 2000', { content: letters(2001) }, 'content:'],
    ['11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'embeds:'],
    ['a title above 256', { embeds: [{ title: letters(257) }] }, 'embeds.0.title:'],
    ['a description above 4096', { embeds: [{ description: letters(4097) }] }, 'embeds.0.description:'],
    [
      '6001 characters in all',
      { embeds: [{ description: letters(3001) }, { description: letters(3000) }] },
      'embeds: MAX_EMBED_SIZE',
    ],
    [
      '26 fields',
      { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'n', value: 'v' })) }] },
      'embeds.0.fields:',
    ],
    ['a field without a value', { embeds: [{ fields: [{ name: 'n', value: '' }] }] }, 'embeds.0.fields.0:'],
    [
      'a field name above 256',
      { embeds: [{ fields: [{ name: letters(257), value: 'v' }] }] },
      'embeds.0.fields.0.name:',
    ],
    ['a colour out of range', { embeds: [{ title: 'x', color: 16_777_216 }] }, 'embeds.0.color:'],
  ])('%s', async (_, body, path) => {
    expect(await refusedAt(body)).toContain(`400/50035 ${path}`);
  });
});

test('item 3: an empty message', async () => {
  expect(await post({})).toMatchObject({ status: 400, code: 50006 });
  expect(await post({ flags: v2, components: [] })).toMatchObject({ status: 400, code: 50006 });
});

describe('item 4: classic components', () => {
  test.each<[string, unknown[], string]>([
    ['six rows', Array.from({ length: 6 }, () => row(button())), 'components:'],
    ['an empty row', [row()], 'components.0.components:'],
    ['six buttons in a row', [row(...Array.from({ length: 6 }, () => button()))], 'components.0.components:'],
    ['a select beside a button', [row(select(), button())], 'components.0.components:'],
    [
      'a custom_id twice',
      [row(button({ custom_id: 'a' }), button({ custom_id: 'a' }))],
      'components.0.components.1.custom_id:',
    ],
    ['an empty custom_id', [row(button({ custom_id: '' }))], 'components.0.components.0.custom_id:'],
    ['a custom_id above 100', [row(button({ custom_id: letters(101) }))], 'components.0.components.0.custom_id:'],
    ['a label above 80', [row(button({ label: letters(81) }))], 'components.0.components.0.label:'],
    [
      'a link with a custom_id',
      [row(button({ style: 5, url: 'https://example.org' }))],
      'components.0.components.0.custom_id:',
    ],
    ['a button without a custom_id', [row(button({ custom_id: undefined }))], 'components.0.components.0.custom_id:'],
    ['a button without a label', [row(button({ label: undefined }))], 'components.0.components.0.label:'],
    ['a select without options', [row(select({ options: [] }))], 'components.0.components.0.options:'],
    [
      '26 options',
      [row(select({ options: Array.from({ length: 26 }, (_, n) => option(`${n}`)) }))],
      'components.0.components.0.options:',
    ],
    ['a value twice', [row(select({ options: [option('1'), option('1')] }))], 'components.0.components.0.options:'],
    ['max_values above the options', [row(select({ max_values: 3 }))], 'components.0.components.0.max_values:'],
    ['a placeholder above 150', [row(select({ placeholder: letters(151) }))], 'components.0.components.0.placeholder:'],
  ])('%s', async (_, components, path) => {
    expect(await refusedAt({ content: 'x', components })).toContain(`400/50035 ${path}`);
  });
});

describe('item 5: Components V2', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['content beside it', { content: 'x', components: [text('x')] }, 'content:'],
    ['embeds beside it', { embeds: [{ title: 'x' }], components: [text('x')] }, 'embeds:'],
    ['a poll beside it', { poll: { question: { text: 'x' } }, components: [text('x')] }, 'poll:'],
    ['stickers beside it', { sticker_ids: ['1'], components: [text('x')] }, 'sticker_ids:'],
    [
      '41 components, nested ones counted',
      {
        components: [...Array.from({ length: 35 }, () => text('x')), row(...Array.from({ length: 5 }, () => button()))],
      },
      'components:',
    ],
    ['4001 characters in all', { components: [text(letters(2000)), text(letters(2001))] }, 'components:'],
    [
      'an upload that is not there',
      { components: [{ type: 13, file: { url: 'attachment://x.png' } }] },
      'components.0:',
    ],
    ['an empty text', { components: [text('')] }, 'components'],
  ])('%s', async (_, body, path) => {
    expect(await refusedAt({ flags: v2, ...body })).toContain(`400/50035 ${path}`);
  });

  test('a component of the second kind without the flag', async () => {
    expect(await refusedAt({ components: [text('x')] })).toContain('400/50035 components.0.type:');
  });

  test('the flag cannot be removed by an edit', async () => {
    const { body } = await post({ flags: v2, components: [text('x')] });
    const edit = await call(fake, 'PATCH', `/channels/${channel.id}/messages/${body.id}`, {
      flags: 0,
      components: [text('y')],
    });
    expect(edit).toMatchObject({ status: 400, code: 50035 });
  });

  test('the size trap: many bytes in few characters are a 500', async () => {
    expect((await post({ flags: v2, components: [text('語'.repeat(3400))] })).status).toBe(500);
    expect((await post({ flags: v2, components: [text('語'.repeat(3300))] })).status).toBe(200);
  });

  test.each([4, 18, 21, 22, 23])('item 6: type %i belongs into a modal', async (type) => {
    expect(await refusedAt({ flags: v2, components: [{ type, custom_id: 'x', label: 'x' }] })).toContain(
      '400/50035 components.0.type:',
    );
  });
});

describe('item 10: mentions', () => {
  test.each<[string, unknown, string]>([
    ['users both parsed and listed', { parse: ['users'], users: ['1'] }, 'allowed_mentions:'],
    ['roles both parsed and listed', { parse: ['roles'], roles: ['1'] }, 'allowed_mentions:'],
    ['above 100 users', { users: Array.from({ length: 101 }, (_, n) => String(n + 1)) }, 'allowed_mentions.users:'],
  ])('%s', async (_, allowed_mentions, path) => {
    expect(await refusedAt({ content: 'x', allowed_mentions })).toContain(`400/50035 ${path}`);
  });

  test('a text that would notify somebody is recorded, and one that is neutralised is not', async () => {
    const before = fake.traffic.pings.length;
    await post({ content: 'hello @everyone and <@123>', allowed_mentions: { parse: [] } });
    expect(fake.traffic.pings).toHaveLength(before);
    await post({ content: 'hello @everyone and <@123>' });
    expect(fake.traffic.pings.slice(before)).toEqual(['<@123>', '@everyone']);
  });
});

describe('item 11: nonce', () => {
  test('above 25 characters', async () => {
    expect(await refusedAt({ content: 'x', nonce: letters(26) })).toContain('400/50035 nonce:');
  });

  test('enforced, a repeat gives the same message for some minutes; else a new one', async () => {
    const body = { content: 'x', nonce: 'n', enforce_nonce: true };
    const [first, again] = [await post(body), await post(body)];
    expect(again.body.id).toBe(first.body.id);
    expect((await post({ content: 'x', nonce: 'n' })).body.id).not.toBe(first.body.id);
    fake.world.advance(6 * 60_000);
    expect((await post(body)).body.id).not.toBe(first.body.id);
  });
});

describe('item 12: rights and unknown ids', () => {
  test.each<[string, bigint, unknown, number]>([
    ['View Channel', permission.viewChannel, { content: 'x' }, 50001],
    ['Send Messages', permission.sendMessages, { content: 'x' }, 50013],
    ['Embed Links', permission.embedLinks, { embeds: [{ title: 'x' }] }, 50013],
    ['Attach Files', permission.attachFiles, { content: 'x', attachments: [{ id: '0', filename: 'x.png' }] }, 50013],
  ])('without %s', async (_, bit, body, code) => {
    channel.denied = bit;
    expect(await post(body)).toMatchObject({ status: 403, code });
  });

  test('without Read Message History nothing is seen, and nothing is said', async () => {
    await post({ content: 'x' });
    channel.denied = permission.readHistory;
    expect((await call(fake, 'GET', `/channels/${channel.id}/messages`)).body).toEqual([]);
  });

  test('unknown channels and messages, and those of others', async () => {
    expect(await call(fake, 'POST', '/channels/1234567890123456789/messages', { content: 'x' })).toMatchObject({
      status: 404,
      code: 10003,
    });
    const at = (id: string) => call(fake, 'PATCH', `/channels/${channel.id}/messages/${id}`, { content: 'x' });
    expect(await at('1234567890123456789')).toMatchObject({ status: 404, code: 10008 });
    const { body } = await post({ content: 'mine' });
    const [own] = channel.messages;
    if (own)
      channel.messages.push({
        ...own,
        id: fake.world.nextId(),
        author: { id: '1', username: 'ben', global_name: null },
      });
    expect(await at(String(body.id))).toMatchObject({ status: 200 });
    expect(await at(channel.messages[1]?.id ?? '')).toMatchObject({ status: 403, code: 50005 });
  });

  test('an archived thread', async () => {
    const thread = createDiscordDriver(fake, []).addChannel(guild, 'aside', 'thread');
    guild.botPermissions |= permission.sendInThreads;
    expect(thread.type).toBe(channelType.thread);
    thread.archived = true;
    expect(await call(fake, 'POST', `/channels/${thread.id}/messages`, { content: 'x' })).toMatchObject({
      status: 400,
      code: 50083,
    });
  });
});

test('item 13: a full bucket answers 429 with its headers, and invalid requests are counted', async () => {
  const limited = await startFakeDiscord();
  const driver = createDiscordDriver(limited, []);
  const place = driver.addChannel(driver.newWorkspace(), 'backend');
  limited.limitPosts(1, 5_000);
  const send = () => call(limited, 'POST', `/channels/${place.id}/messages`, { content: 'x' });
  const first = await send();
  expect(first.headers.get('X-RateLimit-Remaining')).toBe('0');
  const second = await send();
  expect(second).toMatchObject({ status: 429, body: { global: false } });
  expect(Number(second.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(second.headers.get('X-RateLimit-Scope')).toBe('user');
  expect(limited.traffic.invalid).toBe(1);
  await limited.close();
});

test('section 7: more requests within a second than the bot may make answer 429 for all of it', async () => {
  const limited = await startFakeDiscord();
  const driver = createDiscordDriver(limited, []);
  const guild = driver.newWorkspace();
  const places = [1, 2, 3].map((n) => driver.addChannel(guild, `backend-${n}`));
  limited.limitAll(2);
  const answers = [];
  for (const { id } of places) answers.push(await call(limited, 'POST', `/channels/${id}/messages`, { content: 'x' }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(answers[2]).toMatchObject({ body: { global: true } });
  expect(answers[2]?.headers.get('X-RateLimit-Scope')).toBe('global');
  // Interactions are answered outside of it.
  expect((await call(limited, 'POST', '/interactions/1/token/callback', { type: 6 })).status).not.toBe(429);
  await limited.close();
});

test('item 16: ids are strings far above 2^53, and a number is refused where an id belongs', async () => {
  expect(BigInt(channel.id)).toBeGreaterThan(2n ** 53n);
  expect(await call(fake, 'POST', '/users/@me/channels', { recipient_id: 1_234_567_890 })).toMatchObject({
    status: 400,
    code: 50035,
  });
});
