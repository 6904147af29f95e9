import { afterEach, describe, expect, it } from 'vitest';
import { day, hour, minute } from '../setup/game.ts';
import { shownOf } from '../setup/table.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

const own = (): string =>
  game.table
    .see(game.ana, game.channel)
    .filter((one) => one.private)
    .at(-1)?.text ?? '';
const ownButtons = (): string[] =>
  game.table
    .see(game.ana, game.channel)
    .filter((one) => one.private)
    .at(-1)
    ?.buttons.map(({ label }) => label) ?? [];
const type = (line: string) => game.table.type(game.ana, game.channel, line);

async function wake(): Promise<void> {
  await game.engine.wake({ kind: 'schedule', id: (await game.schedule()).id });
}

describe('setting it up', () => {
  it('is said in the channel by the same road, with an Undo', async () => {
    game = await openDaily();
    const [announced] = game.platform.posts;
    const shown = shownOf('', announced?.message ?? { blocks: [] }, false);
    expect(shown.text).toBe(
      'Ana set up a daily challenge here. Monday to Friday at 09:00 (UTC), on every topic. Each question closes just before the next one. The next one: 2026-11-24T09:00:00.000Z.',
    );
    expect(shown.buttons.map(({ label }) => label)).toEqual(['Undo']);
    expect(await wakes()).toContain(game.first);
  });

  it('saves nothing where posting is refused, and says what to do', async () => {
    game = await openDaily();
    game.platform.fail('post', { kind: 'refuse', code: 'not_in_channel' });
    await type('daily at 10:00');
    expect(own()).toContain("I can't post here until I'm in the channel.");
    expect(own()).toContain('Nothing was saved.');
    expect(await game.schedule()).toMatchObject({ localTime: '09:00' });
  });

  it('says all that is wrong in its form at once, and the first of it after a line', async () => {
    game = await openDaily();
    await type('daily change');
    const reply = await game.table.submit(game.ana, {
      time: ['25:00'],
      zone: ['CST'],
      weekdays: ['blursday'],
      topics: ['cooking'],
      closes: ['never'],
    });
    expect(reply).toMatchObject({
      kind: 'invalid',
      errors: {
        time: expect.stringMatching(/^"25:00" is not a time/),
        zone: expect.stringMatching(/^CST could be/),
        weekdays: expect.stringMatching(/blursday/),
        topics: expect.stringMatching(/^There is no topic "cooking"/),
        closes: expect.stringMatching(/never/),
      },
    });
    await type('daily at 25:00 CST');
    expect(own()).toMatch(/^"25:00" is not a time.* Nothing was saved\.$/);
    expect(await game.schedule()).toMatchObject({ localTime: '09:00' });
  });

  it('takes a change back by Undo, and the change of a change', async () => {
    game = await openDaily();
    await type('daily at 11:30 berlin every day');
    expect(await game.schedule()).toMatchObject({ localTime: '11:30', zone: 'Europe/Berlin', enabled: true });
    await game.table.press(game.ana, game.channel, 'Undo');
    expect(await game.schedule()).toMatchObject({ localTime: '09:00', zone: 'UTC', weekdays: [1, 2, 3, 4, 5] });
    expect(game.lastText()).toContain('Ana changed the daily challenge.');
    await game.table.press(game.ana, game.channel, 'Undo');
    expect(await game.schedule()).toMatchObject({ localTime: '11:30', zone: 'Europe/Berlin' });
  });

  it('says an Undo once that was pressed twice', async () => {
    game = await openDaily();
    await type('daily at 10:00');
    const said = game.platform.posts.length;
    await Promise.all([
      game.table.press(game.ana, game.channel, 'Undo'),
      game.table.press(game.ana, game.channel, 'Undo'),
    ]);
    expect(game.platform.posts).toHaveLength(said + 1);
  });

  it('takes nothing back by the Undo of an older change, and says so', async () => {
    game = await openDaily();
    await type('daily at 10:00');
    const older = game.table.see(game.ana, game.channel).findLast((one) => !one.private);
    game.clock.add(minute);
    await type('daily pause 3 Dec');
    game.clock.add(minute);
    await game.table.press(game.ana, game.channel, 'Undo', older?.id);
    expect(own()).toBe('It has been changed again since then, so nothing was undone.');
    expect(await game.schedule()).toMatchObject({ localTime: '10:00', pausedUntil: '2026-12-03' });
    // Its own Undo, pressed twice, is done once.
    const newest = game.table.see(game.ana, game.channel).findLast((one) => !one.private);
    for (let pressed = 0; pressed < 2; pressed += 1) {
      await game.table.press(game.ana, game.channel, 'Undo', newest?.id);
      expect(await game.schedule()).toMatchObject({ localTime: '10:00', pausedUntil: undefined });
      game.clock.add(minute);
    }
    expect(own()).toBe('It has been changed again since then, so nothing was undone.');
  });

  it('takes a new one back wholly, but not after a day', async () => {
    game = await openDaily();
    await game.table.press(game.ana, game.channel, 'Undo');
    expect(await game.schedule()).toMatchObject({ enabled: false, next: undefined });
    expect(game.lastText()).toContain('Ana turned the daily challenge off.');
    game.clock.add(day + 1);
    await game.table.press(game.ana, game.channel, 'Undo');
    expect(own()).toContain('more than a day old');
    expect(await game.schedule()).toMatchObject({ enabled: false });
  });

  it('plans no second post on a day that had its own, when the time is moved behind it', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await wake();
    game.clock.add(hour);
    await type('daily at 15:00');
    expect(game.lastText()).toContain('The next one: 2026-11-25T15:00:00.000Z');
    game.clock.set(game.first + 6 * hour);
    await game.engine.sweep();
    expect(game.questionsPosted()).toBe(1);
  });

  it('leaves the open question its close and its reveal, when it is turned off or moved', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await wake();
    game.clock.add(hour);
    await type('daily off');
    expect(await game.schedule()).toMatchObject({ enabled: false });
    await game.advance(day - 2 * hour);
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['open']);
    await game.advance(hour - minute);
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed']);
    await game.advance(3 * day);
    expect(game.questionsPosted()).toBe(1);
  });

  it('posts nothing any more that was put off before it was turned off', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: minute });
    await wake();
    await type('daily off');
    await game.advance(hour);
    expect(game.questionsPosted()).toBe(0);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'missed' });
  });
});

describe('options by name', () => {
  const act = (options: Readonly<Record<string, string>>) =>
    game.table.act(game.ana, game.channel, { kind: 'command', name: 'daily', options });
  const topics = 'python, databases-sql, http-apis, nodejs, ai-engineering, system-design, indexes, joins, generators';

  it('longer than a button holds: come back in the form, which then says what is wrong', async () => {
    game = await openDaily();
    const reply = await act({ time: '10:00', zone: 'CST', topics });
    expect(reply.kind).toBe('form');
    await game.table.submit(game.ana, {});
    expect(game.table.form(game.ana)?.errors).toEqual({ zone: 'CST could be Chicago or Shanghai.' });
    await game.table.submit(game.ana, { zone: ['Chicago'] });
    expect(await game.schedule()).toMatchObject({ zone: 'America/Chicago', localTime: '10:00' });
  });

  it('longer than anybody fills in: stand in the form as they were typed, up to what a form takes', async () => {
    game = await openDaily();
    const long = Array.from({ length: 30 }, () => topics).join(', ');
    for (const typed of [long.slice(0, 1_000), long.repeat(2)]) {
      const reply = await act({ action: 'change', topics: typed });
      const field = reply.kind === 'form' ? reply.form.fields.find(({ name }) => name === 'topics') : undefined;
      expect(field).toMatchObject({ value: typed.slice(0, 3_000) });
    }
    await act({ time: '10:00', topics: 'y'.repeat(3_000) });
    expect(own()).toMatch(/^There is no topic "y{39}…"\. Nothing was saved\.$/);
    await act({ number: 'y'.repeat(3_000), time: '10:00' });
    expect(own()).toMatch(/^There is no daily challenge y{39}… here\./);
  });

  it('that do nothing with an action: are said, with what they need', async () => {
    game = await openDaily();
    await act({ action: 'off', time: '10:00' });
    expect(own()).toBe('off makes no use of time. Nothing was changed.');
    await act({ action: 'holidays', dates: 'Germany' });
    expect(own()).toBe('holidays makes no use of dates. Nothing was changed.');
    await act({ country: 'DE-BY' });
    expect(own()).toBe('country needs an action: holidays. Nothing was changed.');
    expect((await game.schedule()).enabled).toBe(true);
    await act({ dates: '3 Jan' });
    expect(own()).toBe('dates needs an action: pause or skip. Nothing was changed.');
    await game.table.press(game.ana, game.channel, 'Pause until then');
    expect(game.lastText()).toMatch(/^Ana paused the daily challenge until 3 January 2027\./);
  });
});

describe('daily now', () => {
  it('is today’s occurrence if that is still to come; then it does not come again', async () => {
    game = await openDaily();
    game.clock.set(game.first - 2 * hour);
    expect((await type('daily now')).kind).toBe('done');
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted', plannedAt: game.first });
    expect(await game.rounds()).toMatchObject([{ kind: 'daily', challenge_day: 1 }]);
    game.clock.set(game.first + hour);
    await game.engine.sweep();
    expect(game.questionsPosted()).toBe(1);
    // It closes before tomorrow's, as it would have.
    game.clock.set(game.first + day - minute);
    await game.engine.sweep();
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed']);
  });

  it('asks before an extra one, which counts for points and for no streak', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await wake();
    game.clock.add(hour);
    await type('daily now');
    expect(own()).toContain("Today's question was posted already. An extra one counts for points and for no streak.");
    expect(game.questionsPosted()).toBe(1);
    await game.table.press(game.ana, game.channel, 'Post an extra one');
    expect(game.questionsPosted()).toBe(2);
    expect(await game.rounds()).toMatchObject([{ kind: 'daily' }, { kind: 'extra', challenge_day: null }]);
  });

  it('posts one extra question for a double click, and another for a later one', async () => {
    game = await openDaily();
    await type('daily now');
    const press = () => game.table.press(game.ana, game.channel, 'Post an extra one');
    await Promise.all([press(), press()]);
    expect(await game.rounds()).toMatchObject([{ kind: 'extra' }]);
    await type('daily now');
    await press();
    expect(await game.rounds()).toHaveLength(2);
  });

  it('says so on a day off, and offers an extra one', async () => {
    game = await openDaily('daily at 09:00 UTC tue');
    game.clock.set(game.first + day);
    await type('daily now');
    expect(own()).toContain('Today is a day off here.');
    expect(ownButtons()).toEqual(['Post an extra one']);
  });

  it('says what was asked every day in the middle of a sentence', async () => {
    game = await openDaily('daily at 09:00 UTC every day');
    await type('daily off');
    await type('daily');
    expect(own()).toBe('The daily challenge is off. It was every day at 09:00 (UTC), on every topic.');
  });

  it('calls a day whose time had passed at the set-up no day off', async () => {
    game = await openDaily();
    await type('daily now');
    expect(own()).toContain("Today's time had passed when this was set. An extra one counts for points");
    expect(ownButtons()).toEqual(['Post an extra one']);
  });

  it('tells in words why today’s could not be posted', async () => {
    game = await openDaily();
    game.clock.set(game.first - hour);
    game.platform.fail('post', { kind: 'refuse', code: 'not_in_channel' });
    await type('daily now');
    expect(own()).not.toContain('not_in_channel');
    expect(own()).toMatch(/^Today's 09:00 question in #backend was not posted: I'm not in the channel\. /);
    expect(own()).toContain('The next one: 2026-11-25T09:00:00.000Z.');
    await type('daily now');
    expect(own()).toContain("Today's question could not be posted.");
    expect(ownButtons()).toEqual(['Post an extra one']);
  });

  it('does nothing where there is no daily challenge', async () => {
    game = await openDaily();
    await type('daily off');
    await type('daily now');
    expect(own()).toContain('There is no daily challenge here at the moment.');
  });
});

async function wakes(): Promise<number[]> {
  const { id } = await game.schedule();
  return game.wakeUps.planned.filter(({ wakeUp }) => wakeUp.id === id).map(({ at }) => at);
}
