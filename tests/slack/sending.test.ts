import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '../../adapters/slack/calls.ts';
import { oneWorkspace } from '../../adapters/slack/install.ts';
import { createSlackPlatform } from '../../adapters/slack/send.ts';
import type { ChannelRef } from '../../src/platform.ts';
import { message, paragraph } from '../../src/view/message.ts';
import type { FakeChannel, FakePerson } from '../fakes/slack/state.ts';
import { type Running, runSlack } from './setup.ts';

const hello = message(paragraph('What may a browser do?'));

describe('posting to Slack', () => {
  let running: Running;
  let ana: FakePerson;
  let room: FakeChannel;
  let ref: ChannelRef;
  const platform = () => running.slack.platform;
  const sends = () => running.fake.count('chat.postMessage');

  beforeEach(async () => {
    running = await runSlack('http');
    ana = running.driver.person(running.team, 'Ana');
    room = running.driver.channel(running.team, 'backend', [ana]);
    ref = { platform: 'slack', workspace: running.team.id, channel: room.id };
  });
  afterEach(async () => {
    const { violations } = running.fake.world;
    await running.close();
    expect(violations).toEqual([]);
  });

  it('marks a post with its key and gives an address that opens it', async () => {
    const posted = await platform().post(ref, hello, 'occurrence-1');
    expect(room.messages).toMatchObject([
      { ts: posted.message, metadata: { event_type: 'prep_post', event_payload: { key: 'occurrence-1' } } },
    ]);
    const domain = running.team.domain;
    expect(platform().link(posted)).toBe(
      `https://${domain}.slack.com/archives/${room.id}/p${posted.message.replace('.', '')}`,
    );
  });

  // Contract 10.12: the SDK's own retries post three times here.
  it.each([
    ['the connection is dropped', { kind: 'drop', perform: true } as const],
    ['Slack answers 500', { kind: 'status', status: 500, perform: true } as const],
    ['Slack answers 503', { kind: 'status', status: 503, perform: true } as const],
    ['Slack says internal_error', { kind: 'error', error: 'internal_error', perform: true } as const],
  ])('sends once when it was posted and %s, and finds the post by its key', async (_, fault) => {
    running.team.scopes.add('channels:history');
    const since = Date.now() - 1_000;
    running.fake.failNext('chat.postMessage', fault);
    await expect(platform().post(ref, hello, 'k1')).rejects.toMatchObject({
      code: 'unknown_outcome',
      permanent: false,
    });
    expect(sends()).toBe(1);
    expect(room.messages).toHaveLength(1);
    const found = await platform().find(ref, 'k1', since);
    expect(found).toEqual({ kind: 'found', message: { ...ref, message: room.messages[0]?.ts } });
    expect(await platform().find(ref, 'k2', since)).toEqual({ kind: 'absent' });
  });

  it('knows nothing of earlier posts where history may not be read', async () => {
    expect(await platform().find(ref, 'k1', Date.now())).toEqual({ kind: 'unknown' });
  });

  it('finds a post behind more than a page of others', async () => {
    running.team.scopes.add('channels:history');
    const posted = await platform().post(ref, hello, 'k1');
    for (let n = 0; n < 230; n++) {
      const ts = `${Math.floor(Date.now() / 1000)}.9${String(n).padStart(5, '0')}`;
      room.messages.push({ ts, channel: room.id, author: ana.id, text: 'chatter', blocks: [], edits: 0 });
    }
    expect(await platform().find(ref, 'k1', Date.now() - 5_000)).toEqual({ kind: 'found', message: posted });
  });

  // Contract section 4, the table of errors, and 10.6
  it.each([
    ['not_in_channel', 'not_in_channel'],
    ['channel_not_found', 'not_in_channel'],
    ['is_archived', 'channel_gone'],
    ['restricted_action', 'no_permission'],
    ['restricted_action_read_only_channel', 'no_permission'],
    ['token_revoked', 'token_revoked'],
    ['account_inactive', 'token_revoked'],
    ['invalid_auth', 'token_revoked'],
    ['missing_scope', 'no_permission'],
    ['fatal_error', 'unknown_outcome'],
    ['message_limit_exceeded', 'rate_limited'],
  ])('tells %s as %s', async (error, code) => {
    running.fake.failNext('chat.postMessage', { kind: 'error', error, perform: false });
    await expect(platform().post(ref, hello, 'k')).rejects.toMatchObject({ code });
    expect(sends()).toBe(1);
  });

  it('asks Slack nothing more for a while once the token is refused', async () => {
    running.team.trouble = 'token_revoked';
    await expect(platform().post(ref, hello, 'k')).rejects.toMatchObject({ code: 'token_revoked', permanent: true });
    const calls = running.fake.world.calls.length;
    await expect(platform().tell({ ...ref, person: ana.id }, hello)).rejects.toMatchObject({ code: 'token_revoked' });
    expect(running.fake.world.calls).toHaveLength(calls);
  });

  it('sends the plain text once when Slack refuses the blocks', async () => {
    running.fake.failNext('chat.postMessage', { kind: 'error', error: 'invalid_blocks', perform: false });
    await platform().post(ref, hello, 'k');
    expect(room.messages).toMatchObject([{ text: 'What may a browser do?', blocks: [] }]);
    expect(sends()).toBe(2);
  });

  it('edits its message, keeps the mark, and says when it is gone', async () => {
    const posted = await platform().post(ref, hello, 'k1');
    await Promise.all([
      platform().edit(posted, message(paragraph('1 has answered.'))),
      platform().edit(posted, message(paragraph('2 have answered.'))),
    ]);
    expect(room.messages).toMatchObject([
      { text: '2 have answered.', edits: 2, metadata: { event_payload: { key: 'k1' } } },
    ]);
    room.messages.length = 0;
    await expect(platform().edit(posted, hello)).rejects.toMatchObject({ code: 'message_gone', permanent: true });
  });

  it('writes to a person alone, and says when they take no messages', async () => {
    await platform().tell({ ...ref, person: ana.id }, hello);
    expect(running.driver.direct(running.team, ana).messages).toHaveLength(1);
    const person = { ...ref, person: 'U0NOBODY' };
    await expect(platform().tell(person, hello)).rejects.toMatchObject({ code: 'cannot_tell' });
  });

  it('never posts faster than a second a channel, which Slack would refuse after two', async () => {
    const keys = ['k1', 'k2', 'k3', 'k4'];
    await Promise.all(keys.map((key) => platform().post(ref, hello, key)));
    expect(running.fake.world.calls.filter((call) => call.outcome === 'ratelimited')).toEqual([]);
    expect(room.messages).toHaveLength(4);
  });

  it('posts no round into a conversation', async () => {
    const direct = running.driver.direct(running.team, ana);
    await expect(platform().post({ ...ref, channel: direct.id }, hello, 'k')).rejects.toMatchObject({
      code: 'not_a_channel',
    });
    expect(sends()).toBe(0);
  });

  it('finds out by itself whose token it has, where nothing was started', async () => {
    const log = pino({ level: 'silent' });
    const workspaces = oneWorkspace(running.team.botToken, running.fake.apiUrl, log);
    const worker = createSlackPlatform(workspaces, createCalls(workspaces, Date.now, log), Date.now);
    await worker.post(ref, hello, 'k');
    expect(room.messages).toHaveLength(1);
    const foreign = { ...ref, workspace: 'T0OTHER' };
    await expect(worker.post(foreign, hello, 'k')).rejects.toMatchObject({ code: 'token_revoked' });
  });

  it('says that nothing was sent when Slack cannot be reached', async () => {
    await running.fake.close();
    await expect(platform().post(ref, hello, 'k')).rejects.toMatchObject({ code: 'unreachable' });
    const free = await runSlack('http');
    Object.assign(running, { fake: free.fake, close: free.close });
  });
});

describe('the pace of posts and edits', () => {
  let running: Running;
  const time = { now: 1_000_000 };

  beforeEach(async () => {
    running = await runSlack('http');
  });
  afterEach(() => running.close());

  /** Two workspaces in one process, as many-workspace mode will have them, under a clock of ours. */
  async function twoWorkspaces() {
    const teams = [running.team, running.fake.newTeam('Other')];
    const log = pino({ level: 'silent' });
    const each = await Promise.all(
      teams.map(async (team) => {
        const workspaces = oneWorkspace(team.botToken, running.fake.apiUrl, log);
        await workspaces.learn();
        return workspaces;
      }),
    );
    const ofTeam = (id: string) => {
      const workspaces = each[teams.findIndex((team) => team.id === id)];
      if (!workspaces) throw new Error('no such team');
      return workspaces;
    };
    const both = {
      clients: async (id: string) => ofTeam(id).clients(id),
      installation: (id: string) => ofTeam(id).installation(id),
      forget: () => {},
      suspend: () => {},
      authorize: async () => ({}),
    };
    const now = () => time.now;
    const platform = createSlackPlatform(both, createCalls(both, now, log), now);
    const refs = teams.map((team): ChannelRef => {
      const channel = running.driver.channel(team, 'backend', []);
      return { platform: 'slack', workspace: team.id, channel: channel.id };
    });
    return { platform, refs: refs as [ChannelRef, ChannelRef] };
  }

  it('obeys Retry-After for one workspace without holding up the other', async () => {
    const { platform, refs } = await twoWorkspaces();
    const [limited, free] = refs;
    running.fake.limit(limited.workspace, 'chat.postMessage', 7);
    // The first call finds out; only a second one would break the rule.
    await expect(platform.post(limited, hello, 'k1')).rejects.toMatchObject({
      code: 'rate_limited',
      shared: true,
      retryAfterMs: 7_000,
    });
    running.fake.world.violations.length = 0;
    time.now += 2_000;
    await expect(platform.post(limited, hello, 'k1')).rejects.toMatchObject({
      code: 'rate_limited',
      shared: true,
      retryAfterMs: 5_000,
    });
    await platform.post(free, hello, 'k2');
    expect(running.fake.count('chat.postMessage', limited.workspace)).toBe(1);
    expect(running.fake.count('chat.postMessage', free.workspace)).toBe(1);
    expect(running.fake.world.violations).toEqual([]);
  });

  it('keeps within the budget of edits of each workspace', async () => {
    const { platform, refs } = await twoWorkspaces();
    const [busy, other] = refs;
    const posted = await platform.post(busy, hello, 'k1');
    const theirs = await platform.post(other, hello, 'k2');
    let edited = 0;
    for (const end = time.now + 60_000; time.now < end; time.now += 500) {
      await platform.edit(posted, hello).then(
        () => edited++,
        (error: unknown) => expect(error).toMatchObject({ code: 'rate_limited' }),
      );
    }
    expect(edited).toBeGreaterThan(30);
    expect(edited).toBeLessThanOrEqual(40);
    await platform.edit(theirs, hello);
    expect(running.fake.world.violations).toEqual([]);
  });
});
