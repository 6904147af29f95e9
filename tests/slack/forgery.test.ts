import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../adapters/slack/index.ts';
import { responseUrls } from '../../adapters/slack/response-url.ts';
import { message, paragraph } from '../../src/view/message.ts';
import { commandDelivery, pressDelivery } from '../fakes/slack/deliveries.ts';
import { type Forgery, sendSigned } from '../fakes/slack/signed-http.ts';
import type { FakeChannel, FakePerson } from '../fakes/slack/state.ts';
import { httpBody } from '../fakes/slack/transport.ts';
import { type Running, runSlack, standInDoor } from './setup.ts';

describe('forged deliveries over HTTP', () => {
  let running: Running;
  let ana: FakePerson;
  let room: FakeChannel;

  beforeEach(async () => {
    running = await runSlack('http');
    ana = running.driver.person(running.team, 'Ana');
    room = running.driver.channel(running.team, 'backend', [ana]);
    running.door.answer = () => ({ kind: 'message', message: message(paragraph('done')), replaces: false });
  });
  afterEach(() => running.close());

  function command() {
    return commandDelivery(running.fake.world, running.team, ana, room, 'stats').delivery;
  }

  async function send(body: string, forgery?: Forgery): Promise<number> {
    const { world } = running.fake;
    const type = 'application/x-www-form-urlencoded';
    const answer = await sendSigned(`${running.appUrl}/slack/events`, world.signingSecret, body, type, forgery);
    return answer.status;
  }

  /** Nothing reached the engine, nothing was sent, and the log says so without the secret, the token or the address. */
  function expectNothingDone(): void {
    expect(running.door.came).toEqual([]);
    expect(running.fake.world.calls.filter((call) => call.method !== 'auth.test')).toEqual([]);
    const log = running.log.join('\n');
    expect(log).toMatch(/refused|verification failed/);
    for (const secret of [running.fake.world.signingSecret, running.team.botToken, '/actions/', 'evil.example']) {
      expect(log).not.toContain(secret);
    }
  }

  // Contract section 1 and 10.15
  it.each<[string, Forgery]>([
    ['another secret', { secret: 'guessed' }],
    ['a body changed after signing', { tamper: (body) => body.replace('stats', 'daily+off') }],
    ['a timestamp 301 s old', { shiftSeconds: -301 }],
    ['a timestamp 301 s ahead', { shiftSeconds: 302 }],
    ['no signature', { omit: 'x-slack-signature' }],
    ['no timestamp', { omit: 'x-slack-request-timestamp' }],
    ['a v1 signature, made with the right secret', { version: 'v1' }],
  ])('are refused: %s', async (_, forgery) => {
    expect(await send(httpBody(command()).body, forgery)).toBe(401);
    expectNothingDone();
  });

  it('are refused when they repeat a genuine one within five minutes, and the genuine one counts once', async () => {
    const { body } = httpBody(command());
    expect(await send(body)).toBe(200);
    await expect.poll(() => room.ephemerals).toHaveLength(1);
    expect(await send(body)).toBe(401);
    expect(running.door.came).toHaveLength(1);
    expect(room.ephemerals).toHaveLength(1);
  });

  it('are acknowledged and not done twice when Slack repeats an event', async () => {
    const { driver, team, door } = running;
    const event = { type: 'app_uninstalled' };
    expect((await driver.event(team, event, 'Ev1')).acknowledged).toBe(true);
    expect((await driver.event(team, event, 'Ev1')).acknowledged).toBe(true);
    expect(door.gone).toEqual([team.id]);
  });

  it.each(['https://evil.example/x', 'https://hooks.slack.com.evil.example/x', 'http://hooks.slack.com/x'])(
    'are refused when replies would go to %s',
    async (url) => {
      const { payload } = command();
      expect(await send(httpBody({ kind: 'command', payload: { ...payload, response_url: url } }).body)).toBe(401);
      expectNothingDone();
    },
  );

  it('are refused when a form carries an address that is not Slack’s', async () => {
    const { driver, team, door } = running;
    door.answer = () => ({
      kind: 'form',
      form: {
        form: 'f',
        title: 'T',
        submit: 'S',
        fields: [{ kind: 'text', name: 'line', label: 'L', maxLength: 10, multiline: false, optional: true }],
      },
    });
    await driver.command(team, ana, room, 'report');
    const view = team.views.get(ana.id)?.at(-1);
    const metadata = String(view?.payload.private_metadata).replace(/http:[^"]*/, 'https://evil.example/x');
    team.views.set(ana.id, view ? [{ ...view, payload: { ...view.payload, private_metadata: metadata } }] : []);
    expect((await driver.submit(team, ana, {})).acknowledged).toBe(false);
    expect(door.came).toHaveLength(1);
  });

  it('are refused for a workspace that Prep is not installed in', async () => {
    const { fake, driver } = running;
    const other = fake.newTeam('Other');
    const eve = driver.person(other, 'Eve');
    const theirs = driver.channel(other, 'general', [eve]);
    expect((await driver.command(other, eve, theirs, 'stats')).status).toBe(401);
    expectNothingDone();
  });

  it('are refused when they are not what Slack sends', async () => {
    const { fake, team } = running;
    const pressed = { ts: '1.000001', ephemeral: false, text: '', blocks: [] };
    const { payload } = pressDelivery(fake.world, team, ana, room, pressed, 'answer.r1.0').delivery;
    expect(await send(httpBody({ kind: 'interaction', payload: { ...payload, response_url: undefined } }).body)).toBe(
      401,
    );
    expect(await send('payload={')).toBe(400);
    expect(running.door.came).toEqual([]);
  });
});

describe('addresses for replies', () => {
  it.each([
    ['https://hooks.slack.com/actions/T1/2/x', true],
    ['http://hooks.slack.com/actions/T1/2/x', false],
    ['https://hooks.slack.com:8443/x', false],
    ['https://user@hooks.slack.com/x', false],
    ['https://hooks.slack.com@evil.example/x', false],
    ['https://evil.example/https://hooks.slack.com/', false],
    ['https://slack.com/x', false],
    ['http://127.0.0.1:3001/actions/x', true],
    ['https://127.0.0.1:3001/actions/x', false],
    ['http://127.0.0.1:3002/actions/x', false],
    ['not an address', false],
  ])('%s: %s', (url, allowed) => {
    expect(responseUrls('http://127.0.0.1:3001/api/').allows(url)).toBe(allowed);
  });
});

describe('a missing secret', () => {
  it('refuses to start', () => {
    const config = { botToken: 'xoxb-1', appToken: undefined, signingSecret: '', oauth: undefined, apiUrl: undefined };
    const log = { warn: () => {}, error: () => {} } as unknown as Parameters<typeof createSlack>[0]['log'];
    expect(() => createSlack({ config, door: standInDoor(), clock: Date.now, log })).toThrow(/SLACK_SIGNING_SECRET/);
  });
});
