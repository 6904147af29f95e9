import { afterEach, beforeEach, expect, it } from 'vitest';
import { minute, openGame, type PlayedGame } from '../setup/game.ts';
import { createTable, type Table, type TableChannel, type TablePerson } from '../setup/table.ts';

let game: PlayedGame;
let table: Table;
let ana: TablePerson;
let ben: TablePerson;
let channel: TableChannel;

beforeEach(async () => {
  game = await openGame();
  table = createTable(game);
  ana = table.person('Ana');
  ben = table.person('Ben');
  channel = table.channel('backend');
});
afterEach(async () => {
  await game.close();
  expect(game.platform.violations).toEqual([]);
});

const say = async (person: TablePerson, line: string): Promise<string> => {
  await table.type(person, channel, line);
  const own = table.see(person, channel).filter((shown) => shown.private);
  return own.at(-1)?.text ?? '';
};
const isOpen = /^A question is open here already/;
const asked = /^Your question is open until/;

it('a question whose post never came is asked anew, as its asker was told, once it can be under way no more', async () => {
  game.platform.fail('post', { kind: 'refuse', code: 'unknown_outcome' });
  expect(await say(ana, 'question')).toMatch(/^I can't tell whether the post came through\..* try again\./);
  expect(await say(ana, 'question')).toMatch(isOpen);
  await game.advance(minute);
  expect(await say(ana, 'question')).toMatch(asked);
  expect(game.platform.posts).toHaveLength(1);
});

it('a question that stands in the channel after all stays the open one', async () => {
  game.platform.fail('post', { kind: 'drop after posting' });
  await say(ana, 'question');
  await game.advance(minute);
  expect(await say(ana, 'question')).toMatch(isOpen);
  expect(game.platform.posts).toHaveLength(1);
});

it('where history may not be read the asker alone says that nothing came, and an answer proves that it did', async () => {
  game.platform.canFind = false;
  game.platform.fail('post', { kind: 'drop after posting' });
  await say(ana, 'question one');
  await game.advance(minute);
  expect(await say(ben, 'question')).toMatch(isOpen);
  await say(ben, 'answer a');
  expect(await say(ana, 'question')).toMatch(isOpen);

  const other = table.channel('frontend');
  game.platform.fail('post', { kind: 'refuse', code: 'unknown_outcome' });
  await table.type(ana, other, 'question');
  await game.advance(minute);
  await table.type(ana, other, 'question');
  expect(table.see(ana, other).at(-1)?.text).toMatch(asked);
});
