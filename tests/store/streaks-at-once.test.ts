import { expect, it } from 'vitest';
import { type Reached, reachedNothing } from '../../src/fail-points.ts';
import type { Parts } from '../../src/parts.ts';
import { takeBack } from '../../src/quiz/settle.ts';
import { recountAfter, recountLeft, recountStreak, wrongStreaks } from '../../src/standings/recount.ts';
import type { Round } from '../../src/store/rounds.ts';
import { day, minute, tuesday } from '../setup/game.ts';
import { makeTenant, numberDay, openRound, type Tenant } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';
import { untilWaiting } from './waiting.ts';

// What tests/store/streaks.test.ts meets by chance, held at the moment at which it matters.
onEachPostgres((game) => {
  const partsOf = (reached: Reached) => ({ store: game().store, reached }) as unknown as Parts;

  async function daysOf(tenant: Tenant, count: number): Promise<Round[]> {
    const rounds: Round[] = [];
    for (let index = 0; index < count; index += 1) {
      const localDate = new Date(tuesday + index * day).toISOString().slice(0, 10);
      const { store, database } = game();
      const challengeDay = await numberDay(database, tenant, localDate);
      rounds.push(await openRound(store, tenant, { localDate, challengeDay, closesAt: tuesday + 9 * day }));
    }
    return rounds;
  }

  const answer = (round: Round | undefined, player: string) =>
    round &&
    game().store.answers.recordAnswer(
      round,
      { player, picked: [0], verdict: 'wrong', points: 0, eventAt: tuesday + minute },
      tuesday,
    );

  /** A player who has answered the first and the third day of three that are open; the third is still to be counted. */
  async function skippedOne() {
    const tenant = await makeTenant(game().store, 1);
    const player = tenant.players[0]?.id ?? '';
    const rounds = await daysOf(tenant, 3);
    await answer(rounds[0], player);
    expect(await answer(rounds[2], player)).toMatchObject({ uncounted: true });
    return { key: { channel: tenant.channel.id, player }, rounds };
  }

  /** Counts a streak while `meanwhile` happens: from when the log has been read until that is over, or waits for the count itself. */
  async function countedDuring(key: { channel: string; player: string }, meanwhile: () => Promise<unknown>) {
    const { store, database } = game();
    let happens: Promise<unknown> = Promise.resolve();
    let counts: Promise<unknown> = Promise.resolve();
    await database.sql.begin(async (tx) => {
      // Days away are the last thing that a count reads.
      await tx`lock table aways in access exclusive mode`;
      counts = recountStreak(store, key);
      await untilWaiting(database.sql, 1);
      let over = false;
      happens = meanwhile().finally(() => {
        over = true;
      });
      await untilWaiting(database.sql, 2, () => over);
    });
    await Promise.all([counts, happens]);
  }

  const streak = async ({ channel, player }: { channel: string; player: string }) =>
    (await game().store.streaks.streaks(channel, [player])).get(player);

  it('is counted again where its count had read a day as open that closed meanwhile', async () => {
    const { store } = game();
    const { key, rounds } = await skippedOne();
    const [, second] = rounds;
    if (!second) throw new Error('there are three');
    await countedDuring(key, async () => {
      await store.rounds.closeRound(second, tuesday);
      await recountAfter(store, second);
    });
    expect(await streak(key)).toEqual({ lastDay: 3, length: 1, best: 1, freezes: 0 });
  });

  it.each([
    ['is counted again', reachedNothing],
    ['says that it must be counted where the process died', () => Promise.reject(new Error('killed'))],
  ])('%s, where its count had read a question that was taken back meanwhile', async (_, reached) => {
    const { store } = game();
    const { key, rounds } = await skippedOne();
    const [first] = rounds;
    if (!first) throw new Error('there are three');
    await countedDuring(key, () => takeBack(partsOf(reached), first).catch(() => undefined));
    await recountLeft(store);
    expect(await streak(key)).toEqual({ lastDay: 3, length: 1, best: 1, freezes: 0 });
  });

  it('keeps the first answer that comes while nothing is counted', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 1);
    const key = { channel: tenant.channel.id, player: tenant.players[0]?.id ?? '' };
    const [first] = await daysOf(tenant, 1);
    await countedDuring(key, async () => answer(first, key.player));
    expect(await streak(key)).toEqual({ lastDay: 1, length: 1, best: 1, freezes: 0 });
    expect(await wrongStreaks(store)).toEqual([]);
  });
});
