import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { click } from '../fakes/discord/clicks.ts';
import { call } from '../fakes/discord/direct-calls.ts';
import { createDiscordDriver } from '../fakes/discord/driver.ts';
import { interactionType } from '../fakes/discord/rules-callback.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import type { Channel, Person } from '../fakes/discord/world.ts';

/** Each rule of the contract's section 10 for interactions and commands, with a payload sent straight to the fake. */
let fake: FakeDiscord;
let channel: Channel;
let ana: Person;

beforeAll(async () => {
  fake = await startFakeDiscord();
  const driver = createDiscordDriver(fake, []);
  const guild = driver.newWorkspace();
  channel = driver.addChannel(guild, 'backend');
  ana = driver.addPerson(guild, 'Ana');
});
afterAll(() => fake.close());

const { command, component, autocomplete, modal } = interactionType;
const open = (type: number, more: { userInstallOnly?: boolean } = {}) =>
  click(fake, ana, channel, { type, data: {}, ...more });
type Opened = ReturnType<typeof open>;
const answer = (one: Opened, body: unknown) =>
  call(fake, 'POST', `/interactions/${one.id}/${one.token}/callback`, body, { Authorization: undefined });
const hook = (one: Opened, method: string, path: string, body?: unknown) =>
  call(fake, method, `/webhooks/${fake.applicationId}/${one.token}${path}`, body, { Authorization: undefined });
const letters = (n: number) => 'x'.repeat(n);
const message = { type: 4, data: { content: 'x', flags: 64 } };
const options = (n: number) => Array.from({ length: n }, (_, index) => ({ value: `${index}`, label: `${index}` }));
const label = (inside: unknown, text = 'Label') => ({ type: 18, label: text, component: inside });
const textInput = { type: 4, custom_id: 't', style: 1 };
const form = (components: unknown[], more: Record<string, unknown> = {}) => ({
  type: 9,
  data: { custom_id: 'f', title: 'Form', components, ...more },
});

test('what is right is taken', async () => {
  expect((await answer(open(command), message)).status).toBe(204);
  expect((await answer(open(command), form([label(textInput)]))).status).toBe(204);
  expect((await answer(open(autocomplete), { type: 8, data: { choices: [{ name: 'x', value: 'x' }] } })).status).toBe(
    204,
  );
});

describe('item 6: modals', () => {
  test.each<[string, unknown, string]>([
    ['nothing in it', form([]), 'data.components:'],
    [
      'six parts',
      form(Array.from({ length: 6 }, (_, n) => label({ ...textInput, custom_id: `${n}` }))),
      'data.components:',
    ],
    ['a title above 45', form([label(textInput)], { title: letters(46) }), 'data.title:'],
    ['a label above 45', form([label(textInput, letters(46))]), 'data.components.0.label:'],
    [
      'one radio option',
      form([label({ type: 21, custom_id: 'r', options: options(1) })]),
      'data.components.0.component.options:',
    ],
    [
      'eleven radio options',
      form([label({ type: 21, custom_id: 'r', options: options(11) })]),
      'data.components.0.component.options:',
    ],
    [
      'eleven boxes',
      form([label({ type: 22, custom_id: 'c', options: options(11) })]),
      'data.components.0.component.options:',
    ],
    [
      'boxes with none allowed while required',
      form([label({ type: 22, custom_id: 'c', min_values: 0, options: options(2) })]),
      'data.components.0.component.min_values:',
    ],
    ['a custom_id twice', form([label(textInput), label(textInput)]), 'data.components:'],
    [
      'a button',
      form([{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'x' }] }]),
      'data.components',
    ],
  ])('%s', async (_, body, path) => {
    const { status, code, faults } = await answer(open(command), body);
    expect(`${status}/${code} ${faults[0]}`).toContain(`400/50035 ${path}`);
  });

  test('as an answer to a modal, or after a deferral', async () => {
    expect(await answer(open(modal), form([label(textInput)]))).toMatchObject({ status: 400, code: 50035 });
    const deferred = open(command);
    await answer(deferred, { type: 5, data: { flags: 64 } });
    expect(await answer(deferred, form([label(textInput)]))).toMatchObject({ status: 400, code: 40060 });
  });
});

describe('item 7: callbacks', () => {
  test('after 3 s the interaction is unknown', async () => {
    const one = open(command);
    fake.world.advance(3_100);
    expect(await answer(one, message)).toMatchObject({ status: 404, code: 10062 });
  });

  test('an unknown interaction, and a wrong token', async () => {
    const one = open(command);
    expect(await answer({ ...one, token: 'wrong' }, message)).toMatchObject({ status: 404, code: 10062 });
  });

  test('a second one', async () => {
    const one = open(command);
    await answer(one, message);
    expect(await answer(one, message)).toMatchObject({ status: 400, code: 40060 });
  });

  test.each<[string, number, unknown]>([
    ['a deferred update for a command', command, { type: 6 }],
    ['an update for a command', command, { type: 7, data: { content: 'x' } }],
    ['suggestions for a command', command, { type: 8, data: { choices: [] } }],
    ['suggestions for a button', component, { type: 8, data: { choices: [] } }],
    ['a message for an autocomplete', autocomplete, message],
    [
      '26 suggestions',
      autocomplete,
      { type: 8, data: { choices: options(26).map(({ value }) => ({ name: value, value })) } },
    ],
    ['a deferral with the flag of Components V2', command, { type: 5, data: { flags: 1 << 15 } }],
    ['a message that Discord would refuse', command, { type: 4, data: { content: letters(2001) } }],
    ['an update from a modal without a message', modal, { type: 7, data: { content: 'x' } }],
  ])('%s', async (_, type, body) => {
    expect(await answer(open(type), body)).toMatchObject({ status: 400, code: 50035 });
  });
});

describe('item 8: tokens', () => {
  test('after 15 minutes', async () => {
    const one = open(command);
    await answer(one, message);
    fake.world.advance(15 * 60_000 + 1_000);
    expect(await hook(one, 'POST', '', { content: 'x' })).toMatchObject({ status: 401, code: 50027 });
    expect(await hook(one, 'PATCH', '/messages/@original', { content: 'x' })).toMatchObject({
      status: 401,
      code: 50027,
    });
  });

  test('before the callback', async () => {
    const one = open(command);
    expect(await hook(one, 'POST', '', { content: 'x' })).toMatchObject({ status: 404, code: 10015 });
    expect(await hook(one, 'PATCH', '/messages/@original', { content: 'x' })).toMatchObject({
      status: 404,
      code: 10015,
    });
  });

  test('a sixth follow-up where the app is installed for a person only', async () => {
    const one = open(command, { userInstallOnly: true });
    await answer(one, message);
    for (let n = 0; n < 5; n++) expect((await hook(one, 'POST', '', { content: 'x' })).status).toBe(200);
    expect((await hook(one, 'POST', '', { content: 'x' })).status).toBe(400);
  });
});

test('item 9: the first follow-up after a deferral fills the loading message, as privately as the deferral was', async () => {
  const one = open(command);
  await answer(one, { type: 5, data: { flags: 64 } });
  const before = channel.messages.length;
  const filled = await hook(one, 'POST', '', { content: 'At last.' });
  expect(channel.messages).toHaveLength(before);
  expect(channel.messages.at(-1)).toMatchObject({ id: filled.body.id, content: 'At last.', onlyFor: ana.id });
  await hook(one, 'POST', '', { content: 'More.' });
  expect(channel.messages).toHaveLength(before + 1);
});

describe('item 14: commands', () => {
  const sub = (name: string, more: Record<string, unknown> = {}) => ({ type: 1, name, description: 'x', ...more });
  const text = (name: string, more: Record<string, unknown> = {}) => ({ type: 3, name, description: 'x', ...more });
  const put = (...parts: unknown[]) => call(fake, 'PUT', `/applications/${fake.applicationId}/commands`, parts);
  const choice = (value: string) => ({ name: value, value });

  test.each<[string, unknown, string]>([
    ['an upper-case name', sub('Prep'), '0.name:'],
    ['a name with a space', sub('my prep'), '0.name:'],
    ['a name above 32', sub(letters(33)), '0.name:'],
    ['no description', { ...sub('prep'), description: '' }, '0.description:'],
    ['a description above 100', { ...sub('prep'), description: letters(101) }, '0.description:'],
    ['26 options', sub('prep', { options: Array.from({ length: 26 }, (_, n) => text(`o${n}`)) }), '0.options:'],
    [
      '26 choices',
      sub('prep', { options: [text('o', { choices: Array.from({ length: 26 }, (_, n) => choice(`${n}`)) })] }),
      '0.options.0.choices:',
    ],
    ['required after optional', sub('prep', { options: [text('a'), text('b', { required: true })] }), '0.options:'],
    [
      'choices with autocomplete',
      sub('prep', { options: [text('a', { choices: [choice('x')], autocomplete: true })] }),
      '0.options.0:',
    ],
    ['a subcommand beside an option', sub('prep', { options: [sub('a'), text('b')] }), '0.options:'],
    ['a name twice', sub('prep', { options: [text('a'), text('a')] }), '0.options:'],
    [
      'above 8000 characters',
      sub('prep', {
        options: Array.from({ length: 25 }, (_, n) =>
          text(`o${n}`, { choices: Array.from({ length: 4 }, (__, m) => choice(`${m}${letters(50)}`)) }),
        ),
      }),
      '0:',
    ],
  ])('%s', async (_, body, path) => {
    const { status, code, faults } = await put(body);
    expect(`${status}/${code} ${faults.join(' ')}`).toContain(path);
    expect(status).toBe(400);
  });

  test('above 100 commands', async () => {
    expect((await put(...Array.from({ length: 101 }, (_, n) => sub(`c${n}`)))).status).toBe(400);
  });
});
