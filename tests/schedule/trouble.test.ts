import { afterEach, describe, expect, it } from 'vitest';
import { claimMs, takeoverMs } from '../../src/store/occurrences.ts';
import { plainText } from '../../src/view/plain-text.ts';
import { day, hour, minute } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

const wake = async (engine = game.engine) => engine.wake({ kind: 'schedule', id: (await game.schedule()).id });
const told = (): string[] =>
  game.platform.told.map(({ message }) => plainText(message, ({ at }) => new Date(at).toISOString()));
const untold = async (): Promise<string[]> =>
  (await game.database.sql<{ d: string }[]>`select local_date as d from occurrences where untold order by 1`).map(
    ({ d }) => d,
  );

/** Past its grace, because the platform refused it from the first moment to the last. */
async function refusedAllDay(): Promise<void> {
  await game.engine.sweep();
  game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: 6 * hour + 1 });
  game.clock.set(game.first);
  await game.engine.sweep();
  // Prep itself is there all the time.
  for (let waited = 0; waited < 6 * hour; waited += 5 * minute) await game.advance(5 * minute);
  await game.advance(1);
}

describe('a question that was missed', () => {
  it('is told to the person who set it up, with the reason and the next one', async () => {
    game = await openDaily();
    await refusedAllDay();
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'missed', reason: 'rate_limited' });
    expect(game.platform.told.map(({ person }) => person)).toEqual(['U-Ana']);
    expect(told()).toEqual([
      "Today's 09:00 question in #backend was not posted: Slack refused me from 2026-11-24T09:00:00.000Z to " +
        '2026-11-24T15:00:00.001Z. No streak is touched. The next one: 2026-11-25T09:00:00.000Z.',
    ]);
    expect(await game.rounds()).toMatchObject([{ state: 'withdrawn' }]);
    expect(await untold()).toEqual([]);
    await game.advance(day);
    expect(game.lastText()).not.toContain('not posted');
  });

  it('says since when Prep was down, and names the day', async () => {
    game = await openDaily();
    await game.engine.sweep();
    game.clock.set(game.first + 20 * hour);
    await game.engine.sweep();
    expect(told()).toEqual([
      "Yesterday's 09:00 question in #backend was not posted: Prep was down from 2026-11-24T09:00:00.000Z to " +
        '2026-11-25T05:00:00.000Z. No streak is touched. The next one: 2026-11-25T09:00:00.000Z.',
    ]);
  });

  it.each(['cannot_tell', 'unreachable', 'token_revoked'] as const)(
    'is said once by the channel’s next post if that person can’t be reached (%s)',
    async (code) => {
      game = await openDaily();
      game.platform.fail('tell', { kind: 'refuse', code });
      await refusedAllDay();
      expect(told()).toEqual([]);
      expect(await untold()).toEqual(['2026-11-24']);
      game.clock.set(game.first + day);
      await game.engine.sweep();
      const line = "Yesterday's 09:00 question was not posted: Slack refused it.";
      expect(game.lastText()).toContain(line);
      // Whoever edits it, and whenever.
      await game.table.press(game.ben, game.channel, 'My answer');
      await game.table.press(game.ben, game.channel, game.lastText().includes('Choose all') ? 'Choose' : 'A');
      const edits = game.platform.calls.edit;
      const another = game.another();
      game.clock.set(game.first + 2 * day);
      await another.sweep();
      expect(game.platform.calls.edit).toBeGreaterThan(edits);
      // The reveal has no foot, and the post after it has nothing to say.
      expect(game.lastText()).not.toContain('not posted');
    },
  );

  it('is said with the ones before it, and by the next one if that post never comes', async () => {
    game = await openDaily();
    await game.engine.sweep();
    game.platform.fail('tell', ...Array(3).fill({ kind: 'refuse', code: 'cannot_tell' }));
    game.clock.set(game.first + day + 23 * hour);
    await game.engine.sweep();
    expect(await untold()).toEqual(['2026-11-24', '2026-11-25']);
    game.platform.fail('post', { kind: 'refuse', code: 'refused_payload' });
    game.clock.set(game.first + 2 * day);
    await game.engine.sweep();
    expect(await game.occurrence('2026-11-26')).toMatchObject({ state: 'missed', reason: 'refused_payload' });
    game.clock.set(game.first + 3 * day);
    await game.engine.sweep();
    expect(game.lastText()).toContain(
      "Yesterday's 09:00 question was not posted: Slack refused it. Nor were 2 questions before it.",
    );
  });
});

describe('a post of which the platform doesn’t say whether it stands', () => {
  const lost = { kind: 'drop after posting' } as const;

  it('is looked for again while the platform can’t be asked', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', lost);
    game.platform.fail('find', { kind: 'refuse', code: 'unreachable' }, { kind: 'refuse', code: 'rate_limited' });
    await wake();
    for (let tries = 0; tries < 3; tries += 1) await game.advance(claimMs + takeoverMs + 1001);
    expect(game.platform.calls.find).toBe(3);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted' });
    expect(game.questionsPosted()).toBe(1);
  });

  it('is told as unknown once its grace is over, and doesn’t hold up tomorrow’s', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', lost);
    await wake();
    game.platform.fail('find', { kind: 'refuse', code: 'unreachable' });
    await game.advance(7 * hour);
    expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'unknown' });
    expect(told()).toEqual([
      expect.stringMatching(/^I can't tell whether today's 09:00 question in #backend was posted: /),
    ]);
    await game.advance(17 * hour);
    expect(await game.occurrence('2026-11-25')).toMatchObject({ state: 'posted' });
  });
});

it('a refusal that arrives after somebody else has posted takes nothing back', async () => {
  game = await openDaily();
  game.clock.set(game.first);
  game.platform.fail('post', {
    kind: 'hold',
    until: async () => {
      game.clock.add(claimMs + takeoverMs + 1);
      await wake(game.another());
    },
  });
  // Held for too long, and refused at the end.
  const { post } = game.platform;
  let first = true;
  Object.assign(game.platform, {
    async post(...given: Parameters<typeof post>) {
      const mine = first;
      first = false;
      const posted = await post.apply(game.platform, given);
      if (!mine) return posted;
      game.platform.remove(posted.message);
      const { PlatformError } = await import('../../src/platform.ts');
      throw new PlatformError('slack', 'no_permission');
    },
  });
  await wake();
  expect(await game.occurrence('2026-11-24')).toMatchObject({ state: 'posted', attempt: 2 });
  expect(await game.rounds()).toMatchObject([{ state: 'open' }]);
  expect(game.questionsPosted()).toBe(1);
  expect(told()).toEqual([]);
});
