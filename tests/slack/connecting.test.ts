import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createSlack } from '../../adapters/slack/index.ts';
import type { SlackConfig } from '../../src/config-slack.ts';
import { StartupError } from '../../src/startup-error.ts';
import { message, paragraph } from '../../src/view/message.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/server.ts';
import type { FakeTeam } from '../fakes/slack/state.ts';
import { runSlack, standInDoor } from './setup.ts';

describe('the start', () => {
  let fake: FakeSlack;
  let team: FakeTeam;

  beforeEach(async () => {
    fake = await startFakeSlack();
    team = fake.newTeam();
  });
  afterEach(() => fake.close());

  function slack(more: Partial<SlackConfig> = {}) {
    const config = {
      botToken: team.botToken,
      appToken: fake.world.appToken,
      signingSecret: undefined,
      oauth: undefined,
      apiUrl: fake.apiUrl,
      ...more,
    };
    return createSlack({ config, door: standInDoor(), clock: Date.now, log: pino({ level: 'silent' }) });
  }

  /** The start fails with one paragraph that names what to do, and holds no token. */
  async function expectFailure(starting: Promise<string>, words: RegExp): Promise<void> {
    const error = await starting.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StartupError);
    const text = error instanceof StartupError ? error.message : '';
    expect(text).toMatch(words);
    expect(text).not.toContain(team.botToken);
    expect(text).not.toContain(fake.world.appToken);
  }

  it('says as whom it is connected', async () => {
    const { start, close, isReady } = slack();
    expect(isReady()).toBe(false);
    expect(await start()).toBe('Slack: connected as prep in Acme (Socket Mode)');
    expect(isReady()).toBe(true);
    await close();
    expect(isReady()).toBe(false);
  });

  it('says that it can’t be installed in many workspaces, rather than ask for what the pair forbids', () => {
    const oauth = { clientId: '1.2', clientSecret: 'hush' };
    expect(() => slack({ botToken: undefined, appToken: undefined, signingSecret: 'hush', oauth })).toThrow(
      /^SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set, but .* one Slack workspace only\. Unset both, and set SLACK_BOT_TOKEN/,
    );
  });

  it('says that the bot token is not accepted', async () => {
    await expectFailure(slack({ botToken: 'xoxb-other' }).start(), /SLACK_BOT_TOKEN \(invalid_auth\).*xoxb-/);
    team.trouble = 'token_revoked';
    await expectFailure(slack().start(), /SLACK_BOT_TOKEN \(token_revoked\).*install the app again/);
  });

  it('says which scopes are missing', async () => {
    team.scopes.delete('users:read');
    await expectFailure(slack().start(), /lacks the scope users:read.*slack-manifest\.yaml/);
  });

  it('says that the app token is not accepted, or lacks its scope', async () => {
    await expectFailure(
      slack({ appToken: 'xapp-other' }).start(),
      /SLACK_APP_TOKEN \(invalid_auth\).*connections:write/,
    );
    await expectFailure(slack({ appToken: team.botToken }).start(), /SLACK_APP_TOKEN \(not_allowed_token_type\)/);
    fake.sockets.refuse('missing_scope');
    await expectFailure(slack().start(), /SLACK_APP_TOKEN lacks the scope connections:write/);
  });

  it('says that Socket Mode may be switched off, or that Slack cannot be reached', async () => {
    fake.sockets.refuse('socket_mode_not_enabled');
    await expectFailure(slack().start(), /Socket Mode has to be switched on/);
    await expectFailure(slack({ apiUrl: 'http://127.0.0.1:9/api/' }).start(), /could not be reached.*SLACK_API_URL/);
  });
});

describe('the Socket Mode connection', () => {
  // Contract section 5 and 10.18
  it.each(['warning', 'refresh_requested', 'no word'] as const)('comes back at once after: %s', async (reason) => {
    const running = await runSlack('socket');
    const { fake, driver, team, door, slack } = running;
    const ana = driver.person(team, 'Ana');
    const room = driver.channel(team, 'backend', [ana]);
    door.answer = () => ({ kind: 'message', message: message(paragraph('here')), replaces: false });

    fake.sockets.refresh(reason);
    await expect.poll(() => fake.sockets.openSockets(), { timeout: 4_000 }).toBe(1);
    await expect.poll(() => slack.isReady()).toBe(true);
    await driver.command(team, ana, room, 'stats');

    expect(driver.see(ana, room)).toMatchObject([{ text: 'here' }]);
    expect(fake.sockets.connections()).toBe(2);
    expect(fake.world.violations).toEqual([]);
    await running.close();
  });

  it('keeps trying while Slack is away, and the process lives', async () => {
    const running = await runSlack('socket');
    const { fake, slack } = running;
    fake.sockets.refuse('invalid_auth');
    fake.sockets.refresh('no word');
    await expect.poll(() => fake.count('apps.connections.open'), { timeout: 5_000 }).toBeGreaterThan(2);
    expect(slack.isReady()).toBe(false);
    fake.sockets.refuse(undefined);
    await expect.poll(() => slack.isReady(), { timeout: 10_000 }).toBe(true);
    await running.close();
  });
});

describe('the fake’s Socket Mode', () => {
  // Contract 10.18
  it('refuses an address that was used, and an eleventh socket, and fails the test at an unknown acknowledgement', async () => {
    const fake = await startFakeSlack();
    const open = (url: string) =>
      new Promise<WebSocket | undefined>((resolve) => {
        const socket = new WebSocket(url);
        socket.onmessage = ({ data }) => resolve(String(data).includes('hello') ? socket : undefined);
        socket.onerror = () => resolve(undefined);
      });
    const url = fake.sockets.issueUrl();
    const first = await open(url);
    expect(first).toBeDefined();
    expect(await open(url)).toBeUndefined();
    for (let n = 0; n < 9; n++) expect(await open(fake.sockets.issueUrl())).toBeDefined();
    expect(await open(fake.sockets.issueUrl())).toBeUndefined();
    first?.send(JSON.stringify({ envelope_id: 'made-up' }));
    await expect.poll(() => fake.world.violations).toHaveLength(1);
    await fake.close();
  });
});
