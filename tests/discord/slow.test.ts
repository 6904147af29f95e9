import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../../src/platform.ts';
import { message, paragraph } from '../../src/view/message.ts';
import { createDiscordDriver } from '../fakes/discord/driver.ts';
import type { Channel, Person } from '../fakes/discord/world.ts';
import { commands, eventually, openStage, type Stage, said } from './stand-in.ts';

/** Longer than Discord waits for a first answer (contract, section 1). */
const tooLongMs = 3_200;

let stage: Stage;
let channel: Channel;
let ana: Person;

beforeAll(async () => {
  stage = await openStage();
  const guild = stage.driver.newWorkspace('Acme');
  channel = stage.driver.addChannel(guild, 'backend');
  ana = stage.driver.addPerson(guild, 'Ana');
});
afterAll(() => stage.close());

const slowly = (reply: Reply) => async () => {
  await sleep(tooLongMs);
  return reply;
};

async function press(label = 'Again') {
  stage.door.answer = () => said('Heard.', 'Again');
  const shown = await stage.driver.command(ana, channel, '/prep help');
  if (shown.kind !== 'message') throw new Error('no message');
  return { shown: shown.message, press: () => stage.driver.press(ana, shown.message.id, label) };
}

test('a slow answer to a command is promised in time and then brought, to that person alone', async () => {
  stage.door.answer = slowly(said('At last.'));
  const outcome = await stage.driver.command(ana, channel, '/prep help');
  expect(outcome).toMatchObject({ kind: 'message', message: { text: 'At last.', private: true } });
});

test('a slow "nothing to show" leaves no empty promise behind', async () => {
  const before = stage.driver.see(ana, channel).length;
  stage.door.answer = slowly({ kind: 'done' });
  expect(await stage.driver.command(ana, channel, '/prep help')).toEqual({ kind: 'nothing' });
  expect(stage.driver.see(ana, channel)).toHaveLength(before);
});

test('a slow answer to a private button still takes the place of its message', async () => {
  const { shown, press: go } = await press();
  stage.door.answer = slowly({ kind: 'message', replaces: true, message: message(paragraph('Changed at last.')) });
  await go();
  const now = () => stage.driver.see(ana, channel).find(({ id }) => id === shown.id);
  await eventually(() => now()?.text === 'Changed at last.');
  expect(now()?.private).toBe(true);
});

test('a slow answer to a private button can stand beside its message, as privately', async () => {
  const { shown, press: go } = await press();
  stage.door.answer = slowly(said('Beside it.'));
  await go();
  const seen = () => stage.driver.see(ana, channel);
  await eventually(() => seen().some(({ text }) => text === 'Beside it.'));
  expect(seen().find(({ text }) => text === 'Beside it.')?.private).toBe(true);
  expect(seen().find(({ id }) => id === shown.id)?.text).toBe('Heard.');
});

test("a slow answer to a button of the channel's message comes privately", async () => {
  const ref = await stage.discord.platform.post(
    { platform: 'discord', workspace: channel.guild ?? '', channel: channel.id },
    message(paragraph('Which one?'), { kind: 'actions', buttons: [{ label: 'A', action: 'answer.slow.0' }] }),
    'slow',
  );
  stage.door.answer = slowly({ kind: 'message', replaces: true, message: message(paragraph('A is in.')) });
  const outcome = await stage.driver.press(ana, ref.message, 'A');
  expect(outcome).toMatchObject({ kind: 'message', message: { text: 'A is in.', private: true } });
  expect(stage.driver.see(ana, channel).find(({ id }) => id === ref.message)?.text).toBe('Which one?');
});

test('a slow form is offered by a button, since none can follow a promise', async () => {
  stage.door.answer = slowly({
    kind: 'form',
    form: {
      form: 'late',
      title: 'Late',
      submit: 'Save',
      fields: [{ kind: 'text', name: 'why', label: 'Why', maxLength: 100, multiline: false, optional: false }],
    },
  });
  const offered = await stage.driver.command(ana, channel, '/prep help');
  if (offered.kind !== 'message') throw new Error('no message');
  expect(offered.message.text).toContain('ready now');
  expect(await stage.driver.press(ana, offered.message.id, 'Open the form')).toMatchObject({
    kind: 'form',
    form: { title: 'Late' },
  });
});

test('an answer that came too late for Discord is logged and not sent again', async () => {
  stage.door.answer = () => {
    stage.fake.world.advance(4_000);
    return said('Too late.');
  };
  const callbacks = () => stage.fake.traffic.count('POST', /\/callback$/);
  const before = callbacks();
  const impatient = createDiscordDriver(stage.fake, commands, 500);
  await expect(impatient.command(ana, channel, '/prep help')).rejects.toThrow('did not respond');
  expect(callbacks()).toBe(before + 1);
  expect(stage.logged.join('')).toContain('answered too late');
});
