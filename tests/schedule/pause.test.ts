import { afterEach, describe, expect, it } from 'vitest';
import { day, hour } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

const own = (): string =>
  game.table
    .see(game.ana, game.channel)
    .filter((one) => one.private)
    .at(-1)?.text ?? '';
const type = (line: string) => game.table.type(game.ana, game.channel, line);
const next = async () => (await game.schedule()).next?.localDate;

describe('days off', () => {
  it('a pause is told with its end and the next question, holds until then, and is taken back by Undo', async () => {
    game = await openDaily();
    await type('daily pause until 3 Jan');
    expect(game.lastText()).toBe(
      'Ana paused the daily challenge until 3 January 2027. The next question: 2027-01-04T09:00:00.000Z.',
    );
    expect(await next()).toBe('2027-01-04');
    await type('daily');
    expect(own()).toContain('Paused until 3 January 2027.');
    await game.advance(20 * day);
    expect(game.questionsPosted()).toBe(0);
    await game.advance(Date.UTC(2027, 0, 4, 9) - game.clock());
    expect(game.questionsPosted()).toBe(1);
    await type('daily pause until 20 Jan');
    expect(game.lastText()).toMatch(
      /^Ana paused .* The question that is open keeps its close, 2027-01-05T08:59:00.000Z\./,
    );
    await game.table.press(game.ana, game.channel, 'Undo');
    expect(await next()).toBe('2027-01-05');
  });

  it('a pause ends by a word, and there is none to end after that', async () => {
    game = await openDaily();
    await type('daily pause 3 Jan');
    await type('daily resume');
    expect(game.lastText()).toBe('Ana resumed the daily challenge. The next question: 2026-11-24T09:00:00.000Z.');
    await type('daily resume');
    expect(own()).toBe("It isn't paused. Nothing was changed.");
    await type('daily off');
    await type('daily resume');
    expect(await next()).toBe('2026-11-24');
  });

  it('skipped dates have no question, and the one before them is open until the next real one', async () => {
    game = await openDaily();
    await type('daily skip 25 Nov, 26 Nov');
    expect(game.lastText()).toBe(
      'Ana took days off the daily challenge: no question on 25 and 26 November. The next question: 2026-11-24T09:00:00.000Z.',
    );
    await type('daily');
    expect(own()).toContain('No question on 25 and 26 November: skipped.');
    await game.advance(game.first - game.clock());
    expect(game.lastText()).toContain('Open until 2026-11-27T08:59:00.000Z');
    await game.advance(2 * day);
    expect(game.questionsPosted()).toBe(1);
    await type('daily now');
    expect(own()).toContain('Today is a day off here.');
    await type('daily skip none');
    expect(game.lastText()).toMatch(/^Ana put the skipped dates back into the daily challenge\. /);
    expect((await game.schedule()).skipDates).toEqual([]);
  });

  it('public holidays have no question', async () => {
    game = await openDaily('daily at 09:00 UTC thu,fri');
    await type('daily holidays United States');
    expect(game.lastText()).toBe(
      'Ana took public holidays in the United States off the daily challenge. The first: 26 November and 25 December. The next question: 2026-11-27T09:00:00.000Z.',
    );
    await type('daily');
    expect(own()).toMatch(
      /No question on 26 November, 25 December and 1 January 2027: public holidays in the United States\./,
    );
    await type('daily holidays off');
    expect(await next()).toBe('2026-11-26');
  });

  it('stay as they are when the time is changed, by a line or by the form', async () => {
    game = await openDaily();
    await type('daily pause 3 Jan');
    await type('daily holidays DE-BY');
    await type('daily at 10:00');
    await type('daily change');
    await game.table.submit(game.ana, { time: ['11:00'] });
    expect(await game.schedule()).toMatchObject({ localTime: '11:00', pausedUntil: '2027-01-03', holidays: 'DE-BY' });
    expect(await next()).toBe('2027-01-04');
  });

  it.each(['daily pause 3 Jan', 'daily skip 1 Jan, 25 Dec', 'daily holidays DE-BY'])(
    '%s, said once more, is told to nobody',
    async (line) => {
      game = await openDaily();
      await type(line);
      const posted = game.platform.posts.length;
      await type(line);
      expect(own()).toBe('That is how it is already. Nothing was changed.');
      expect(game.platform.posts).toHaveLength(posted);
    },
  );

  it.each([
    ['daily pause until 2026-11-01', '1 November 2026 has passed. Nothing was changed.'],
    ['daily pause today', 'A pause ends on a day to come: pause until tomorrow, for example. Nothing was changed.'],
    ['daily pause', 'A date is missing. I read dates like 3 Jan, 25 December or 2027-01-03. Nothing was changed.'],
    [
      'daily skip soon',
      '"soon" is not a date. I read dates like 3 Jan, 25 December or 2027-01-03. Nothing was changed.',
    ],
    ['daily skip none', 'No date is skipped. Nothing was changed.'],
    ['daily holidays off', 'No public holidays are skipped. Nothing was changed.'],
    ['daily holidays Germny', "I don't know the public holidays of Germny. Did you mean Germany? Nothing was changed."],
  ])('%s is refused in words', async (line, words) => {
    game = await openDaily();
    await type(line);
    expect(own()).toBe(words);
    expect(game.platform.posts).toHaveLength(1);
  });

  it('a change is told where a question is open, with that question’s close', async () => {
    game = await openDaily();
    await game.advance(game.first - game.clock());
    await game.advance(hour);
    await type('daily at 08:00');
    expect(game.lastText()).toContain(
      'The question that is open keeps its close, 2026-11-25T08:59:00.000Z. The next one: 2026-11-25T08:00:00.000Z.',
    );
  });
});
