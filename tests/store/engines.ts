import { afterAll, beforeAll, describe } from 'vitest';
import { postgres15 } from '../setup/database.ts';
import { type Game, openEngine } from '../setup/game.ts';
import { needPart, postgres15Part } from '../setup/parts.ts';

/** The same tests on each Postgres that Prep must run on: the embedded one, and the oldest where the machine has it. */
export function onEachPostgres(tests: (game: () => Game) => void): void {
  const servers = [
    { name: 'Postgres 18', url: async () => undefined, here: true },
    { name: 'Postgres 15', url: postgres15, here: needPart(postgres15Part) !== undefined },
  ];
  for (const { name, url, here } of servers) {
    describe.skipIf(!here)(`on ${name}`, () => {
      let game: Game;
      beforeAll(async () => {
        game = await openEngine({ server: await url(), connections: 16 });
      });
      afterAll(() => game.close());
      tests(() => game);
    });
  }
}
