import { afterEach, describe, expect, it } from 'vitest';
import { day } from '../setup/game.ts';
import { shownOf } from '../setup/table.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

const told = () =>
  game.platform.posts.filter(({ message }) => shownOf('', message, false).text.includes('has stopped asking'));

/** Lets every day come until `local` at 09:30, each closed by the next. */
async function until(local: string): Promise<void> {
  const end = Date.parse(`${local}T09:30:00Z`);
  while (game.clock() < end) await game.advance(Math.min(day / 2, end - game.clock()));
}

/** Somebody answers what is open. */
async function answer(): Promise<void> {
  const [open] = (await game.rounds()).filter(({ state }) => state === 'open');
  await game.table.act(game.ben, game.channel, { kind: 'press', action: `answer.${open?.id}.0` });
}

describe('an empty room', () => {
  it('stops the daily challenge at the close of the tenth, says so once, and goes on by a button', async () => {
    game = await openDaily('daily at 09:00 UTC every day closes 6h');
    await until('2026-11-30');
    await answer();
    await until('2026-12-10');
    // Nine without an answer, and the tenth is open.
    expect(await game.schedule()).toMatchObject({ enabled: true });
    await game.advance(day / 2);
    expect(await game.schedule()).toMatchObject({ enabled: false, next: undefined, stopped: 'quiet' });
    expect(game.lastText()).toBe(
      'Ten questions without an answer, so Prep has stopped asking. Keep going whenever you like.',
    );
    await game.advance(5 * day);
    expect(told()).toHaveLength(1);
    // Discord finds a message again by its buttons.
    expect(JSON.stringify(told()[0]?.message)).toContain(told()[0]?.key);
    const asked = game.questionsPosted();
    await game.table.type(game.ana, game.channel, 'daily');
    await game.table.press(game.ana, game.channel, 'Keep going');
    expect(game.lastText()).toMatch(/^Ana resumed the daily challenge\. The next question: /);
    await game.advance(day / 2);
    expect(game.questionsPosted()).toBe(asked + 1);
    // The count begins anew with the change.
    expect(await game.schedule()).toMatchObject({ enabled: true });
  });

  it('is left alone while people answer, whatever they answer', async () => {
    game = await openDaily('daily at 09:00 UTC every day');
    for (let one = 0; one < 12; one += 1) {
      await game.advance(day);
      if (one % 5 === 0) await answer();
    }
    expect(await game.schedule()).toMatchObject({ enabled: true });
  });

  it('is told by whoever comes next, once, where the process died or the answer was lost', async () => {
    game = await openDaily('daily at 09:00 UTC every day closes 6h');
    await until('2026-12-03');
    game.platform.fail('post', { kind: 'drop after posting' });
    await game.advance(day / 2);
    expect(await game.schedule()).toMatchObject({ enabled: false, stopped: 'quiet, untold' });
    expect(told()).toHaveLength(1);
    await Promise.all([game.advance(day), game.another().sweep()]);
    expect(told()).toHaveLength(1);
    expect(await game.schedule()).toMatchObject({ stopped: 'quiet' });
  });

  it('is told a minute later where the platform asked to wait', async () => {
    game = await openDaily('daily at 09:00 UTC every day closes 6h');
    await until('2026-12-03');
    game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: 1000 });
    await game.advance(day / 2);
    expect(told()).toHaveLength(0);
    await game.advance(60_000);
    expect(told()).toHaveLength(1);
  });
});
