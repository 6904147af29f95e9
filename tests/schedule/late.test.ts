import { afterEach, describe, expect, it } from 'vitest';
import { explained, type Late } from '../../src/schedule/late.ts';
import { hour, minute } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

describe('what held a post up', () => {
  const time = { from: 100, to: 200 };
  it.each<[string, Parameters<typeof explained>, Late | undefined]>([
    ['nothing that is known', [time, undefined, false], undefined],
    ['refusals', [time, undefined, true], { cause: 'refused', from: 100, to: 200 }],
    [
      'an outage, as far as it was in the way',
      [time, { began: 20, ended: 195 }, false],
      { cause: 'down', from: 100, to: 195 },
    ],
    ['an outage that lasts', [time, { began: 20, ended: 300 }, false], { cause: 'down', from: 100, to: 200 }],
    [
      'a long outage and refusals after it',
      [time, { began: 20, ended: 150 }, true],
      { cause: 'down', from: 100, to: 150 },
    ],
    [
      'a short outage and refusals after it',
      [time, { began: 20, ended: 120 }, true],
      { cause: 'refused', from: 120, to: 200 },
    ],
    [
      'refusals and a short outage among them',
      [time, { began: 130, ended: 150 }, true],
      { cause: 'refused', from: 100, to: 200 },
    ],
  ])('%s', (_, given, expected) => {
    expect(explained(...given)).toEqual(expected);
  });
});

describe('a post that comes late', () => {
  let game: Daily;
  afterEach(() => game.close());

  const stored = async (): Promise<Late | null> =>
    (await game.database.sql<{ late: Late | null }[]>`select late from rounds order by opened_at desc limit 1`)[0]
      ?.late ?? null;
  const outages = () => game.database.sql<{ began: Date; ended: Date }[]>`select began, ended from outages`;
  const excused = async () =>
    (await game.database.sql<{ excused: boolean }[]>`select excused from challenge_days`).map((row) => row.excused);
  const wake = async () => game.engine.wake({ kind: 'schedule', id: (await game.schedule()).id });
  const at = (ms: number): string => new Date(game.first + ms).toISOString();

  it('says from when to when Prep was down, at its reveal, too', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri closes 6h');
    game.clock.set(game.first - hour);
    await game.engine.sweep();
    await game.advance(2.5 * hour);
    expect(await outages()).toMatchObject([
      { began: new Date(game.first - hour), ended: new Date(game.first + 1.5 * hour) },
    ]);
    const words = `Late today: Prep was down from ${at(0)} to ${at(1.5 * hour)}.`;
    expect(game.lastText()).toContain(words);
    expect(await stored()).toEqual({ cause: 'down', from: game.first, to: game.first + 1.5 * hour });
    // As long as the usual one: six hours from the real post.
    expect(game.lastText()).toContain(`Open until ${at(7.5 * hour)}.`);
    // By another process, which remembers nothing.
    game.clock.add(6 * hour);
    await game.another().sweep();
    expect(game.lastText()).toMatch(/It was [A-E]/);
    expect(game.lastText()).toContain(words);
    expect(await excused()).toEqual([false]);
  });

  it('is open for as long as usual where the close is a time of day', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri closes 12:00');
    await game.engine.sweep();
    game.clock.set(game.first + 2.5 * hour);
    await game.engine.sweep();
    expect(game.lastText()).toContain(`Open until ${at(5.5 * hour)}.`);
    await game.advance(3 * hour - 1);
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['open']);
    await game.advance(1);
    expect(game.lastText()).toMatch(/It was [A-E]/);
  });

  it('says so, too, if a job brings it before the first sweep', async () => {
    game = await openDaily();
    game.clock.set(game.first - hour);
    await game.engine.sweep();
    game.clock.set(game.first + 20 * minute);
    await wake();
    expect(await stored()).toEqual({ cause: 'down', from: game.first, to: game.first + 20 * minute });
  });

  it('says nothing within five minutes, and a pause between sweeps is no outage', async () => {
    game = await openDaily();
    game.clock.set(game.first - minute);
    await game.engine.sweep();
    await game.advance(6 * minute);
    expect(game.lastText()).not.toContain('Late today');
    expect(await stored()).toBeNull();
    expect(await outages()).toEqual([]);
  });

  it('says that the platform took no posts, and stays open from the real post on', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri closes 6h');
    game.clock.set(game.first - minute);
    await game.engine.sweep();
    game.platform.fail(
      'post',
      { kind: 'refuse', code: 'rate_limited', retryAfterMs: 3 * minute },
      { kind: 'refuse', code: 'unreachable', retryAfterMs: 5 * minute },
      { kind: 'refuse', code: 'rate_limited', retryAfterMs: 2 * minute },
    );
    for (let waited = 0; waited <= 10; waited += 1) await game.advance(minute);
    const words = `Late today: Slack took no posts from ${at(0)} to ${at(10 * minute)}.`;
    expect(game.lastText()).toContain(words);
    expect(game.lastText()).toContain(`Open until ${at(6 * hour + 10 * minute)}.`);
    expect(game.questionsPosted()).toBe(1);
    await game.advance(6 * hour - 1);
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['open']);
    await game.advance(1);
    expect(game.lastText()).toMatch(/It was [A-E]/);
    expect(game.lastText()).toContain(words);
  });

  it('breaks no streak if it comes more than two hours late', async () => {
    game = await openDaily();
    game.clock.set(game.first + 2 * hour + 1);
    await game.engine.sweep();
    expect(await excused()).toEqual([true]);
  });

  it('breaks no streak if it was refused for more than two hours', async () => {
    game = await openDaily();
    game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: 2 * hour + 1 });
    game.clock.set(game.first);
    await game.engine.sweep();
    expect(await excused()).toEqual([false]);
    await game.advance(2 * hour + 1);
    expect(game.questionsPosted()).toBe(1);
    expect(await excused()).toEqual([true]);
  });
});
