import { afterEach, expect, it } from 'vitest';
import { claimMs, takeoverMs } from '../../src/store/occurrences.ts';
import { day, hour, minute } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(async () => {
  await game.close();
  expect(game.platform.violations).toEqual([]);
});

async function status(): Promise<string[]> {
  await game.table.type(game.ben, game.channel, 'daily status');
  const shown = game.table.see(game.ben, game.channel).filter((one) => one.private);
  return shown.at(-1)?.text.split('\n') ?? [];
}

/** Prep is there in between, as it is. */
async function until(at: number): Promise<void> {
  while (game.clock() < at) {
    game.clock.set(Math.min(at, game.clock() + 5 * minute));
    await game.engine.sweep();
  }
}

it('tells of each of the last ten when it was planned and came, or why it did not', async () => {
  game = await openDaily('daily at 09:00 UTC every day closes 6h');
  const { first, platform } = game;
  expect(await status()).toEqual([
    'The next one: 2026-11-24T09:00:00.000Z for you, 09:00 in UTC.',
    'Nothing was due here yet.',
  ]);
  await game.engine.sweep();
  // The first goes out in time.
  game.clock.set(first);
  await game.engine.sweep();
  // Prep sleeps over the second for an hour.
  game.clock.set(first + day - minute);
  await game.engine.sweep();
  game.clock.set(first + day + hour);
  await game.engine.sweep();
  // The third is refused for twenty minutes, and then deleted.
  await until(first + 2 * day - minute);
  platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: 20 * minute });
  game.clock.set(first + 2 * day);
  await game.engine.sweep();
  expect((await status())[2]).toBe(
    '2026-11-26T09:00:00.000Z: not posted yet: Slack refused it. It is tried again at 2026-11-26T09:20:00.000Z.',
  );
  await until(first + 2 * day + 20 * minute);
  platform.remove(platform.posted(game.channel.id).at(-1)?.id ?? '');
  await until(first + 3 * day - minute);
  // The fourth is refused for good, and of the fifth nobody knows.
  platform.fail('post', { kind: 'refuse', code: 'not_in_channel' }, { kind: 'drop after posting' });
  await until(first + 4 * day - minute);
  expect((await status())[1]).toBe('Nothing could be posted the last time: Prep was not in the channel.');
  platform.canFind = false;
  await until(first + 4 * day);
  expect((await status())[3]).toBe('2026-11-28T09:00:00.000Z: being posted.');
  await game.advance(claimMs + takeoverMs + 1001);
  expect(await status()).toEqual([
    'The next one: 2026-11-29T09:00:00.000Z for you, 09:00 in UTC.',
    'Nothing could be posted the last time: Prep was not in the channel.',
    'The last ones, as planned and as they came:',
    '2026-11-28T09:00:00.000Z: not known whether it was posted: Slack never answered.',
    '2026-11-27T09:00:00.000Z: not posted: Prep was not in the channel.',
    '2026-11-26T09:00:00.000Z: made up at 2026-11-26T09:20:00.000Z. Slack took no posts from 2026-11-26T09:00:00.000Z ' +
      'to 2026-11-26T09:20:00.000Z. It was deleted in the channel and counts for nobody.',
    '2026-11-25T09:00:00.000Z: made up at 2026-11-25T10:00:00.000Z. Prep was down from 2026-11-25T09:00:00.000Z to 2026-11-25T10:00:00.000Z.',
    '2026-11-24T09:00:00.000Z: posted at 2026-11-24T09:00:00.000Z.',
  ]);
});

it('tells of ten at most, and of several schedules by their numbers', async () => {
  game = await openDaily('daily at 09:00 UTC every day');
  await game.table.type(game.ana, game.channel, 'daily add 14:00 UTC every day');
  for (let days = 0; days < 6; days += 1) {
    for (const at of [0, 5 * hour]) {
      game.clock.set(game.first + days * day + at);
      await game.engine.sweep();
    }
  }
  const lines = await status();
  expect(lines.slice(0, 2)).toEqual([
    '1. The next one: 2026-11-30T09:00:00.000Z for you, 09:00 in UTC.',
    '2. The next one: 2026-11-30T14:00:00.000Z for you, 14:00 in UTC.',
  ]);
  expect(lines.slice(3)).toHaveLength(10);
  expect(lines.slice(3, 5)).toEqual([
    '2. 2026-11-29T14:00:00.000Z: posted at 2026-11-29T14:00:00.000Z.',
    '1. 2026-11-29T09:00:00.000Z: posted at 2026-11-29T09:00:00.000Z.',
  ]);
  await game.table.type(game.ana, game.channel, 'daily off 2');
  expect((await status())[1]).toBe('2. It is off.');
});

it('says how to start where there is none', async () => {
  game = await openDaily();
  const elsewhere = game.table.channel('quiet');
  await game.table.type(game.ben, elsewhere, 'daily status');
  expect(game.table.see(game.ben, elsewhere).at(-1)?.text).toMatch(/^No daily challenge here yet\./);
});

it('tells the time in the zone of the daily challenge to those alone who may live in another', async () => {
  game = await openDaily('daily at 09:00 Berlin');
  const nextFor = async (zone: string | undefined, line: string) => {
    const reader = game.table.person(`Reader in ${zone}`, { zone });
    await game.table.type(reader, game.channel, line);
    const own = game.table.see(reader, game.channel).filter((one) => one.private);
    return own
      .at(-1)
      ?.text.split('\n')
      .find((text) => text.startsWith('The next one'));
  };
  for (const line of ['daily', 'daily status']) {
    expect(await nextFor('Europe/Berlin', line)).toBe('The next one: 2026-11-24T08:00:00.000Z.');
    for (const zone of ['Africa/Lagos', undefined])
      expect(await nextFor(zone, line)).toBe('The next one: 2026-11-24T08:00:00.000Z for you, 09:00 in Berlin.');
  }
});
