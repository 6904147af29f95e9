import { afterEach, describe, expect, it } from 'vitest';
import { day, minute } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

const own = () => game.table.see(game.ana, game.channel).findLast((one) => one.private);
const type = (line: string) => game.table.type(game.ana, game.channel, line);

/** Does `act` while today's question is on its way to the channel. */
async function whilePosting(act: () => Promise<unknown>): Promise<void> {
  let letGo: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  game.platform.fail('post', { kind: 'hold', until: () => held });
  game.clock.set(game.first);
  const posting = game.engine.wake({ kind: 'schedule', id: (await game.schedule()).id });
  while (game.platform.calls.post < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await act();
  letGo();
  await posting;
}

describe('while today’s question is being posted', () => {
  it('daily now says so and offers no second one', async () => {
    game = await openDaily();
    await whilePosting(() => type('daily now'));
    expect(own()?.text).toBe("Today's question is being posted at this moment.");
    expect(own()?.buttons).toEqual([]);
    expect(game.questionsPosted()).toBe(1);
  });

  it('a change holds from the next one, and says so', async () => {
    game = await openDaily();
    await whilePosting(() => type('daily at 15:00'));
    const changed = game.table.see(game.ana, game.channel).find(({ text }) => text.startsWith('Ana changed'));
    expect(changed?.text).toMatch(
      /Today's question is being posted at this moment and keeps its close\. The next one: 2026-11-25T15:00:00\.000Z\.$/,
    );
    await game.advance(day / 2);
    expect(game.questionsPosted()).toBe(1);
  });

  it('turned off, it still comes, once', async () => {
    game = await openDaily();
    await whilePosting(() => type('daily off'));
    const off = game.table.see(game.ana, game.channel).find(({ text }) => text.startsWith('Ana turned'));
    expect(off?.text).toContain("Today's question is being posted at this moment; it keeps its close and its answer.");
    await game.advance(day);
    expect(game.questionsPosted()).toBe(1);
  });
});

describe('minutes before', () => {
  it('the time of a question, a change that leaves the day without one says so', async () => {
    game = await openDaily();
    game.clock.set(game.first - 2 * minute);
    await type('daily at 08:00');
    expect(game.lastText()).toMatch(/There is none today any more\. The next one: 2026-11-25T08:00:00\.000Z\.$/);
    await type('daily at 09:30');
    expect(game.lastText()).toMatch(/next one\. The next one: 2026-11-24T09:30:00\.000Z\.$/);
  });

  it('the close of a question, the next one posted ahead of its time leaves it open', async () => {
    game = await openDaily();
    await game.advance(game.first - game.clock());
    await game.advance(day - 3 * minute);
    await type('daily now');
    expect(own()?.text).toBe(
      "Today's question is in the channel, ahead of its time. The one before it keeps its close, 2026-11-25T08:59:00.000Z.",
    );
    expect(game.questionsPosted()).toBe(2);
    await game.advance(5 * minute);
    expect((await game.rounds()).map(({ state }) => state)).toEqual(['revealed', 'open']);
  });

  it('the next question, an extra one is offered with that in sight', async () => {
    game = await openDaily('daily at 00:05 UTC every day');
    await game.advance(Date.UTC(2026, 10, 24, 0, 5) - game.clock());
    game.clock.set(Date.UTC(2026, 10, 24, 23, 50));
    await type('daily now');
    expect(own()?.text).toBe(
      "Today's question was posted already. An extra one counts for points and for no streak. The next one comes by itself: 2026-11-25T00:05:00.000Z.",
    );
  });
});

it('a question that the platform keeps waiting does not come after it was turned off, and that is said', async () => {
  game = await openDaily();
  game.clock.set(game.first);
  game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: 5 * minute });
  await game.engine.wake({ kind: 'schedule', id: (await game.schedule()).id });
  await type('daily now');
  expect(own()?.text).toBe("Today's question follows as soon as it can be posted.");
  await type('daily off');
  expect(game.lastText()).toContain("Today's question couldn't be posted yet, and doesn't come any more.");
  await game.advance(10 * minute);
  expect(game.questionsPosted()).toBe(0);
});
