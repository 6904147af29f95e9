import { rebuild, wrongStreaks } from '../src/standings/recount.ts';
import type { Store } from '../src/store/index.ts';
import { count } from '../src/view/words.ts';
import { withStore } from './open-store.ts';

/**
 * `npm run doctor`: proves that every standing equals the sum of its credited answers, and every streak what the rule makes of
 * its log; `-- --rebuild` makes it so.
 */
const rebuilds = process.argv.includes('--rebuild');
const unknown = process.argv.slice(2).find((given) => given !== '--rebuild');
if (unknown !== undefined) {
  print(`I don't know "${unknown}". \`npm run doctor\` compares, \`npm run doctor -- --rebuild\` makes it so.`);
  process.exitCode = 1;
} else await withStore(examine);

async function examine(store: Store): Promise<void> {
  const [wrong, streaks] = [await store.standings.wrongStandings(), await wrongStreaks(store)];
  if (wrong.length === 0) print('Every standing equals the sum of its credited answers.');
  if (streaks.length === 0) print('Every streak is what its log says.');
  if (wrong.length === 0 && streaks.length === 0) return;
  for (const one of wrong.slice(0, 20)) {
    print(
      `${one.channel} ${one.period} from ${one.start}, player ${one.player}: ${one.points ?? 'no'} points, should be ${one.should_be ?? 'none'}`,
    );
  }
  for (const { channel, player, kept, shouldBe } of streaks.slice(0, 20)) {
    print(
      `${channel}, player ${player}: a streak of ${kept?.length ?? 'no'} days, should be ${shouldBe?.length ?? 'none'}`,
    );
  }
  print(`${count(wrong.length, 'standing')} and ${count(streaks.length, 'streak')} are wrong.`);
  if (!rebuilds) {
    print('`npm run doctor -- --rebuild` counts them anew from the answers. Answering waits while it runs.');
    process.exitCode = 1;
    return;
  }
  print(`Rebuilt: ${count(await rebuild(store), 'standing')}, and every streak.`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
