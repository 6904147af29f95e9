import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../src/platform.ts';
import type { Form } from '../../src/view/message.ts';
import { actions, message, paragraph } from '../../src/view/message.ts';
import type { Channel, Guild, Person } from '../fakes/discord/world.ts';
import { openStage, type Stage, said } from './stand-in.ts';

let stage: Stage;
let guild: Guild;
let channel: Channel;
let ana: Person;

beforeAll(async () => {
  stage = await openStage();
  guild = stage.driver.newWorkspace('Acme');
  channel = stage.driver.addChannel(guild, 'backend');
  ana = stage.driver.addPerson(guild, 'Ana', { manager: true });
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.door.asked.length = 0;
  stage.door.answer = () => said('Heard.', 'Again');
});

test('a command reaches the door with its options, and who asked where', async () => {
  const outcome = await stage.driver.command(ana, channel, '/prep question senior http');

  const [{ asking, input } = unreachable()] = stage.door.asked;
  expect(input).toEqual({ kind: 'command', name: 'question', options: { difficulty: 'senior', topic: 'http' } });
  expect(asking.workspace).toEqual({ id: guild.id, name: 'Acme' });
  expect(asking.channel).toEqual({ id: channel.id, name: 'backend', kind: 'channel' });
  expect(asking.person.id).toBe(ana.id);
  expect(await asking.person.profile()).toEqual({ name: 'Ana' });
  expect(await asking.person.isManager()).toBe(true);
  expect(outcome).toMatchObject({ kind: 'message', message: { text: 'Heard.', private: true } });
});

test("a server's own name for somebody comes first, and rights are per person", async () => {
  const ben = stage.driver.addPerson(guild, 'Ben');
  ben.nick = 'Benny *the* <@1>';
  await stage.driver.command(ben, channel, '/prep help');
  const [{ asking } = unreachable()] = stage.door.asked;
  expect(await asking.person.profile()).toEqual({ name: 'Benny *the* <@1>' });
  expect(await asking.person.isManager()).toBe(false);
});

test('a thread is told as one', async () => {
  const thread = stage.driver.addChannel(guild, 'aside', 'thread');
  await stage.driver.command(ana, thread, '/prep help');
  expect(stage.door.asked[0]?.asking.channel.kind).toBe('thread');
});

test("a press on the channel's message gets a message of its own", async () => {
  const ref = await stage.discord.platform.post(
    { platform: 'discord', workspace: guild.id, channel: channel.id },
    message(paragraph('Which one?'), { kind: 'actions', buttons: [{ label: 'A', action: 'answer.x.0' }] }),
    'x',
  );
  stage.door.answer = () => ({ kind: 'message', replaces: true, message: message(paragraph('A is in.')) });
  const outcome = await stage.driver.press(ana, ref.message, 'A');
  expect(stage.door.asked[0]?.input).toEqual({ kind: 'press', action: 'answer.x.0', message: ref.message });
  expect(outcome).toMatchObject({ kind: 'message', replaced: false, message: { text: 'A is in.', private: true } });
  expect(stage.driver.see(ana, channel).find(({ id }) => id === ref.message)?.text).toBe('Which one?');
});

test('a press on a private message can take its place, or leave it', async () => {
  const first = await stage.driver.command(ana, channel, '/prep help');
  if (first.kind !== 'message') throw new Error('no message');
  stage.door.answer = () => ({ kind: 'message', replaces: true, message: message(paragraph('Changed.')) });
  const changed = await stage.driver.press(ana, first.message.id, 'Again');
  expect(stage.door.asked.at(-1)?.input).toEqual({ kind: 'press', action: 'mine.Again' });
  expect(changed).toMatchObject({
    kind: 'message',
    replaced: true,
    message: { id: first.message.id, text: 'Changed.' },
  });

  const second = await stage.driver.command(ana, channel, '/prep help');
  expect(second.kind).toBe('message');
});

test('nothing to show: a press is only acknowledged, and of a command nothing stays behind', async () => {
  const shown = await stage.driver.command(ana, channel, '/prep help');
  if (shown.kind !== 'message') unreachable();
  const before = stage.driver.see(ana, channel).length;
  stage.door.answer = () => ({ kind: 'done' });
  expect(await stage.driver.press(ana, shown.kind === 'message' ? shown.message.id : '', 'Again')).toEqual({
    kind: 'nothing',
  });
  expect(await stage.driver.command(ana, channel, '/prep help')).toEqual({ kind: 'nothing' });
  expect(stage.driver.see(ana, channel)).toHaveLength(before);
});

const form: Form = {
  form: 'daily-form',
  title: 'Daily challenge',
  submit: 'Save',
  body: [paragraph('When shall it come?')],
  fields: [
    { kind: 'text', name: 'time', label: 'Time', value: '09:00', maxLength: 20, multiline: false, optional: false },
    {
      kind: 'checks',
      name: 'days',
      label: 'Days',
      options: [
        { value: '1', label: 'Monday' },
        { value: '2', label: 'Tuesday' },
      ],
      picked: ['1'],
    },
    {
      kind: 'choose',
      name: 'closes',
      label: 'Closes',
      options: [
        { value: '17:00', label: 'At 17:00' },
        { value: '24h', label: 'After a day', hint: 'at the time it came' },
      ],
      picked: '24h',
    },
  ],
};

test('a form opens as a modal with a checkbox group and radio buttons, and comes back by field', async () => {
  stage.door.answer = () => ({ kind: 'form', form });
  const outcome = await stage.driver.command(ana, channel, '/prep help');
  expect(outcome).toMatchObject({
    kind: 'form',
    form: {
      title: 'Daily challenge',
      text: 'When shall it come?',
      fields: [{ values: ['09:00'] }, { values: ['1'] }, { values: ['24h'] }],
    },
  });
  stage.door.answer = () => said('Set.');
  const sent = await stage.driver.submit(ana, { days: ['1', '2'], time: '10:00' });
  expect(stage.door.asked.at(-1)?.input).toEqual({
    kind: 'submit',
    form: 'daily-form',
    values: { time: ['10:00'], days: ['1', '2'], closes: ['24h'] },
  });
  expect(sent).toMatchObject({ kind: 'message', message: { text: 'Set.', private: true } });
});

test('a refused form says what is wrong and opens again with what was typed', async () => {
  stage.door.answer = () => ({ kind: 'form', form });
  await stage.driver.command(ana, channel, '/prep help');
  stage.door.answer = () => ({
    kind: 'invalid',
    form,
    errors: { time: 'I can\'t read "noon-ish" as a time. Try 12:00.' },
  });
  const refused = await stage.driver.submit(ana, { time: 'noon-ish', days: [] });
  if (refused.kind !== 'message') return unreachable();
  expect(refused.message.text).toContain('Time: I can\'t read "noon-ish" as a time. Try 12:00.');
  const again = await stage.driver.press(ana, refused.message.id, 'Open the form');
  expect(again).toMatchObject({
    kind: 'form',
    form: {
      text: expect.stringContaining('noon-ish'),
      fields: [{ values: ['noon-ish'] }, { values: [] }, { values: ['24h'] }],
    },
  });
  stage.door.answer = () => said('Set.');
  const sent = await stage.driver.submit(ana, { time: '12:00' });
  expect(sent).toMatchObject({ kind: 'message', replaced: true, message: { id: refused.message.id, text: 'Set.' } });
  return undefined;
});

test('a notice of a refused form goes when the form is taken and there is nothing to show', async () => {
  stage.door.answer = () => ({ kind: 'form', form });
  await stage.driver.command(ana, channel, '/prep help');
  stage.door.answer = () => ({ kind: 'invalid', form, errors: { time: 'Try 12:00.' } });
  const refused = await stage.driver.submit(ana, { time: 'noon-ish' });
  if (refused.kind !== 'message') return unreachable();
  await stage.driver.press(ana, refused.message.id, 'Open the form');
  stage.door.answer = () => ({ kind: 'done' });
  expect(await stage.driver.submit(ana, { time: '12:00' })).toEqual({ kind: 'nothing' });
  await expect.poll(() => stage.driver.see(ana, channel).map(({ id }) => id)).not.toContain(refused.message.id);
  return undefined;
});

test('a press in a private conversation is about its server, and so are the answer and the form that follow', async () => {
  const person = { platform: 'discord', workspace: guild.id, person: ana.id } as const;
  const first = message(paragraph('A question.'), actions({ label: 'When', action: 'remind.x' }));
  await stage.discord.platform.tell(person, first);
  const shown = () => stage.driver.seeDirect(ana).at(-1)?.id ?? '';

  stage.door.answer = () => ({ ...said('Choose.', 'Later'), replaces: true }) as Reply;
  await stage.driver.press(ana, shown(), 'When');
  stage.door.answer = () => ({ kind: 'form', form });
  expect((await stage.driver.press(ana, shown(), 'Later')).kind).toBe('form');
  stage.door.answer = () => said('Set.', 'Undo');
  await stage.driver.submit(ana, { time: '12:00' });
  await stage.driver.press(ana, shown(), 'Undo');

  expect(stage.door.asked.map(({ asking }) => asking.workspace.id)).toEqual(Array(4).fill(guild.id));
  expect(stage.door.asked.map(({ input }) => (input.kind === 'press' ? input.action : input.kind))).toEqual([
    'remind.x',
    'mine.Later',
    'submit',
    'mine.Undo',
  ]);
});

test('suggestions come while typing, at most 25', async () => {
  const suggestions = await stage.driver.suggestions(ana, channel, 'question', 'topic', 'ht');
  expect(suggestions).toHaveLength(25);
  expect(suggestions[0]).toEqual({ name: 'Topic ht0', value: 'ht0' });
});

test('an event that the gateway delivers twice is handled once', async () => {
  await stage.driver.command(ana, channel, '/prep help');
  stage.fake.gateway.repeatLast();
  await stage.driver.command(ana, channel, '/prep help');
  expect(stage.door.asked).toHaveLength(2);
});

test('an answer that Discord drops with a 500 is sent once more', async () => {
  stage.fake.traffic.trouble('POST', /\/callback$/, { kind: 'status', status: 500 });
  expect(await stage.driver.command(ana, channel, '/prep help')).toMatchObject({
    kind: 'message',
    message: { text: 'Heard.' },
  });
});

test('a fault behind the door is said plainly, and the log holds no token', async () => {
  stage.door.answer = () => {
    throw new Error('out of order');
  };
  const outcome = await stage.driver.command(ana, channel, '/prep help');
  expect(outcome).toMatchObject({ kind: 'message', message: { text: expect.stringContaining('the fault is mine') } });
  expect(stage.logged.join('')).not.toContain(stage.fake.token);
});

test('nothing that was sent notifies anybody, and ids stay whole', () => {
  expect(stage.fake.traffic.pings).toEqual([]);
  expect(BigInt(guild.id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
});

function unreachable(): never {
  throw new Error('not reached');
}
