import { expect, it } from 'vitest';
import { tuesday } from '../setup/game.ts';
import { makeTenant, openRound } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';

onEachPostgres((game) => {
  it('keeps what a player reports at one moment once, also if it is stored again', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 2);
    const [ana = '', ben = ''] = tenant.players.map(({ id }) => id);
    const round = await openRound(store, tenant);
    const report = (player: string, at: number) =>
      store.reports.addReport(round, player, 'The answer is wrong', 'B is right, too.', at);
    for (let attempt = 0; attempt < 2; attempt += 1) await report(ana, tuesday);
    await report(ben, tuesday);
    await report(ana, tuesday + 1);
    const open = (await store.reports.openReports()).filter(({ question }) => question === round.question.id);
    expect(open.map(({ by, createdAt }) => `${by} ${createdAt.getTime() - tuesday}`).sort()).toEqual(
      [`${tenant.players[0]?.name} 0`, `${tenant.players[0]?.name} 1`, `${tenant.players[1]?.name} 0`].sort(),
    );
  });
});
