import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type TestContext, test } from 'vitest';
import type { Reply } from '../../src/platform.ts';
import { message, paragraph } from '../../src/view/message.ts';
import { createDiscordDriver } from '../fakes/discord/driver.ts';
import type { Channel, Person } from '../fakes/discord/world.ts';
import { commands, eventually, openStage, type Stage, said } from './stand-in.ts';

/** Longer than Discord waits for a first answer (contract, section 1). */
const tooLongMs = 3_200;

interface Place {
  readonly stage: Stage;
  readonly channel: Channel;
  readonly ana: Person;
}

/** Each test has a Discord of its own: they wait side by side. */
async function begin({ onTestFinished }: TestContext): Promise<Place> {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  const guild = stage.driver.newWorkspace('Acme');
  return { stage, channel: stage.driver.addChannel(guild, 'backend'), ana: stage.driver.addPerson(guild, 'Ana') };
}

const slowly = (reply: Reply) => async () => {
  await sleep(tooLongMs);
  return reply;
};

async function press({ stage, channel, ana }: Place, label = 'Again') {
  stage.door.answer = () => said('Heard.', 'Again');
  const shown = await stage.driver.command(ana, channel, '/prep help');
  if (shown.kind !== 'message') throw new Error('no message');
  return { shown: shown.message, press: () => stage.driver.press(ana, shown.message.id, label) };
}

test.concurrent('a slow answer to a command is promised in time and then brought, to that person alone', async (context) => {
  const { stage, channel, ana } = await begin(context);
  stage.door.answer = slowly(said('At last.'));
  const outcome = await stage.driver.command(ana, channel, '/prep help');
  expect(outcome).toMatchObject({ kind: 'message', message: { text: 'At last.', private: true } });
});

test.concurrent('a slow "nothing to show" leaves no empty promise behind', async (context) => {
  const { stage, channel, ana } = await begin(context);
  const before = stage.driver.see(ana, channel).length;
  stage.door.answer = slowly({ kind: 'done' });
  expect(await stage.driver.command(ana, channel, '/prep help')).toEqual({ kind: 'nothing' });
  expect(stage.driver.see(ana, channel)).toHaveLength(before);
});

test.concurrent('a slow answer to a private button still takes the place of its message', async (context) => {
  const { stage, channel, ana } = await begin(context);
  const { shown, press: go } = await press({ stage, channel, ana });
  stage.door.answer = slowly({ kind: 'message', replaces: true, message: message(paragraph('Changed at last.')) });
  await go();
  const now = () => stage.driver.see(ana, channel).find(({ id }) => id === shown.id);
  await eventually(() => now()?.text === 'Changed at last.');
  expect(now()?.private).toBe(true);
});

test.concurrent('a slow answer to a private button can stand beside its message, as privately', async (context) => {
  const { stage, channel, ana } = await begin(context);
  const { shown, press: go } = await press({ stage, channel, ana });
  stage.door.answer = slowly(said('Beside it.'));
  await go();
  const seen = () => stage.driver.see(ana, channel);
  await eventually(() => seen().some(({ text }) => text === 'Beside it.'));
  expect(seen().find(({ text }) => text === 'Beside it.')?.private).toBe(true);
  expect(seen().find(({ id }) => id === shown.id)?.text).toBe('Heard.');
});

test.concurrent("a slow answer to a button of the channel's message comes privately", async (context) => {
  const { stage, channel, ana } = await begin(context);
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

test.concurrent('a slow form is offered by a button, since none can follow a promise', async (context) => {
  const { stage, channel, ana } = await begin(context);
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

test.concurrent('an answer that came too late for Discord is logged and not sent again', async (context) => {
  const { stage, channel, ana } = await begin(context);
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
