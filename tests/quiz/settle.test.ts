import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hour, minute, openGame, type PlayedGame } from '../setup/game.ts';
import { createTable, type Table, type TableChannel, type TablePerson } from '../setup/table.ts';

let game: PlayedGame;
let table: Table;
let ana: TablePerson;
let ben: TablePerson;
let channel: TableChannel;
afterEach(() => game.close());

async function ask(): Promise<string> {
  game = await openGame();
  table = createTable(game);
  ana = table.person('Ana', { manager: true });
  ben = table.person('Ben');
  channel = table.channel('backend');
  await table.type(ana, channel, 'question one');
  const [post] = game.platform.posted('C-backend');
  return post?.id ?? '';
}
const text = (): string => table.see(ana, channel).find((shown) => !shown.private)?.text ?? '';
const states = async (): Promise<string[]> => {
  const rows = await game.database.sql<{ state: string }[]>`select state from rounds order by opened_at`;
  return rows.map(({ state }) => state);
};

describe('the end of a question', () => {
  it('comes at its time, whoever wakes it, and once', async () => {
    await ask();
    await table.press(ben, channel, 'A');
    const id = (await game.database.sql<{ id: string }[]>`select id from rounds`)[0]?.id ?? '';
    expect(game.wakeUps.next(id)).toBe(game.clock() + 4 * hour);
    game.clock.add(4 * hour - 1);
    await game.engine.wake({ kind: 'close', id });
    expect(await states()).toEqual(['open']);
    game.clock.add(1);
    const { edit } = game.platform.calls;
    await Promise.all(
      [game.engine, game.another(), game.another()].map((engine) => engine.wake({ kind: 'close', id })),
    );
    expect(await states()).toEqual(['revealed']);
    expect(text()).toMatch(/It was [A-E]\..*1 answered\./s);
    await game.engine.sweep();
    // Processes that come together may each show it; it is the same, and nothing follows.
    expect(game.platform.calls.edit - edit).toBeLessThanOrEqual(3);
    expect(await game.store.standings.wrongStandings()).toEqual([]);
  });

  it('is not overwritten by a state line that the database kept waiting for longer than its lease', async () => {
    await ask();
    const { countAnswers } = game.store.answers;
    let goOn = () => {};
    const kept = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const asked = vi.fn(async (...round: Parameters<typeof countAnswers>) => {
      await kept;
      return countAnswers(...round);
    });
    Object.assign(game.store.answers, { countAnswers: asked });
    await table.press(ben, channel, 'A');
    await vi.waitFor(() => expect(asked).toHaveBeenCalled(), 5_000);
    game.clock.add(4 * hour);
    await game.another().sweep();
    expect(text()).toMatch(/It was [A-E]/);
    goOn();
    await game.engine.close();
    expect(text()).toMatch(/It was [A-E]/);
  });

  it('waits for an edit that is under way, and nothing overwrites it', async () => {
    await ask();
    game.platform.fail('edit', { kind: 'hold', until: () => sleep(600) });
    await table.press(ben, channel, 'A');
    await vi.waitFor(() => expect(game.platform.calls.edit).toBe(1), 5_000);
    await table.type(ana, channel, 'question');
    await table.press(ana, channel, 'Close it now');
    expect(text()).toMatch(/It was [A-E]/);
    await sleep(700);
    expect(text()).toMatch(/It was [A-E]/);
    expect(await states()).toEqual(['revealed']);
  });

  it('is shown later where the platform refuses it for now; the points are there already', async () => {
    await ask();
    await table.press(ben, channel, 'A');
    await vi.waitFor(() => expect(text()).toMatch(/1 has answered/), 5_000);
    game.platform.fail('edit', { kind: 'refuse', code: 'rate_limited', retryAfterMs: minute });
    await game.advance(4 * hour);
    expect(await states()).toEqual(['closed']);
    expect(text()).not.toMatch(/It was/);
    await table.press(ben, channel, 'My answer');
    const own = table
      .see(ben, channel)
      .filter((shown) => shown.private)
      .at(-1);
    expect(own?.text).toMatch(/^You picked A/);
    await game.advance(5 * minute);
    expect(await states()).toEqual(['revealed']);
    expect(text()).toMatch(/It was/);
  });

  it('counts for nobody where the message was deleted', async () => {
    const id = await ask();
    await table.press(ben, channel, 'A');
    game.platform.remove(id);
    await game.advance(4 * hour);
    expect(await states()).toEqual(['withdrawn']);
    expect(await game.database.sql`select * from standings`).toHaveLength(0);
    expect(await game.store.standings.wrongStandings()).toEqual([]);
    await table.press(ben, channel, 'Whole explanation');
    expect(table.see(ben, channel).at(-1)?.text).toBe(
      'This question was deleted in its channel. It counts for nobody, and no streak is touched.',
    );
    await table.type(ana, channel, 'question');
    expect(await states()).toEqual(['withdrawn', 'open']);
  });

  it('comes at once where the state line finds the message deleted, and takes back what was credited', async () => {
    const first = await ask();
    await table.press(ben, channel, 'A');
    await game.advance(4 * hour);
    await table.type(ana, channel, 'question one');
    const second = game.platform.posted('C-backend').at(-1)?.id ?? '';
    expect(second).not.toBe(first);
    const before = await game.database.sql`select * from standings order by 1, 2, 3, 4`;
    game.platform.remove(second);
    await table.type(ben, channel, 'answer a');
    await vi.waitFor(async () => expect(await states()).toEqual(['revealed', 'withdrawn']), 5_000);
    expect(await game.database.sql`select * from standings order by 1, 2, 3, 4`).toEqual(before);
    expect(await game.store.standings.wrongStandings()).toEqual([]);
  });
});

describe('an old button after the end', () => {
  it.each(['one', 'several'])('of a question with %s right says that it is closed, and opens no form', async (pick) => {
    await ask();
    await game.advance(4 * hour);
    await table.type(ana, channel, `question ${pick}`);
    await table.press(ben, channel, 'My answer', game.platform.posted('C-backend').at(-1)?.id);
    const receipt = table.see(ben, channel).at(-1);
    const label = pick === 'one' ? 'A' : 'Choose';
    await game.advance(4 * hour);
    await table.press(ben, channel, label, receipt?.id);
    expect(table.see(ben, channel).at(-1)?.text).toMatch(/^This one closed at .*, before your click\./);
    expect(table.form(ben)).toBeUndefined();
  });

  it('names the time at which it ended, however late Prep came to close it', async () => {
    await ask();
    const question = game.platform.posted('C-backend').at(-1)?.id;
    const ends = new Date(game.clock() + 4 * hour).toISOString();
    const button = table.see(ben, channel).find(({ id }) => id === question)?.buttons[0];
    await game.advance(5 * hour);
    await table.act(ben, channel, { kind: 'press', action: button?.action ?? '' });
    expect(table.see(ben, channel).at(-1)?.text).toMatch(`This one closed at ${ends}, before your click.`);
  });
});

describe('between the time of the close and the close', () => {
  it('*My answer* and *Why* say when it closed, and offer no change', async () => {
    await openQuiet();
    const closed = 'It closed at 2026-11-25T08:59:00.000Z, and the answer follows in a moment.';
    const newest = () => table.see(ben, channel).filter((shown) => shown.private);
    await table.press(ben, channel, 'My answer');
    expect(newest().at(-1)?.text).toMatch(/^You haven't answered yet\. It is open until/);
    const question = game.platform.posted('C-backend').at(-1)?.id;
    game.clock.set(Date.UTC(2026, 10, 25, 8, 59, 0, 1));
    await table.press(ben, channel, 'My answer', question);
    expect(newest().at(-1)).toMatchObject({
      text: `You didn't answer this one. ${closed}`,
      buttons: [{ label: 'My answer' }],
    });
    await table.press(ana, channel, 'My answer', question);
    expect(
      table
        .see(ana, channel)
        .filter((shown) => shown.private)
        .at(-1)?.text,
    ).toBe(`Your answer is A. ${closed}`);
  });

  /** A daily question that Ana has answered. */
  async function openQuiet(): Promise<void> {
    game = await openGame();
    table = createTable(game);
    ana = table.person('Ana', { manager: true });
    ben = table.person('Ben');
    channel = table.channel('backend');
    await table.type(ana, channel, 'daily at 11:00 UTC every day closes 08:59');
    await game.advance(hour);
    await table.type(ana, channel, 'answer a');
  }
});

describe('a question that could not be posted', () => {
  it.each([
    'not_in_channel',
    'no_permission',
    'channel_gone',
    'rate_limited',
    'unreachable',
    'refused_payload',
  ] as const)('for %s leaves nothing behind', async (code) => {
    await ask();
    await game.advance(4 * hour);
    game.platform.fail('post', { kind: 'refuse', code });
    await table.type(ana, channel, 'question');
    const own = table
      .see(ana, channel)
      .filter((shown) => shown.private)
      .at(-1);
    expect(own?.text).toMatch(/Nothing was saved\.$/);
    expect(own?.text).not.toMatch(/_/);
    expect(await states()).toEqual(['revealed', 'withdrawn']);
    await table.type(ana, channel, 'question');
    expect(await states()).toEqual(['revealed', 'withdrawn', 'open']);
  });

  it('for nobody knows what stays open, because it may stand there', async () => {
    await ask();
    await game.advance(4 * hour);
    game.platform.fail('post', { kind: 'drop after posting' });
    await table.type(ana, channel, 'question');
    const own = table
      .see(ana, channel)
      .filter((shown) => shown.private)
      .at(-1);
    expect(own?.text).toMatch(/^I can't tell whether the post came through\./);
    expect(await states()).toEqual(['revealed', 'open']);
    await table.press(ben, channel, 'My answer');
    await game.advance(4 * hour);
    expect(await states()).toEqual(['revealed', 'revealed']);
  });
});

describe('what counts', () => {
  it('are the first three asked of a day; a fourth says beforehand that it is practice', async () => {
    await ask();
    for (let index = 0; index < 3; index += 1) {
      await game.advance(4 * hour);
      if (index < 2) await table.type(ana, channel, 'question');
    }
    // It is 22:00 of the same day.
    await table.type(ana, channel, 'question one');
    const newest = game.platform.posted('C-backend').at(-1);
    const shown = table
      .see(ana, channel)
      .filter((one) => !one.private)
      .at(-1);
    expect(shown?.id).toBe(newest?.id);
    expect(shown?.text).toContain("Just for practice: today's three counted questions are done.");
    await table.press(ben, channel, 'A', shown?.id);
    const told = table
      .see(ben, channel)
      .filter((one) => one.private)
      .at(-1);
    expect(told?.text).toContain('Just for practice: it is not on the leaderboard.');
    // The next day begins anew.
    await game.advance(4 * hour);
    await table.type(ana, channel, 'question');
    expect(
      table
        .see(ana, channel)
        .filter((one) => !one.private)
        .at(-1)?.text,
    ).not.toContain('practice');
  });
});
