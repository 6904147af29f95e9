import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, hour, openGame, type PlayedGame } from '../setup/game.ts';
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
const say = async (person: TablePerson, line: string): Promise<string> => {
  await table.type(person, channel, line);
  return own(person)?.text ?? '';
};
/** A daily challenge from tomorrow on; the first post is at 09:00 on Wednesday 25 November. */
const begin = async () => {
  await say(ana, 'daily at 09:00 UTC every day');
  await game.advance(23 * hour);
};
const answer = (person: TablePerson) => say(person, 'answer a');

describe('days away', () => {
  it('are said beforehand, shown to that person alone, and taken back', async () => {
    expect(await say(ben, 'settings away')).toMatch(
      /^You are not away\..*\nOf 30 days a quarter you have left: 30 in October to December\./s,
    );
    expect(await say(ben, 'settings away 20 Dec to 3 Jan')).toBe(
      'You are away 20 December 2026 to 3 January 2027. No question of these days ends your streak, in any channel, and you may still answer.\n' +
        'Of 30 days a quarter you have left: 18 in October to December and 27 in January to March 2027.\nOnly you see this.',
    );
    expect(own(ben)?.buttons.map(({ label }) => label)).toEqual(['Take it back']);
    expect(table.see(ana, channel)).toEqual([]);
    expect(await say(ana, 'settings away')).toMatch(/^You are not away\./);
    await table.press(ben, channel, 'Take it back');
    expect(own(ben)?.text).toMatch(/^You are not away any more\..* 30 in October to December\./);
  });

  it.each([
    ['3 Jan to 20 Dec', 'That ends before it begins: 3 January 2027 comes after 20 December. Nothing was saved.'],
    ['2026-11-20 to 2026-12-01', '20 November 2026 has passed. Nothing was changed.'],
    [
      '1 Dec to 31 Dec',
      '31 days is too long: you can be away 30 days a quarter, and October to December has 30 left. Nothing was saved.',
    ],
    ['20 Nov to 27 Nov', '20 November has passed. Nothing was saved.'],
    ['whenever', /^"whenever" is not a date\./],
  ])('%s are refused with the reason', async (typed, reason) => {
    expect(await say(ben, `settings away ${typed}`)).toMatch(reason);
    expect(await say(ben, 'settings away')).toMatch(/^You are not away\./);
  });

  it('count together over a quarter, and are not said twice', async () => {
    await say(ben, 'settings away 1 Dec to 20 Dec');
    expect(await say(ben, 'settings away 15 Dec to 22 Dec')).toBe(
      'You said already that you are away 1 to 20 December. Nothing was saved.',
    );
    expect(await say(ben, 'settings away 21 Dec to 31 Dec')).toMatch(/^11 days is too long: .* has 10 left\./);
    expect(await say(ben, 'settings away 22 Dec to 31 Dec')).toMatch(/have left: 0 in October to December\./);
  });

  it('begin today at the earliest, and not on a day whose question is there', async () => {
    await begin();
    await answer(ben);
    expect(await say(ben, 'settings away 25 Nov to 27 Nov')).toBe(
      '25 November has its question already, and away is said beforehand. Nothing was saved.',
    );
    await table.press(ben, channel, 'From 26 November');
    expect(own(ben)?.text).toMatch(/^You are away 26 to 27 November\./);
  });

  it('that have begun can be said for what is left of them', async () => {
    await say(ben, 'settings away 20 Nov to 27 Nov');
    await table.press(ben, channel, 'From 24 November');
    expect(own(ben)?.text).toMatch(/^You are away 24 to 27 November\./);
  });

  it('from one weekday to another are of one week', async () => {
    expect(await say(ben, 'settings away Monday to Friday')).toMatch(/^You are away 30 November to 4 December\./);
  });

  it('may be said together with a setting of the channel', async () => {
    expect(await say(ana, 'settings areas demand away 26 Nov')).toMatch(
      /^Saved\. In #backend: more of what job postings ask for first.*\nYou are away 26 November\./,
    );
    expect(await say(ana, 'settings')).toMatch(/Areas: more of what job postings/);
  });

  it('end no streak and use no freeze', async () => {
    await begin();
    await answer(ben);
    await answer(ana);
    await say(ben, 'settings away 26 Nov to 27 Nov');
    for (let index = 0; index < 3; index += 1) await game.advance(day);
    expect(await answer(ben)).toMatch(/Day 2 of your streak\./);
    expect(await answer(ana)).toMatch(/Day 1 of your streak\./);
    expect(await say(ben, 'stats')).toMatch(/\nDay 2 of your streak\. .*\n2 of 4 days in November answered\.\n/);
    expect(await say(ana, 'leaderboard all')).not.toMatch(/away/);
  });

  it('are not needed for a day that came more than two hours late', async () => {
    await begin();
    await answer(ben);
    await game.advance(day + 3 * hour);
    await game.advance(21 * hour);
    expect(await answer(ben)).toMatch(/Day 2 of your streak\./);
    expect(await say(ben, 'stats')).toMatch(/\n2 of 3 days in November answered\.\n/);
  });

  it('that a freeze had to cover instead are told with the next answer', async () => {
    await begin();
    for (let index = 0; index < 7; index += 1) {
      await answer(ben);
      await game.advance(day);
    }
    expect(await say(ben, 'stats')).toMatch(/You hold 1 freeze: a missed day uses one by itself\./);
    await game.advance(day);
    expect(await answer(ben)).toMatch(/Day 8 of your streak\. Wednesday's miss used a freeze; none left\./);
    expect(await answer(ben)).toMatch(/^(A is in\. )?.*Day 8 of your streak\.(?! Wednesday)/);
  });
});
