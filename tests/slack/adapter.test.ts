import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Form } from '../../src/view/message.ts';
import { actions, message, paragraph } from '../../src/view/message.ts';
import type { FakeChannel, FakePerson } from '../fakes/slack/state.ts';
import { type Running, runSlack } from './setup.ts';

const question = message(
  paragraph('What may a browser do?'),
  actions({ label: 'A', action: 'answer.r1.0' }, { label: 'My answer', action: 'mine.r1' }),
);

const choose: Form = {
  form: 'choose.r1',
  title: 'Choose all that apply',
  submit: 'Answer',
  body: [{ kind: 'choices', choices: [{ letter: 'A', content: [{ kind: 'text', text: 'Keep it <b>' }] }] }],
  fields: [
    {
      kind: 'checks',
      name: 'picked',
      label: 'Your answer',
      options: [
        { value: '0', label: 'A' },
        { value: '1', label: 'B' },
      ],
      picked: ['1'],
    },
    { kind: 'text', name: 'why', label: 'Why', maxLength: 200, multiline: true, optional: true },
  ],
};

describe.each(['http', 'socket'] as const)('Slack over %s', (transport) => {
  let running: Running;
  let ana: FakePerson;
  let ben: FakePerson;
  let room: FakeChannel;

  beforeEach(async () => {
    running = await runSlack(transport);
    ana = running.driver.person(running.team, 'Ana & Co', { zone: 'Europe/Lisbon', isAdmin: true });
    ben = running.driver.person(running.team, 'Ben');
    room = running.driver.channel(running.team, 'backend', [ana, ben]);
  });

  afterEach(async () => {
    const { violations } = running.fake.world;
    await running.close();
    expect(violations).toEqual([]);
  });

  it('hands a typed line to the engine as it was typed, and shows the answer to that person alone', async () => {
    const { driver, door, team } = running;
    door.answer = () => ({ kind: 'message', message: message(paragraph('There is no <x> & y.')), replaces: false });

    const { acknowledged } = await driver.command(team, ana, room, 'report <b> & "x" @Ben &lt;');

    expect(acknowledged).toBe(true);
    expect(door.came[0]?.input).toEqual({ kind: 'line', line: 'report <b> & "x" @ben &lt;' });
    expect(driver.see(ana, room)).toMatchObject([{ isPrivate: true, text: 'There is no <x> & y.' }]);
    expect(driver.see(ben, room)).toEqual([]);
  });

  it('tells the engine who asks: name, zone and rights, with one users.info for all of it', async () => {
    const { driver, door, team, fake } = running;
    let profile: unknown;
    let isManager: unknown;
    door.answer = async (_, asking) => {
      [profile, isManager] = await Promise.all([asking.person.profile(), asking.person.isManager()]);
      return { kind: 'message', message: message(paragraph('ok')), replaces: false };
    };

    await driver.command(team, ana, room, 'stats');
    await driver.command(team, ana, room, 'stats');

    expect(profile).toEqual({ name: 'Ana & Co', zone: 'Europe/Lisbon' });
    expect(isManager).toBe(true);
    expect(fake.count('users.info')).toBe(1);
    expect(door.came[0]?.asking).toMatchObject({
      platform: 'slack',
      workspace: { id: team.id, name: 'Acme' },
      channel: { id: room.id, name: 'backend', kind: 'channel' },
    });
  });

  it('gives a private channel no name, because Slack tells none', async () => {
    const { driver, door, team } = running;
    door.answer = () => ({ kind: 'message', message: message(paragraph('ok')), replaces: false });
    const hidden = driver.channel(team, 'secret', [ana], 'private');
    await driver.command(team, ana, hidden, 'stats');
    expect(door.came.at(-1)?.asking.channel).toEqual({ id: hidden.id, name: '', kind: 'channel' });
  });

  it('gives a press on a shared message a new private receipt, and lets a press on the receipt replace it', async () => {
    const { driver, door, team, slack } = running;
    await slack.platform.post({ platform: 'slack', workspace: team.id, channel: room.id }, question, 'k1');
    door.answer = (input) => ({
      kind: 'message',
      message: message(
        paragraph(`in: ${input.kind === 'press' ? input.action : ''}`),
        actions({ label: 'Lock in', action: 'lock.r1' }),
      ),
      replaces: true,
    });

    await driver.press(team, ana, room, 'A');
    expect(driver.see(ana, room).map((each) => each.text)).toEqual(['What may a browser do?', 'in: answer.r1.0']);
    expect(driver.see(ben, room)).toHaveLength(1);

    await driver.press(team, ana, room, 'Lock in');
    expect(driver.see(ana, room).map((each) => each.text)).toEqual(['What may a browser do?', 'in: lock.r1']);
  });

  it('opens a form, keeps it open with what is wrong, and answers it where it was asked for', async () => {
    const { driver, door, team, slack } = running;
    await slack.platform.post({ platform: 'slack', workspace: team.id, channel: room.id }, question, 'k1');
    door.answer = () => ({ kind: 'form', form: choose });
    await driver.press(team, ana, room, 'A');
    expect(driver.form(team, ana)).toMatchObject({
      title: 'Choose all that apply',
      text: 'A. Keep it <b>\nYour answer\nWhy',
      fields: [{ name: 'picked', initial: ['1'] }, { name: 'why' }],
    });

    door.answer = () => ({ kind: 'invalid', errors: { picked: 'Tick at least one.' }, form: choose });
    await driver.submit(team, ana, { picked: [] });
    expect(driver.form(team, ana)?.errors).toEqual({ picked: 'Tick at least one.' });

    door.answer = () => ({ kind: 'message', message: message(paragraph('A and B are in.')), replaces: false });
    await driver.submit(team, ana, { picked: ['0', '1'], why: ['a < b & c'] });
    expect(driver.form(team, ana)).toBeUndefined();
    expect(door.came.at(-1)?.input).toEqual({
      kind: 'submit',
      form: 'choose.r1',
      values: { picked: ['0', '1'], why: ['a < b & c'] },
    });
    expect(driver.see(ana, room).at(-1)).toMatchObject({ isPrivate: true, text: 'A and B are in.' });
    expect(driver.see(ben, room)).toHaveLength(1);
  });

  it('answers in private by chat.postEphemeral once the response_url is over', async () => {
    const { driver, door, team, fake } = running;
    door.answer = () => {
      fake.world.responseUrls.expireAll();
      return { kind: 'message', message: message(paragraph('late')), replaces: false };
    };
    await driver.command(team, ana, room, 'stats');
    expect(fake.count('chat.postEphemeral')).toBe(1);
    expect(driver.see(ana, room)).toMatchObject([{ isPrivate: true, text: 'late' }]);
  });

  it('brings a private reply by chat.postEphemeral after the time that Slack asked for, and asks nothing before', async () => {
    const { driver, door, team, fake } = running;
    fake.limit(team.id, 'chat.postEphemeral', 1);
    door.answer = () => {
      fake.world.responseUrls.expireAll();
      return { kind: 'message', message: message(paragraph('late')), replaces: false };
    };
    await driver.command(team, ana, room, 'stats');
    expect(driver.see(ana, room)).toMatchObject([{ isPrivate: true, text: 'late' }]);
    // The first call finds out; only another one before the time is over would break the rule.
    expect(fake.world.violations).toHaveLength(1);
    fake.world.violations.length = 0;
  });

  it('says that Prep was removed, where a form can no longer be opened because of that', async () => {
    const { driver, door, team, fake } = running;
    fake.failNext('views.open', { kind: 'error', error: 'token_revoked', perform: false });
    door.answer = () => ({ kind: 'form', form: choose });
    await driver.command(team, ana, room, 'settings');
    expect(driver.see(ana, room).at(-1)?.text).toBe(
      'Prep was removed from this workspace. Ask whoever installed it to install it again. Nothing was saved.',
    );
  });

  it('says that a form opened too late, and that nothing was saved', async () => {
    const { driver, door, team, fake } = running;
    fake.failNext('views.open', { kind: 'error', error: 'expired_trigger_id', perform: false });
    door.answer = () => ({ kind: 'form', form: choose });
    await driver.command(team, ana, room, 'settings');
    expect(driver.see(ana, room).at(-1)?.text).toBe(
      'Slack gives me three seconds to open a form, and I took longer. Nothing was saved. Please try once more.',
    );
  });

  it('acknowledges before the engine is done, and closes a form whose use case is slow', async () => {
    const { driver, door, team } = running;
    door.answer = () => ({ kind: 'form', form: choose });
    await driver.command(team, ana, room, 'settings');
    door.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_200));
      return { kind: 'message', message: message(paragraph('slow, but done')), replaces: false };
    };
    const both = await Promise.all([
      driver.command(team, ana, room, 'question'),
      driver.submit(team, ana, { picked: ['0'] }),
    ]);
    expect(both.map(({ acknowledged }) => acknowledged)).toEqual([true, true]);
    const seen = () => driver.see(ana, room).map((each) => each.text);
    await expect.poll(seen).toEqual(['slow, but done', 'slow, but done']);
  });

  it('knows a thread from a message that merely has replies, and a conversation from a channel', async () => {
    const { driver, door, team } = running;
    const pressed = { ts: '1700000000.000001', ephemeral: false, text: '', blocks: [] };
    door.answer = () => ({ kind: 'message', message: message(paragraph('x')), replaces: false });
    await driver.pressAction(team, ana, room, { ...pressed, hasReplies: true }, 'mine.r1');
    await driver.pressAction(team, ana, room, { ...pressed, threadTs: '1600000000.000001' }, 'mine.r1');
    await driver.pressAction(team, ana, driver.direct(team, ana), pressed, 'mine.r1');
    expect(door.came.map(({ asking }) => asking.channel.kind)).toEqual(['channel', 'thread', 'direct']);
  });

  it('answers a command privately even between two people, where a normal message would show it to the other', async () => {
    const { driver, door, team } = running;
    const between = driver.channel(team, '', [ana, ben], 'between people');
    door.answer = () => ({ kind: 'message', message: message(paragraph('your points')), replaces: false });
    await driver.command(team, ana, between, 'stats');
    expect(driver.see(ana, between)).toHaveLength(1);
    expect(driver.see(ben, between)).toEqual([]);
  });

  it('finishes what it acknowledged when the process ends, and takes nothing new', async () => {
    const { driver, door, team, slack } = running;
    let reached = () => {};
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    door.answer = async () => {
      reached();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { kind: 'message', message: message(paragraph('saved')), replaces: false };
    };
    const command = driver.command(team, ana, room, 'answer b');
    await isReached;
    await slack.close();
    expect(driver.see(ana, room)).toMatchObject([{ text: 'saved' }]);
    await command;
    const { acknowledged } = await driver.command(team, ana, room, 'answer b');
    expect(acknowledged).toBe(false);
    expect(door.came).toHaveLength(1);
    running.fake.world.violations.length = 0;
  });

  it('stops for a workspace that removed Prep, whichever of the two events comes first, and asks Slack nothing', async () => {
    const { driver, door, team, fake, slack } = running;
    team.uninstalled = true;
    await driver.event(team, { type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } });
    expect(door.gone).toEqual([]);
    await driver.event(team, { type: 'tokens_revoked', tokens: { oauth: [], bot: [team.botUser] } });
    await driver.event(team, { type: 'app_uninstalled' });
    await expect.poll(() => door.gone).toEqual([team.id, team.id]);
    const calls = fake.world.calls.length;
    const channel = { platform: 'slack', workspace: team.id, channel: room.id } as const;
    await expect(slack.platform.post(channel, question, 'k')).rejects.toMatchObject({ code: 'token_revoked' });
    expect(fake.world.calls).toHaveLength(calls);
  });
});
