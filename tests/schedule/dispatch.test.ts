import { afterEach, describe, expect, it } from 'vitest';
import { claimMs, takeoverMs } from '../../src/store/occurrences.ts';
import { day, hour, minute } from '../setup/game.ts';
import { aRound } from '../setup/rows.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

/** What the sweep would do about the schedule, by as many processes at once. */
async function wake(times = 1): Promise<void> {
  const { id } = await game.schedule();
  const engines = [game.engine, ...Array.from({ length: times - 1 }, () => game.another())];
  await Promise.all(engines.map((engine) => engine.wake({ kind: 'schedule', id })));
}

/** When the schedule will be woken. */
async function wakeUps(): Promise<number[]> {
  const { id } = await game.schedule();
  return game.wakeUps.planned.filter(({ wakeUp }) => wakeUp.id === id).map(({ at }) => at);
}

describe('a daily challenge whose time has come', () => {
  it('is posted once by five processes that are woken together', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await wake(5);
    expect(game.questionsPosted()).toBe(1);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted', attempt: 1, postedAt: game.first });
    expect(await game.rounds()).toMatchObject([{ state: 'open', local_date: '2026-11-24', challenge_day: 1 }]);
    expect(await wakeUps()).toContain(game.first + day);
    await wake(2);
    expect(game.questionsPosted()).toBe(1);
  });

  it('is not posted before its time, and the wake-up is planned again', async () => {
    game = await openDaily();
    game.clock.set(game.first - 1);
    game.wakeUps.planned.length = 0;
    await wake();
    expect(game.questionsPosted()).toBe(0);
    expect(game.wakeUps.planned).toEqual([
      { wakeUp: { kind: 'schedule', id: (await game.schedule()).id, rank: 1 }, at: game.first },
    ]);
  });

  it('is taken over when the process that claimed it is gone', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    const { dispatches } = game.store;
    const due = await dispatches.due((await game.schedule()).id, game.clock());
    if (!due?.schedule.next) throw new Error('nothing is due');
    const { schedule } = due;
    const following = { localDate: '2026-11-25', at: game.first + day };
    const round = { ...aRound({ ...due, players: [] }, { openedAt: game.clock() }), occurrence: 'claimed' };
    expect(
      await dispatches.claimAndOpen({ schedule, expected: due.schedule.next, following, round, now: game.clock() }),
    ).toBeDefined();
    await game.advance(claimMs + takeoverMs);
    expect(game.questionsPosted()).toBe(0);
    game.clock.add(1);
    await wake(5);
    expect(game.questionsPosted()).toBe(1);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted', attempt: 2 });
  });

  it('is not sent by somebody whose claim has run out', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'hold', until: takeItOver });
    await wake();
    expect(game.platform.calls.post).toBe(2);
    expect(game.questionsPosted()).toBe(1);

    /** While the first is on its way, nobody may take it over. */
    async function takeItOver(): Promise<void> {
      game.clock.add(claimMs + takeoverMs - 1);
      await game.another().sweep();
    }
  });

  it('closes just before the next one, and says yesterday’s result at its foot', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await wake();
    await answer(game, 'A');
    game.clock.set(game.first + day - minute);
    await game.engine.sweep();
    expect(game.lastText()).toMatch(/It was [A-E]/);
    game.clock.set(game.first + day);
    await wake();
    expect(game.lastText()).toMatch(/^Yesterday: [A-E](, [A-E])*( and [A-E])?\. 1 answered\.$/m);
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed', 'open']);
  });

  it('closes what is due before it posts, so that the foot is there even when the close was slept through', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await wake();
    game.clock.set(game.first + day + minute);
    await wake();
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed', 'open']);
    expect(game.lastText()).toMatch(/Yesterday: .* Nobody answered\./);
  });

  it('names the weekday of the last one after a weekend', async () => {
    game = await openDaily();
    game.clock.set(game.first + 3 * day);
    await wake();
    game.clock.set(game.first + 6 * day);
    await wake();
    expect((await game.rounds()).map((round) => round.local_date).slice(-2)).toEqual(['2026-11-27', '2026-11-30']);
    expect(game.lastText()).toMatch(/^Friday: /m);
  });
});

describe('what the platform answers to the post', () => {
  it('a refusal for good: nothing is left of it, no streak is touched, and tomorrow comes', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'not_in_channel' });
    await wake();
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'missed', reason: 'not_in_channel' });
    expect(await game.rounds()).toMatchObject([{ state: 'withdrawn' }]);
    expect(game.questionsPosted()).toBe(0);
    game.clock.set(game.first + day);
    await wake();
    expect(await game.rounds()).toMatchObject([{ state: 'withdrawn' }, { state: 'open', challenge_day: 1 }]);
    expect(game.lastText()).not.toContain('Yesterday');
  });

  it.each(['rate_limited', 'unreachable'] as const)('%s: it is sent again when it was said, and once', async (code) => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code, retryAfterMs: 3 * minute });
    await wake();
    expect(game.questionsPosted()).toBe(0);
    expect(await wakeUps()).toContain(game.first + 3 * minute);
    game.clock.add(3 * minute - 1);
    await wake(2);
    expect(game.questionsPosted()).toBe(0);
    game.clock.add(1);
    await wake(5);
    expect(game.questionsPosted()).toBe(1);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted' });
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['open']);
  });

  it('a refusal for now, where history may not be read: nothing was sent, so it is sent again', async () => {
    game = await openDaily();
    game.platform.canFind = false;
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: minute });
    await wake();
    game.clock.add(minute);
    await wake();
    expect(game.questionsPosted()).toBe(1);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted' });
  });

  it('nothing, though it was posted: the post is found and not sent again', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'drop after posting' });
    await wake();
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'claimed' });
    await game.advance(claimMs + takeoverMs + 1001);
    expect(game.questionsPosted()).toBe(1);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted' });
    const [round] = await game.rounds();
    expect(round?.message).not.toBeNull();
    // It is a question like any other from here on.
    expect(await answer(game, 'A')).toContain('is in.');
    await game.advance(day);
    expect(game.lastText()).toMatch(/Yesterday: .* 1 answered\./);
  });

  it('nothing, and it was not posted: it is sent again, once', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'unknown_outcome' });
    await wake();
    expect(await wakeUps()).toContain(game.first + claimMs + takeoverMs + 1000);
    game.clock.add(claimMs + takeoverMs + 1000);
    await wake(5);
    expect(game.questionsPosted()).toBe(1);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted', attempt: 2 });
  });

  it('nothing, and history may not be read: it is not sent again, and a click proves that it stands there', async () => {
    game = await openDaily();
    game.platform.canFind = false;
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'drop after posting' });
    await wake();
    await game.advance(claimMs + takeoverMs + 1001);
    await game.advance(hour);
    expect(game.platform.calls.post).toBe(2);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'unknown' });
    expect(await answer(game, 'A')).toContain('is in.');
    game.clock.set(game.first + day);
    await game.engine.sweep();
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed', 'open']);
    expect(await game.store.standings.wrongStandings()).toEqual([]);
  });

  it('an edit that is refused for now: the reveal waits, and today’s question does not', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await wake();
    game.clock.set(game.first + day);
    game.platform.fail('edit', { kind: 'refuse', code: 'unreachable' });
    await wake();
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['closed', 'open']);
    await game.engine.sweep();
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed', 'open']);
  });
});

describe('a post of which nobody knows', () => {
  it('breaks no streak if nobody ever clicked on it', async () => {
    game = await openDaily();
    game.platform.canFind = false;
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'unknown_outcome' });
    await wake();
    await game.advance(claimMs + takeoverMs + 1001);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'unknown' });
    game.clock.set(game.first + day);
    await game.engine.sweep();
    expect(await game.rounds()).toMatchObject([{ state: 'withdrawn' }, { state: 'open', challenge_day: 1 }]);
  });

  it('gets its reveal when it is found only after its close', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri closes 1h');
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'drop after posting' });
    await wake();
    await game.advance(2 * hour);
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed']);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted' });
    expect(game.lastText()).toMatch(/It was [A-E]/);
  });
});

describe('a post that could not be made in time', () => {
  it('is made up within the grace, and says why it is late', async () => {
    game = await openDaily();
    game.clock.set(game.first + 5 * hour);
    await wake();
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted' });
    expect(game.lastText()).toContain(
      'Late today: Prep was down from 2026-11-24T09:00:00.000Z to 2026-11-24T14:00:00.000Z.',
    );
  });

  it('is missed after the grace, with no number among the challenge days', async () => {
    game = await openDaily();
    game.clock.set(game.first + 6 * hour + 1);
    await wake();
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'missed' });
    expect(game.questionsPosted()).toBe(0);
    game.clock.set(game.first + day);
    await wake();
    expect(await game.rounds()).toMatchObject([{ local_date: '2026-11-25', challenge_day: 1 }]);
  });

  it('is missed once after days of sleep, and only today’s is made up', async () => {
    game = await openDaily();
    game.clock.set(game.first + 2 * day + hour);
    await wake();
    const states = ['2026-11-24', '2026-11-25', '2026-11-26'].map(async (date) => (await game.occurrence(date))?.state);
    expect(await Promise.all(states)).toEqual(['missed', 'missed', 'posted']);
    expect(game.questionsPosted()).toBe(1);
  });

  it('is not made up after the grace when the platform kept refusing it for so long', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'unreachable' });
    await wake();
    game.clock.set(game.first + 7 * hour);
    await wake();
    expect(game.questionsPosted()).toBe(0);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'missed' });
    game.clock.set(game.first + day);
    await wake();
    expect(await game.rounds()).toMatchObject([{ state: 'withdrawn' }, { state: 'open', challenge_day: 1 }]);
    expect(game.lastText()).not.toContain('Yesterday');
  });

  it('is made up after its own close would have been, and stays open as long as it would have', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri closes 1h');
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'unreachable' });
    await wake();
    await game.advance(2 * hour);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted', postedAt: game.first + 2 * hour });
    expect(game.lastText()).toContain('Open until 2026-11-24T12:00:00.000Z.');
    await game.advance(hour);
    expect(await game.rounds()).toMatchObject([{ state: 'revealed' }]);
  });
});

/** Ben answers the newest question; what he reads. */
async function answer(daily: Daily, label: string): Promise<string> {
  const { table, ben, channel } = daily;
  const shown = table
    .see(ben, channel)
    .filter((one) => !one.private)
    .at(-1);
  const several = shown?.buttons.some((button) => button.label === 'Choose') ?? false;
  await table.press(ben, channel, several ? 'Choose' : label);
  if (several) await table.submit(ben, { picked: ['0'] });
  return (
    table
      .see(ben, channel)
      .filter((one) => one.private)
      .at(-1)?.text ?? ''
  );
}
