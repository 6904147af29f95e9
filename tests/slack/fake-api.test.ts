import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlackDriver } from '../fakes/slack/driver.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/server.ts';
import type { FakeChannel, FakePerson, FakeTeam } from '../fakes/slack/state.ts';
import { overSignedHttp, overSocketMode } from '../fakes/slack/transport.ts';
import { readBody } from '../fakes/slack/web-api.ts';
import { callFake } from './fake-calls.ts';

const quiet = { unfurl_links: false, unfurl_media: false };
const divider = [{ type: 'divider' }];
const modal = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: divider };

describe('the fake answers as Slack does', () => {
  let fake: FakeSlack;
  let team: FakeTeam;
  let ana: FakePerson;
  let room: FakeChannel;
  const call = (method: string, args: Record<string, unknown>) => callFake(fake, team, method, args);
  const whisper = (args: Record<string, unknown>) =>
    call('chat.postEphemeral', { channel: room.id, user: ana.id, ...args });
  const post = (args: Record<string, unknown>) => call('chat.postMessage', { channel: room.id, ...quiet, ...args });
  const word = async (answer: ReturnType<typeof call>) => (await answer).body.error;

  beforeEach(async () => {
    fake = await startFakeSlack();
    team = fake.newTeam();
    const driver = new SlackDriver(fake, overSocketMode(fake));
    ana = driver.person(team, 'Ana');
    room = driver.channel(team, 'backend', [ana]);
  });
  afterEach(() => fake.close());

  // Contract 10.1
  it('to tokens that are missing, unknown, dead, or lack a scope', async () => {
    expect((await callFake(fake, undefined, 'auth.test', {})).body.error).toBe('not_authed');
    expect((await callFake(fake, { botToken: 'xoxb-other' }, 'auth.test', {})).body.error).toBe('invalid_auth');
    for (const trouble of ['token_revoked', 'account_inactive', 'token_expired'] as const) {
      team.trouble = trouble;
      expect(await word(call('auth.test', {}))).toBe(trouble);
    }
    team.trouble = undefined;
    expect((await call('conversations.history', { channel: room.id })).body).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history',
      provided: 'commands,chat:write,users:read',
    });
  });

  // Contract 10.2
  it('to unknown methods and arguments, which fail the test, and to blocks that are no list', async () => {
    expect(await word(call('chat.shout', {}))).toBe('unknown_method');
    expect(await word(post({ text: 'x', colour: 'red' }))).toBe('invalid_arguments');
    expect(fake.world.violations).toEqual([
      'chat.shout: not a method that Prep needs',
      'chat.postMessage: unknown arguments colour',
    ]);
    expect(await word(post({ text: 'x', blocks: { type: 'divider' } }))).toBe('invalid_blocks_format');
  });

  // Contract 10.4, 10.13 and section 7
  it.each([
    ['nothing to say', {}, 'no_text', 0],
    ['a text over 4,000', { text: 'x'.repeat(4001) }, 'fake_refused', 1],
    ['blocks without a text', { blocks: divider }, 'fake_refused', 1],
    ['<!channel>', { text: 'hi <!channel>' }, 'fake_refused', 1],
    ['<!here>', { text: '<!here|here>' }, 'fake_refused', 1],
    ['<!everyone>', { text: '<!everyone>' }, 'fake_refused', 1],
    ['<@U1>', { text: '<@U1>' }, 'fake_refused', 1],
    ['<!subteam^S1>', { text: '<!subteam^S1>' }, 'fake_refused', 1],
    [
      'a mention in a block',
      { text: 'x', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<@U1>' } }] },
      'fake_refused',
      1,
    ],
    ['a text escaped twice', { text: '&amp;lt;' }, 'fake_refused', 1],
    ['an & as it is', { text: 'a & b' }, 'fake_refused', 1],
    ['link_names', { text: '@ana', link_names: true }, 'fake_refused', 1],
    ['parse', { text: 'x', parse: 'full' }, 'fake_refused', 1],
    ['unfurling', { text: 'x', unfurl_links: true }, 'fake_refused', 1],
    [
      'metadata of an unknown shape',
      { text: 'x', metadata: { event_type: 'a-b', event_payload: {} } },
      'invalid_metadata_schema',
      0,
    ],
  ])('to %s', async (_, args, error, violations) => {
    expect(await word(post(args))).toBe(error);
    expect(fake.world.violations).toHaveLength(violations);
    expect(room.messages).toHaveLength(0);
  });

  it('and takes a date token and an escaped text', async () => {
    expect((await post({ text: '<!date^1^{time}|x> a &amp; b &lt;!channel&gt;' })).body.ok).toBe(true);
  });

  // Contract 10.14
  it('to the right answer in metadata, private_metadata, a value or an id, by a canary', async () => {
    fake.world.canaries.push('option-3-is-right');
    const metadata = { event_type: 'prep_post', event_payload: { key: 'option-3-is-right' } };
    const button = (more: object) => [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' }, ...more }],
      },
    ];
    expect(await word(post({ text: 'x', metadata }))).toBe('fake_refused');
    expect(await word(whisper({ text: 'x', blocks: button({ value: 'option-3-is-right' }) }))).toBe('fake_refused');
    expect(await word(whisper({ text: 'x', blocks: button({ action_id: 'option-3-is-right' }) }))).toBe('fake_refused');
    const view = { ...modal, private_metadata: 'option-3-is-right' };
    expect(await word(call('views.open', { trigger_id: fake.world.triggers.issue(ana.id), view }))).toBe(
      'fake_refused',
    );
    expect(fake.world.violations).toHaveLength(4);
  });

  // Contract 10.5
  it('to edits of what is not there, not ours, or not a channel', async () => {
    const { ts } = (await post({ text: 'x', blocks: divider })).body;
    const update = (args: Record<string, unknown>) => call('chat.update', { channel: room.id, ts, text: 'y', ...args });
    expect(await word(update({ text: 'x'.repeat(4001) }))).toBe('msg_too_long');
    expect(await word(update({ ts: '1.000000' }))).toBe('message_not_found');
    expect(await word(update({ channel: ana.id }))).toBe('channel_not_found');
    expect(await word(update({ ts: Number(ts) }))).toBe('invalid_arguments');
    room.messages.push({ ts: '5.000005', channel: room.id, author: ana.id, text: 'hi', blocks: [], edits: 0 });
    expect(await word(update({ ts: '5.000005' }))).toBe('cant_update_message');
    await update({});
    expect(room.messages[0]).toMatchObject({ text: 'y', blocks: [] });
  });

  // Contract 10.6
  it('to channels that the bot or the person is not in, or that are over', async () => {
    room.botIsIn = false;
    expect(await word(post({ text: 'x' }))).toBe('not_in_channel');
    const hidden = new SlackDriver(fake, overSocketMode(fake)).channel(team, 'secret', [ana], 'private');
    hidden.botIsIn = false;
    expect(await word(post({ text: 'x', channel: hidden.id }))).toBe('channel_not_found');
    room.botIsIn = true;
    expect(await word(whisper({ user: 'U0NOBODY', text: 'x' }))).toBe('user_not_in_channel');
    const { message_ts: ts } = (await whisper({ text: 'x' })).body;
    expect(await word(call('chat.update', { channel: room.id, ts, text: 'y' }))).toBe('message_not_found');
    room.archived = true;
    expect(await word(whisper({ text: 'x' }))).toBe('is_archived');
    room.deleted = true;
    expect(await word(whisper({ text: 'x' }))).toBe('channel_not_found');
  });

  // Contract 10.7
  it('to more posts than one a second after a short burst, and fails the test if Retry-After is not waited for', async () => {
    const other = new SlackDriver(fake, overSocketMode(fake)).channel(team, 'other', [ana]);
    await post({ text: '1' });
    await post({ text: '2' });
    const third = await post({ text: '3' });
    expect(third).toMatchObject({ status: 429, retryAfter: '1', body: { ok: false, error: 'ratelimited' } });
    expect(fake.world.violations).toEqual([]);
    expect((await post({ text: '4', channel: other.id })).status).toBe(429);
    expect(fake.world.violations).toEqual(['chat.postMessage: called before Retry-After was over']);
    expect(room.messages).toHaveLength(2);
  });

  it('to more posts in one workspace than it takes in all, whatever the channel', async () => {
    const people = new SlackDriver(fake, overSocketMode(fake));
    const answers = [];
    for (let n = 0; n < 34; n++) {
      const { id } = people.channel(team, `room-${n}`, [ana]);
      answers.push((await post({ text: 'hello', channel: id })).status);
    }
    expect(answers.slice(0, 30)).toEqual(Array(30).fill(200));
    expect(answers.at(-1)).toBe(429);
  });

  it('to more calls a minute than a tier has', async () => {
    const answers = [];
    for (let n = 0; n < 51; n++) answers.push((await call('conversations.info', { channel: room.id })).status);
    expect(answers.filter((status) => status === 429)).toHaveLength(1);
  });

  // Contract 10.8
  it('to triggers that are made up, used or old, to a fourth view and to a stale hash', async () => {
    const open = (trigger_id: string) => call('views.open', { trigger_id, view: modal });
    expect(await word(open('1.2.made-up'))).toBe('invalid_trigger_id');
    const trigger = fake.world.triggers.issue(ana.id);
    const { view } = (await open(trigger)).body as unknown as { view: { id: string } };
    expect(await word(open(trigger))).toBe('exchanged_trigger_id');
    const old = fake.world.triggers.issue(ana.id);
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    expect(await word(open(old))).toBe('expired_trigger_id');
    expect(await word(call('views.update', { view_id: view.id, hash: 'old', view: modal }))).toBe('hash_conflict');
    const push = () => call('views.push', { trigger_id: fake.world.triggers.issue(ana.id), view: modal });
    await push();
    await push();
    expect(await word(push())).toBe('push_limit_reached');
  });

  // Contract 10.9
  it('to a sixth use of a response_url, to one after thirty minutes, and to blocks over the limits', async () => {
    const issue = () =>
      `${fake.world.baseUrl}${fake.world.responseUrls.issue({ team: team.id, channel: room.id, person: ana.id, ephemeral: true })}`;
    const send = async (url: string, body: object) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      return `${answer.status} ${await answer.text()}`;
    };
    const url = issue();
    for (let n = 0; n < 5; n++) expect(await send(url, { text: 'x' })).toBe('200 ok');
    expect(await send(url, { text: 'x' })).toBe('404 used_url');
    expect(await send(issue(), { text: 'x', blocks: [{ type: 'marquee' }] })).toBe('404 invalid_blocks');
    const late = issue();
    fake.world.responseUrls.expireAll();
    expect(await send(late, { text: 'x' })).toBe('404 expired_url');
    expect(room.ephemerals).toHaveLength(5);
  });

  // Contract 10.12
  it('not at all after it posted, if told so, or with 500, 503 and internal_error', async () => {
    fake.failNext('chat.postMessage', { kind: 'drop', perform: true });
    await expect(post({ text: '1' })).rejects.toThrow();
    fake.failNext('chat.postMessage', { kind: 'status', status: 503, perform: true });
    expect((await post({ text: '2' })).status).toBe(503);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    fake.failNext('chat.postMessage', { kind: 'error', error: 'internal_error', perform: true });
    expect(await word(post({ text: '3' }))).toBe('internal_error');
    expect(room.messages).toHaveLength(3);
  });

  it('to a call for a workspace that uninstalled Prep by failing the test', async () => {
    team.uninstalled = true;
    await call('auth.test', {});
    expect(fake.world.violations).toEqual(['auth.test: called for a workspace that uninstalled Prep']);
  });
});

describe('the fake’s deliveries', () => {
  // Contract 10.16
  it('send an event again under the same id, with its number and reason, until it is acknowledged', async () => {
    const fake = await startFakeSlack();
    const came: { num: string | undefined; reason: string | undefined; id: string }[] = [];
    const app = createServer(async (request, response) => {
      const body = JSON.parse(await readBody(request));
      const { 'x-slack-retry-num': num, 'x-slack-retry-reason': reason } = request.headers;
      came.push({ num: num?.toString(), reason: reason?.toString(), id: body.event_id });
      response.writeHead(came.length < 3 ? 500 : 200).end();
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    const driver = new SlackDriver(fake, overSignedHttp(fake, appUrl));
    const answer = await driver.event(fake.newTeam(), { type: 'app_uninstalled' }, 'Ev7');
    expect(answer.acknowledged).toBe(true);
    expect(came).toEqual([
      { num: undefined, reason: undefined, id: 'Ev7' },
      { num: '1', reason: 'http_error', id: 'Ev7' },
      { num: '2', reason: 'http_error', id: 'Ev7' },
    ]);
    app.close();
    app.closeAllConnections();
    await fake.close();
  });
});
