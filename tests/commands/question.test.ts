import { afterEach, expect, it } from 'vitest';
import { openGame, type PlayedGame, theBank } from '../setup/game.ts';
import { createTable } from '../setup/table.ts';

let game: PlayedGame;
afterEach(() => game.close());

it('offers an old question only where there may be one', async () => {
  const bank = await theBank();
  const without = [...bank.questions].filter(([, { concept }]) => concept !== 'python/iteration/generators');
  game = await openGame({ bank: { ...bank, questions: new Map(without) } });
  const table = createTable(game);
  const ana = table.person('Ana');
  const channel = table.channel('backend');
  const own = () => table.see(ana, channel).at(-1);
  await table.type(ana, channel, 'question generators');
  expect(own()?.text).toBe("No question on Generators is left that this channel hasn't had.");
  await table.press(ana, channel, 'Repeat an old one');
  expect(own()?.text).toBe('There is no question on Generators that can be asked here.');
  expect(own()?.buttons.map(({ label }) => label)).toEqual(['Any topic']);
  await table.press(ana, channel, 'Any topic');
  expect(game.platform.posted('C-backend')).toHaveLength(1);
});
