import fc from 'fast-check';
import { expect, it } from 'vitest';
import { streakOfLog } from '../../src/standings/streak.ts';
import { minute, tuesday } from '../setup/game.ts';
import { makeTenant, openRound, type Tenant } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';

onEachPostgres((game) => {
  const answering = (tenant: Tenant, player: number) => ({
    player: tenant.players[player]?.id ?? '',
    picked: [0],
    verdict: 'wrong' as const,
    points: 0,
    eventAt: tuesday + minute,
  });

  it('counts challenge days as the log does, in whatever order they are answered', async () => {
    const { store } = game();
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(days, fc.constantFrom('at once' as const, 'at reveal' as const), async (order, feedback) => {
        const tenant = await makeTenant(store, 1);
        const answered: number[] = [];
        for (const challengeDay of order) {
          const round = await openRound(store, tenant, { challengeDay, feedback });
          const told = await store.answers.recordAnswer(round, answering(tenant, 0), tuesday);
          answered.push(challengeDay);
          expect(told?.streak).toBe(streakOfLog(answered)?.length);
        }
        expect(await store.standings.streak(tenant.channel.id, tenant.players[0]?.id ?? '')).toEqual(
          streakOfLog(answered),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('loses no day of a streak when several are answered at the same moment', async () => {
    const { store } = game();
    const order = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 3, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(order, async (days) => {
        const tenant = await makeTenant(store, 1);
        const player = tenant.players[0]?.id ?? '';
        const rounds = await Promise.all(days.map((challengeDay) => openRound(store, tenant, { challengeDay })));
        await Promise.all(rounds.map((round) => store.answers.recordAnswer(round, answering(tenant, 0), tuesday)));
        expect(await store.standings.streak(tenant.channel.id, player)).toEqual(streakOfLog(days));
      }),
      { numRuns: 40 },
    );
  });

  it('counts two questions of one day once, and a question of no day not at all', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 1);
    const player = tenant.players[0]?.id ?? '';
    for (const challengeDay of [3, undefined, 3, 4]) {
      const round = await openRound(store, tenant, { challengeDay });
      await store.answers.recordAnswer(round, answering(tenant, 0), tuesday);
    }
    expect(await store.standings.streak(tenant.channel.id, player)).toEqual({ lastDay: 4, length: 2, best: 2 });
  });
});
