import { withStore } from './open-store.ts';

/** `npm run doctor`: proves that every standing equals the sum of its credited answers; `-- --rebuild` makes it so. */
await withStore(async (store) => {
  const wrong = await store.standings.wrongStandings();
  if (wrong.length === 0) {
    print('Every standing equals the sum of its credited answers.');
    return;
  }
  for (const one of wrong.slice(0, 20)) {
    print(
      `${one.channel} ${one.period} from ${one.start}, player ${one.player}: ${one.points ?? 'no'} points, should be ${one.should_be ?? 'none'}`,
    );
  }
  print(`${wrong.length} standings are wrong.`);
  if (!process.argv.includes('--rebuild')) {
    print('`npm run doctor -- --rebuild` counts them anew from the answers. Answering waits while it runs.');
    process.exitCode = 1;
    return;
  }
  print(`Rebuilt: ${await store.standings.rebuild()} standings.`);
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
