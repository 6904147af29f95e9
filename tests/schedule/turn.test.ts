import { afterEach, describe, expect, it } from 'vitest';
import { minute, openGame, type PlayedGame } from '../setup/game.ts';
import { createTable } from '../setup/table.ts';

let game: PlayedGame;
afterEach(() => game.close());

const nine = Date.UTC(2026, 10, 25, 9);
/** So slow that no moment comes by itself while a test runs. */
const slow = { everyMs: 60_000, burst: 2 } as const;

/** Workspaces with so many channels each, all due at 09:00 UTC; the schedules' ids by workspace, in the order they were set up. */
async function due(...channels: readonly number[]): Promise<string[][]> {
  for (const [index, count] of channels.entries()) {
    const table = createTable(game, `W${index + 1}`);
    const ana = table.person('Ana', { manager: true });
    for (let n = 1; n <= count; n += 1) {
      const channel = table.channel(`backend-${n}`);
      const reply = await table.type(ana, channel, 'daily at 09:00 UTC every day');
      if (reply.kind !== 'done') throw new Error(`not set up: ${JSON.stringify(reply)}`);
    }
  }
  const rows = await game.database.sql<{ id: string; name: string }[]>`
    select s.id, w.external_id as name from schedules s join workspaces w on w.id = s.workspace_id order by name, s.rank`;
  game.clock.set(nine);
  game.wakeUps.planned.length = 0;
  return channels.map((_, index) => rows.filter(({ name }) => name === `W${index + 1}`).map(({ id }) => id));
}

const wake = (id = '', again = false) => game.engine.wake({ kind: 'schedule', id, again });
const rounds = async () => (await game.database.sql`select 1 from rounds`).length;
const posted = async () => (await game.database.sql`select 1 from rounds where message is not null`).length;

describe('many daily challenges of one platform that are due together', () => {
  it('have the ranks in which their workspace set them up, and ask to be woken by them', async () => {
    game = await openGame();
    const [large = [], small = []] = await due(3, 1);
    for (const id of [...large, ...small]) await wake(id);
    const planned = game.wakeUps.planned.flatMap(({ wakeUp }) => (wakeUp.kind === 'schedule' ? [wakeUp] : []));
    expect(planned).toEqual([
      { kind: 'schedule', id: large[0], rank: 1 },
      { kind: 'schedule', id: large[1], rank: 2 },
      { kind: 'schedule', id: large[2], rank: 3 },
      { kind: 'schedule', id: small[0], rank: 1 },
    ]);
  });

  it('wait for what their workspace may post, each till a moment of its own; nothing is claimed, and no other workspace waits', async () => {
    game = await openGame();
    game.platform.limitPosts({ per: 'workspace', ...slow });
    const [large = [], small = []] = await due(5, 1);
    const before = game.platform.calls.post;
    const again: (number | undefined)[] = [];
    for (const id of large) again.push(await wake(id));
    expect(again.map((ms) => ms && Math.ceil(ms / minute))).toEqual([undefined, undefined, 1, 2, 3]);
    expect(await wake(small[0])).toBeUndefined();
    expect(game.platform.calls.post - before).toBe(3);
    expect(await rounds()).toBe(3);
    // The moment was kept free for it, so it needs no other.
    expect(await wake(large[3], true)).toBeUndefined();
    expect(await rounds()).toBe(4);
  });

  it('are left alone by the sweep until their turn, and use up none', async () => {
    game = await openGame();
    game.platform.limitPosts({ per: 'workspace', ...slow });
    const [large = []] = await due(5);
    await game.engine.sweep();
    expect(await rounds()).toBe(2);
    const left = (
      await game.database.sql<{ id: string }[]>`select id from schedules where next_at <= ${new Date(nine)}`
    ).map(({ id }) => id);
    expect(left).toHaveLength(3);
    expect(Math.ceil(((await wake(left[0])) ?? 0) / minute)).toBe(1);
    expect(large).toEqual(expect.arrayContaining(left));
  });

  it('stand and wait where all of the platform shares one limit', async () => {
    game = await openGame();
    game.platform.limitPosts({ per: 'platform', everyMs: 40, burst: 1 });
    const [large = [], small = []] = await due(6, 1);
    const began = performance.now();
    expect(await Promise.all([...large, ...small].map((id) => wake(id)))).toEqual(Array(7).fill(undefined));
    expect(performance.now() - began).toBeGreaterThanOrEqual(6 * 40 - 5);
    expect(await rounds()).toBe(7);
  });

  it('hold back when one of them was told that the limit is reached, and ask for nothing meanwhile', async () => {
    game = await openGame();
    game.platform.limitPosts({ per: 'workspace', everyMs: 1, burst: 100 });
    const [large = [], small = []] = await due(3, 1);
    const before = game.platform.calls.post;
    game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: minute, shared: true });
    expect(await wake(large[0])).toBeUndefined();
    expect(await wake(large[1])).toBeGreaterThan(minute / 2);
    // Also whoever was told to come at this moment before anybody knew.
    expect(await wake(large[2], true)).toBeGreaterThan(minute / 2);
    expect(await wake(small[0])).toBeUndefined();
    expect(game.platform.calls.post - before).toBe(2);
    expect(game.wakeUps.planned).toContainEqual({
      wakeUp: { kind: 'schedule', id: large[0], rank: 1, again: true },
      at: nine + minute,
    });
  });

  it('say that it was the platform, where they come late by it', async () => {
    game = await openGame();
    game.platform.limitPosts({ per: 'workspace', ...slow });
    const [large = []] = await due(3);
    for (const id of large) await wake(id);
    game.clock.add(6 * minute);
    await wake(large[2], true);
    const [round] = await game.database.sql`select late from rounds order by opened_at desc limit 1`;
    expect(round?.late).toEqual({ cause: 'refused', from: nine, to: nine + 6 * minute });
  });

  it('go on when it is one channel alone that is limited', async () => {
    game = await openGame();
    game.platform.limitPosts({ per: 'workspace', everyMs: 1, burst: 100 });
    const [large = []] = await due(2);
    game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: minute });
    await wake(large[0]);
    expect(await wake(large[1])).toBeUndefined();
    expect(await posted()).toBe(1);
  });
});
