import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hour, openGame, type PlayedGame } from '../setup/game.ts';
import { createTable, type Table, type TableChannel, type TablePerson } from '../setup/table.ts';

let game: PlayedGame;
let table: Table;
let ana: TablePerson;
let ben: TablePerson;
let channel: TableChannel;

beforeEach(async () => {
  game = await openGame();
  table = createTable(game);
  ana = table.person('Ana', { manager: true });
  ben = table.person('Ben');
  channel = table.channel('backend');
});
afterEach(async () => {
  await game.close();
  expect(game.platform.violations).toEqual([]);
});

const own = (person: TablePerson) =>
  table
    .see(person, channel)
    .filter((shown) => shown.private)
    .at(-1);
const newest = () =>
  table
    .see(ana, channel)
    .filter((shown) => !shown.private)
    .at(-1);
const say = async (person: TablePerson, line: string): Promise<string> => {
  await table.type(person, channel, line);
  return own(person)?.text ?? '';
};

async function settings(values: Record<string, string>): Promise<void> {
  await say(ana, 'settings');
  await table.press(ana, channel, 'Change');
  await table.submit(ana, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]])));
}

async function daily(): Promise<void> {
  await table.type(ana, channel, 'daily at 11:00 UTC every day closes 6h');
  await game.advance(hour);
}

describe('a board of a channel without a zone', () => {
  it('is the same for whoever asks and whoever looks, on either side of midnight', async () => {
    await game.advance(Date.UTC(2026, 10, 30, 2) - game.clock());
    const cleo = table.person('Cleo', { zone: 'America/New_York' });
    const players = ['A', 'B', 'C', 'D'].map((name) => table.person(`Player ${name}`, { zone: 'Europe/Berlin' }));
    await table.type(cleo, channel, 'question one');
    for (const [letter, player] of players.entries()) await table.press(player, channel, 'ABCD'.charAt(letter));
    for (const reader of [cleo, ...players])
      expect(await say(reader, 'leaderboard')).toMatch(/1\. Player [A-D], 15 points/);
  });
});

describe('names of people', () => {
  it.each([
    ['<!channel>', '<!channel>'],
    ['@everyone', '@everyone'],
    ['`rm` & <b>*x*</b>', '`rm` & <b>*x*</b>'],
    ['a\nb\tc', 'a b c'],
    ['\u202eevil', 'evil'],
    ['שלום', '\u2068שלום\u2069'],
    ['\u200b\u2066', '…'],
    ['x'.repeat(10_000), `${'x'.repeat(79)}…`],
    ['😀'.repeat(5_000), `${'😀'.repeat(79)}…`],
    ['\ud800half', 'half'],
  ])('%s stands in the middle of a sentence and changes nothing else in it', async (name, shown) => {
    const guest = table.person(name, { id: 'U-guest' });
    await table.type(guest, channel, 'question senior one');
    expect(newest()?.text).toContain(`Asked by ${shown}.`);
    await table.type(guest, channel, 'daily at 09:00 UTC');
    expect(newest()?.text).toMatch(/^(.+) set up a daily challenge here\./);
    expect(newest()?.text.startsWith(`${shown} set up`)).toBe(true);
    const [row] = await game.database.sql<{ name: string }[]>`select name from players where external_id = 'U-guest'`;
    expect(row?.name).toBe(shown);
  });

  it('are read again after a day', async () => {
    await say(ben, 'help');
    await game.advance(25 * hour);
    await say({ ...ben, name: 'Benedict' }, 'question');
    expect(newest()?.text).toContain('Asked by Benedict.');
  });
});

describe('the settings', () => {
  it('say what is usual where they hold, not only that it is', async () => {
    expect(await say(ana, 'settings')).toContain('Who may change this: anyone in the channel, as usual in Slack');
  });

  it('lean on an order of the areas, and keep it when something else is changed', async () => {
    expect(await say(ana, 'settings')).toContain('Areas: all areas come alike');
    expect(await say(ana, 'settings areas demand')).toBe(
      'Saved. In #backend: more of what job postings ask for first, from the next question on.',
    );
    await settings({ names: 'hidden' });
    expect(await say(ben, 'settings')).toContain('Areas: more of what job postings ask for first');
  });

  it('strict shows nothing before the close, to nobody', async () => {
    await settings({ feedback: 'strict' });
    await daily();
    await say(ben, newest()?.buttons[0]?.label === 'Choose' ? 'answer a b' : 'answer a');
    const receipt = own(ben);
    expect(receipt?.text).toContain('The answer is shown to everybody when it closes.');
    expect(receipt?.buttons.map(({ label }) => label)).not.toContain('Lock in and show me');
    const round = /\.([\w-]{21})/.exec(receipt?.buttons[0]?.action ?? '')?.[1] ?? '';
    for (const verb of ['lock', 'why', 'mine', 'try']) {
      await table.act(ben, channel, { kind: 'press', action: `${verb}.${round}` });
      expect(own(ben)?.text).toMatch(/^Your answer is A( and B)?\. You can change it until /);
    }
    await game.advance(6 * hour);
    await table.press(ben, channel, 'Why, and my answer');
    expect(own(ben)?.text).toMatch(/^You picked A/);
  });

  it('at once makes the first pick final in the daily challenge, too', async () => {
    await settings({ feedback: 'at once' });
    await daily();
    const several = newest()?.buttons[0]?.label === 'Choose';
    expect(await say(ben, several ? 'answer a b' : 'answer a')).toMatch(/^(Right|Half right|Not )/);
    expect(await say(ben, several ? 'answer c d' : 'answer b')).toMatch(/^You locked in A/);
  });

  it('daily alone counts, where the channel says so', async () => {
    await settings({ counts: 'daily' });
    await table.type(ana, channel, 'question');
    expect(newest()?.text).toContain('Just for practice: only the daily challenge counts here.');
  });

  it('keep an open question as it was opened', async () => {
    await daily();
    await settings({ feedback: 'strict', names: 'hidden' });
    await say(ben, newest()?.buttons[0]?.label === 'Choose' ? 'answer a b' : 'answer a');
    expect(own(ben)?.buttons.map(({ label }) => label)).toContain('Lock in and show me');
  });

  it('refuse a manager’s rule by somebody who would lock themselves out, and a zone that nobody knows', async () => {
    await say(ben, 'settings');
    await table.press(ben, channel, 'Change');
    await table.submit(ben, { managers: ['managers'] });
    expect(table.form(ben)?.errors).toEqual({ managers: 'You would lock yourself out: you are not a manager.' });
    await table.submit(ben, { managers: ['platform'], zone: ['Nowhereville'] });
    expect(table.form(ben)?.errors.zone).toMatch(/^I don't know a place called Nowhereville\./);
    await table.submit(ben, { zone: ['Lagos'] });
    expect(own(ben)?.text).toMatch(/^Saved\./);
  });
});

it('a channel that the platform tells no name of is "this channel" in it, and "a private channel" elsewhere', async () => {
  const hidden = table.channel('');
  await table.type(ana, hidden, 'settings');
  expect(table.see(ana, hidden).at(-1)?.text).toMatch(/^Settings of this channel\n/);
  await table.type(ana, hidden, 'daily at 09:00 UTC');
  await table.type(ana, hidden, 'daily');
  await table.press(ana, hidden, 'Remind me');
  expect(table.see(ana, hidden).at(-1)?.text).toMatch(/^Reminders of the daily challenge in a private channel\./);
});

it('a line that ends too early is told what is missing, and is offered nothing that says the same again', async () => {
  expect(await say(ana, 'settings areas')).toBe('What follows settings areas is missing. Nothing was changed.');
  expect(await say(ana, 'settings areas sideways')).toBe(
    "I don't know what sideways means after settings areas. Nothing was changed.",
  );
  expect(own(ana)?.buttons.map(({ label }) => label)).toEqual(['Show settings']);
});

describe('who may', () => {
  it('change it on Discord: nobody gives it back to the managers who would then be locked out', async () => {
    await game.close();
    game = await openGame({ platform: 'discord' });
    table = createTable(game);
    await table.type(ana, channel, 'settings');
    await table.press(ana, channel, 'Change');
    await table.submit(ana, { managers: ['anyone'] });
    for (const rule of ['platform', 'managers']) {
      await table.type(ben, channel, 'settings');
      await table.press(ben, channel, 'Change');
      await table.submit(ben, { managers: [rule] });
      expect(table.form(ben)?.errors).toEqual({ managers: 'You would lock yourself out: you are not a manager.' });
    }
    await table.submit(ben, { managers: ['anyone'] });
    expect(own(ben)?.text).toMatch(/^Saved\./);
  });

  it('change the daily challenge on Discord: managers alone, unless the channel says otherwise', async () => {
    await game.close();
    game = await openGame({ platform: 'discord' });
    table = createTable(game);
    expect(await say(ben, 'daily at 09:00 UTC')).toMatch(/^Only managers change the daily challenge here\.$/);
    await table.type(ana, channel, 'daily at 09:00 UTC');
    expect(await say(ben, 'daily off')).toBe(
      'Only managers change the daily challenge here. Ana set it up: ask Ana, or see it with /prep daily.',
    );
    for (const action of ['undo-daily', 'daily', 'settings', 'extra.x', 'run.daily off']) {
      await table.act(ben, channel, { kind: 'press', action });
      expect(own(ben)?.text).toMatch(/^Only managers change /);
    }
    await table.act(ben, channel, { kind: 'submit', form: 'settings', values: { managers: ['anyone'] } });
    expect(own(ben)?.text).toMatch(/^Only managers change the settings here\./);
    await settings({ managers: 'anyone' });
    await table.type(ben, channel, 'daily off');
    expect(newest()?.text).toMatch(/^Ben turned the daily challenge off\./);
  });

  it('not change what they set up themselves is sent to nobody', async () => {
    await table.type(ben, channel, 'daily at 09:00 UTC');
    await settings({ managers: 'managers' });
    expect(await say(ben, 'daily off')).toBe('Only managers change the daily challenge here. See it with /prep daily.');
    expect(await say(ben, 'settings areas demand')).toBe('Only managers change the settings here.');
    expect(own(ben)?.buttons.map(({ label }) => label)).toEqual(['Show the settings']);
  });

  it('ask and be asked in a channel alone: not in a thread, nor in a private conversation', async () => {
    for (const kind of ['thread', 'direct'] as const) {
      const place = table.channel(`a-${kind}`, { kind });
      for (const line of ['question', 'daily', 'daily at 09:00']) {
        await table.type(ana, place, line);
        const told = table.see(ana, place).at(-1);
        expect(told?.text).toBe(
          "I can't ask in a thread or a private conversation. Try it in a channel. Nothing was saved.",
        );
      }
    }
    expect(game.platform.calls.post).toBe(0);
  });

  it('read in a private conversation that only a channel has it, with no button that would be refused there', async () => {
    const place = table.channel('direct message', { kind: 'direct' });
    for (const line of ['leaderboard', 'leaderboard public', 'answer b', 'report', 'settings']) {
      await table.type(ana, place, line);
      const told = table.see(ana, place).at(-1);
      expect(told?.text).toMatch(/: type this in one\.$/);
      expect(told?.buttons).toEqual([]);
    }
  });

  it('read in a private conversation that nothing of theirs is counted yet, and of no command that is refused there', async () => {
    const place = table.channel('direct message', { kind: 'direct' });
    await table.type(ana, place, 'stats');
    expect(table.see(ana, place).at(-1)?.text).toBe(
      "You haven't answered anything that is counted in this workspace yet: an answer counts when its question closes.",
    );
  });
});

describe('another workspace', () => {
  it('reaches no round of this one, whatever it presses', async () => {
    await table.type(ana, channel, 'question one');
    const round = /\.([\w-]{21})/.exec(newest()?.buttons[0]?.action ?? '')?.[1] ?? '';
    const eve = table.person('Eve', { manager: true });
    const theirs = table.channel('theirs', { workspace: 'W2' });
    const verbs = ['answer', 'choose', 'mine', 'lock', 'why', 'try', 'try-pick', 'close', 'report', 'aside', 'unaside'];
    for (const verb of verbs) {
      await table.act(eve, theirs, { kind: 'press', action: `${verb}.${round}.0` });
      expect(table.see(eve, theirs).at(-1)?.text).toBe(
        'This button is from a message I no longer know. Nothing was saved.',
      );
    }
    for (const form of ['choose', 'try-pick', 'report']) {
      await table.act(eve, theirs, {
        kind: 'submit',
        form: `${form}.${round}`,
        values: { picked: ['0'], reason: ['other'] },
      });
      expect(table.see(eve, theirs).at(-1)?.text).toMatch(/^This button is from a message I no longer know/);
    }
    expect(await game.database.sql`select 1 from answers`).toHaveLength(0);
    expect(await game.database.sql`select 1 from reports`).toHaveLength(0);
  });
});

describe('a crafted id', () => {
  it.each([
    '',
    'answer',
    'answer.',
    'answer.x.9',
    'answer.__proto__.0',
    'board.week.2026-99-99',
    'board.year',
    'run.',
    'xyz.1',
    'a'.repeat(5000),
    'toString',
    'run.help',
  ])('%s is answered and harms nothing', async (action) => {
    const reply = await table.act(ben, channel, { kind: 'press', action });
    expect(JSON.stringify(reply)).not.toContain('reach me');
    await table.act(ben, channel, {
      kind: 'submit',
      form: action,
      values: { picked: ['0', 'x'], time: [], zone: [''] },
    });
    expect(own(ben)?.text ?? '').not.toContain('reach me');
    expect(game.log).toEqual([]);
  });
});
