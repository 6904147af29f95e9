import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/platform.ts';
import { openRound } from '../../src/quiz/ask.ts';
import type { SuggestionFields } from '../../src/suggest/fields.ts';
import { openGame, type PlayedGame, theBank } from '../setup/game.ts';
import { createTable, type Table, type TableChannel, type TablePerson } from '../setup/table.ts';

/** A concept that the bank of these tests has no question on, so that only a suggestion can be asked there. */
const topic = { path: 'python/iteration/generators', title: 'Generators' };
const bankWithout = async () => {
  const bank = await theBank();
  return { ...bank, questions: new Map([...bank.questions].filter(([, { concept }]) => concept !== topic.path)) };
};

const fields = (over: Partial<SuggestionFields> = {}) => {
  const whole: SuggestionFields = {
    topic: 'python',
    prompt: 'What do we call the deploy script of our team?',
    options: 'ship\nsail\nfloat\nsink',
    right: 'a',
    why: 'Because it ships.\nB: That one tests.',
    ...over,
  };
  return Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, [value]]));
};

let game: PlayedGame;
let table: Table;
let ana: TablePerson;
let ben: TablePerson;
let backend: TableChannel;
beforeEach(async () => {
  game = await openGame({ bank: await bankWithout() });
  table = createTable(game);
  ana = table.person('Ana', { manager: true });
  ben = table.person('Ben');
  backend = table.channel('backend');
});
afterEach(() => game.close());

const last = (person: TablePerson, channel = backend) => table.see(person, channel).findLast((one) => one.private);

async function suggest(person: TablePerson, over: Partial<SuggestionFields> = {}, channel = backend) {
  await table.type(person, channel, 'suggest');
  return table.submit(person, fields(over));
}

describe('/prep suggest', () => {
  it('keeps what was typed where something is wrong, and says it by field', async () => {
    const reply = await suggest(ben, { right: '?', options: 'only one' });
    expect(reply).toMatchObject({
      kind: 'invalid',
      errors: { options: 'It has 1 option. Write four or five, one a line.' },
      form: {
        fields: [{}, { value: 'What do we call the deploy script of our team?' }, { value: 'only one' }, {}, {}],
      },
    });
  });

  it('counts a line break once, and cuts no character in two of what evades the form', async () => {
    const prompt = `${'x'.repeat(698)}\r\n?`;
    expect((await suggest(ben, { prompt })).kind).toBe('message');
    const long = await suggest(ben, { prompt: `x${'😀'.repeat(5_000)}` });
    expect(long).toMatchObject({ kind: 'invalid', errors: { prompt: 'It has 10001 characters; 700 fit.' } });
  });

  it('takes three at a time from one person, also when they are sent at once', async () => {
    const sent = await Promise.all(
      Array.from({ length: 6 }, () => table.act(ben, backend, { kind: 'submit', form: 'suggest', values: fields() })),
    );
    expect(sent.filter(({ kind }) => kind === 'message')).toHaveLength(3);
    expect(sent.filter(({ kind }) => kind === 'invalid')).toHaveLength(3);
    await table.type(ben, backend, 'suggest');
    expect(last(ben)?.text).toMatch(/^3 of your suggestions wait/);
    await table.press(ben, backend, 'What I suggested');
    const [withdraw] = last(ben)?.buttons ?? [];
    await table.press(ben, backend, withdraw?.label ?? '');
    expect(last(ben)?.text).toMatch(/^Withdrawn/);
    expect((await suggest(ben)).kind).toBe('message');
  });

  it('asks an approved one in its workspace alone, and tells its author', async () => {
    await suggest(ben, { topic: topic.title });
    await table.type(ana, backend, 'suggest queue');
    expect(last(ana)?.text).toContain('What do we call the deploy script of our team?');
    expect(last(ana)?.text).toContain('1 of 1. Suggested by Ben.');
    await table.press(ana, backend, 'Approve');
    expect(last(ana)?.text).toMatch(/^Approved: it can be asked here from now on, under .* I told Ben\./);
    expect(game.platform.sent.findLast(({ to }) => to === ben.id)?.message).toMatchObject({
      blocks: [{ prose: [{ content: [{ text: expect.stringMatching(/was approved/) }] }] }],
    });

    const line = `question ${topic.path.split('/').at(-1)}`;
    const elsewhere = table.channel('elsewhere', { workspace: 'another' });
    for (const again of ['', ' repeat']) {
      await table.type(table.person('Eve', { manager: true }), elsewhere, `${line}${again}`);
    }
    expect(table.see(ana, elsewhere).filter((one) => !one.private)).toEqual([]);

    await table.type(ana, backend, line);
    const asked = table.see(ben, backend).findLast((one) => !one.private);
    expect(asked?.text).toContain('What do we call the deploy script of our team?');
    const letter = /([A-D])\. ship/.exec(asked?.text ?? '')?.[1] ?? '';
    await table.press(ben, backend, letter, asked?.id);
    expect(last(ben)?.text).toMatch(/^Right: .\. 15 points\./);
    await table.press(ben, backend, 'Whole explanation');
    expect(last(ben)?.text).toContain('Written by somebody here and approved by a manager.');
    expect(await game.database.sql`select workspace_id from questions where id like ${`${topic.path}/own-%`}`).toEqual([
      {
        workspace_id: (await game.database.sql`select id from workspaces where external_id = ${backend.workspace}`)[0]
          ?.id,
      },
    ]);
  });

  it('is refused by the store where another workspace would ask it', async () => {
    await suggest(ben, { topic: topic.title });
    await table.type(ana, backend, 'suggest queue');
    await table.press(ana, backend, 'Approve');
    const elsewhere = table.channel('elsewhere', { workspace: 'another' });
    await table.type(ana, elsewhere, 'stats');
    const [mine] = await game.database.sql<
      { id: string }[]
    >`select id from workspaces where external_id = ${backend.workspace}`;
    const ownOf = async (of: string) => (await game.store.history.ofChannel(of, 'any', 0)).own;
    const [own] = await ownOf(mine?.id ?? '');
    const workspace = await game.store.people.ensureWorkspace('slack', 'another', 'Another', game.clock());
    const channel = await game.store.people.ensureChannel(workspace.id, 'C9', 'else');
    if (own === undefined) throw new Error('nothing was approved');
    expect(await ownOf(workspace.id)).toEqual([]);
    const parts = { store: game.store, random: Math.random } as Parameters<typeof openRound>[0];
    const plan = {
      kind: 'extra',
      askedBy: 'x',
      feedback: 'at once',
      counts: true,
      localDate: '2026-11-24',
      openedAt: 1,
      closesAt: 2,
    } as const;
    await expect(openRound(parts, { workspace, channel }, { question: own, because: {} }, plan)).rejects.toThrow(
      "a workspace's own question can't be asked in another one",
    );
  });

  it('comes as the daily challenge where nothing else fits', async () => {
    await suggest(ben, { topic: topic.title });
    await table.type(ana, backend, 'suggest queue');
    await table.press(ana, backend, 'Approve');
    await table.act(ana, backend, {
      kind: 'command',
      name: 'daily',
      options: { action: 'at', time: '11:00', zone: 'UTC', topics: topic.title },
    });
    await game.advance(61 * 60_000);
    expect(table.see(ben, backend).findLast((one) => !one.private)?.text).toContain('deploy script of our team');
  });

  it('refuses with a reason that its author reads, also where they take no messages', async () => {
    await suggest(ben);
    await table.type(ana, backend, 'suggest queue');
    await table.press(ana, backend, 'Refuse');
    expect(await table.submit(ana, { reason: [' '] })).toMatchObject({
      errors: { reason: 'Say why: its author reads it.' },
    });
    game.platform.tell = async () => {
      throw new PlatformError('slack', 'cannot_tell');
    };
    await table.submit(ana, { reason: ['Two of them are right.'] });
    expect(last(ana)?.text).toBe(
      "Not taken. I couldn't send Ben a private message; it stands under what they suggested.",
    );
    await table.type(ben, backend, 'suggest mine');
    expect(last(ben)?.text).toContain('not taken. Two of them are right.');
  });

  it('lets a manager edit it, and approves only what the manager has seen', async () => {
    await suggest(ben);
    await table.type(ana, backend, 'suggest queue');
    const seen = last(ana);
    await table.press(ana, backend, 'Edit', seen?.id);
    expect(table.form(ana)?.form.fields.map((field) => 'value' in field && field.value)).toEqual([
      'Python',
      'What do we call the deploy script of our team?',
      'A. ship\nB. sail\nC. float\nD. sink',
      'A',
      'Because it ships.\nB: That one tests.',
    ]);
    await table.submit(ana, fields({ prompt: 'What is the deploy script called?' }));
    const edited = last(ana);
    expect(edited?.text).toContain('What is the deploy script called?');
    const [approve] = seen?.buttons ?? [];
    await table.act(ana, backend, { kind: 'press', action: approve?.action ?? '' });
    expect(last(ana)?.text).toMatch(/^Somebody changed it after you opened it/);
    await table.press(ana, backend, 'Approve', edited?.id);
    expect(last(ana)?.text).toMatch(/^Approved/);
    await table.act(ana, backend, { kind: 'press', action: edited?.buttons[0]?.action ?? '' });
    expect(last(ana)?.text).toMatch(/^This one was decided or withdrawn already/);
  });

  it('shows the one that was changed again, also where others wait before it', async () => {
    await suggest(ben);
    game.clock.add(1000);
    await suggest(ben, { prompt: 'What do we call the rollback script of our team?' });
    await table.type(ana, backend, 'suggest queue');
    await table.press(ana, backend, 'Next');
    const seen = last(ana);
    await table.press(ana, backend, 'Edit', seen?.id);
    await table.submit(ana, fields({ prompt: 'What is the rollback script called?' }));
    await table.press(ana, backend, 'Approve', seen?.id);
    await table.press(ana, backend, 'Show it');
    expect(last(ana)?.text).toContain('What is the rollback script called?');
  });

  it('leads an author who withdraws what was decided to their own list', async () => {
    await suggest(ben);
    const own = last(ben);
    await table.type(ana, backend, 'suggest queue');
    await table.press(ana, backend, 'Approve');
    await table.press(ben, backend, 'Withdraw', own?.id);
    expect(last(ben)?.text).toMatch(/^This one was decided or withdrawn already/);
    await table.press(ben, backend, 'What I suggested', last(ben)?.id);
    expect(last(ben)?.text).toContain('is asked here');
  });

  it('mutes an author, who is told when they try, and unmutes them', async () => {
    await suggest(ben);
    await table.type(ana, backend, 'suggest queue');
    await table.press(ana, backend, 'Mute the author');
    expect(last(ana)?.text).toBe('Muted: what Ben suggests is neither taken nor shown here.');
    await table.type(ben, backend, 'suggest');
    expect(last(ben)?.text).toMatch(/^Managers take no suggestions from you here/);
    await table.type(ana, backend, 'suggest queue');
    expect(last(ana)?.text).toContain('Muted: Ben.');
    await table.press(ana, backend, 'Unmute Ben');
    await table.type(ana, backend, 'suggest queue');
    expect(last(ana)?.text).toContain('1 of 1. Suggested by Ben.');
  });

  it('is decided by managers of this workspace alone', async () => {
    await suggest(ben);
    await table.type(ana, backend, 'suggest queue');
    const buttons = last(ana)?.buttons ?? [];
    const [id] = (buttons[0]?.action ?? '').split('.').slice(1);
    for (const { action } of buttons) {
      await table.act(ben, backend, { kind: 'press', action });
      expect(last(ben)?.text).toMatch(/^Only managers decide about suggestions here/);
    }
    for (const form of [`amend.${id}`, `refuse.${id}`]) {
      await table.act(ben, backend, { kind: 'submit', form, values: { reason: ['x'], ...fields() } });
      expect(last(ben)?.text).toMatch(/^Only managers/);
    }
    const elsewhere = table.channel('elsewhere', { workspace: 'another' });
    const eve = table.person('Eve', { manager: true });
    for (const { action } of buttons) {
      await table.act(eve, elsewhere, { kind: 'press', action });
      expect(last(eve, elsewhere)?.text).toMatch(/^This one was decided or withdrawn already/);
    }
    await table.act(eve, elsewhere, { kind: 'press', action: `withdraw.${id}` });
    await table.type(eve, elsewhere, 'suggest queue');
    expect(last(eve, elsewhere)?.text).toMatch(/^No suggestion waits here/);
    await table.type(ana, backend, 'suggest queue');
    expect(last(ana)?.text).toContain('1 of 1.');
  });
});
