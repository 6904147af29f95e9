import { afterEach, describe, expect, it } from 'vitest';
import { day, hour, minute } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

/** Does to the schedule's row what a fault, a tool or another version may have done. */
const spoil = (set: string) => game.database.sql.unsafe(`update schedules set ${set}`);
const next = async () => (await game.schedule()).next;
const put = () =>
  game.log.filter(({ msg }) => msg === 'a schedule had a wrong next occurrence: it is put right').length;
const states = async () =>
  Object.fromEntries(
    (
      await game.database.sql<{ d: string; s: string }[]>`
        select local_date as d, state::text || coalesce(': ' || reason, '') as s from occurrences order by 1`
    ).map(({ d, s }) => [d, s]),
  );

describe('the sweep', () => {
  it('leaves a schedule alone that is as it should be, whatever happens to it', async () => {
    game = await openDaily();
    await game.engine.sweep();
    game.clock.set(game.first - hour);
    await game.table.type(game.ana, game.channel, 'daily now');
    await game.engine.sweep();
    for (const line of ['daily at 11:00', 'daily at 07:00 Berlin', 'daily at 11:00 Auckland every day', 'daily off']) {
      await game.table.type(game.ana, game.channel, line);
      await game.advance(hour);
    }
    await game.table.type(game.ana, game.channel, 'daily at 09:00 Los Angeles');
    for (let hours = 0; hours < 60; hours += 1) await game.advance(hour);
    expect(put()).toBe(0);
  });

  const broken: [string, string][] = [
    ['has no next occurrence', 'next_at = null, next_date = null'],
    ['has lost its moment', 'next_at = null'],
    ['has lost its date', 'next_date = null'],
    [
      'has a moment that isn’t its date’s, as after a change of the zone’s rules',
      "next_at = next_at + interval '1 hour'",
    ],
    ['has a date on which it asks nothing', "next_date = '2026-11-28', next_at = '2026-11-28T09:00:00Z'"],
    ['has a date that is too far ahead', "next_date = '2027-11-24', next_at = '2027-11-24T09:00:00Z'"],
  ];

  it.each(broken)('puts a schedule right that %s, and says so', async (_, set) => {
    game = await openDaily();
    game.clock.set(game.first - hour);
    await game.engine.sweep();
    await spoil(set);
    await game.engine.sweep();
    expect(await next()).toEqual({ localDate: '2026-11-24', at: game.first });
    expect(put()).toBe(1);
    const { id } = await game.schedule();
    expect(game.wakeUps.next(id)).toBe(game.first);
    await game.engine.sweep();
    expect(put()).toBe(1);
    game.clock.set(game.first);
    await game.engine.sweep();
    expect(game.questionsPosted()).toBe(1);
  });

  it.each(broken)('makes up what a schedule should have posted that %s', async (_, set) => {
    game = await openDaily();
    await spoil(set);
    game.clock.set(game.first + 2 * hour);
    await game.engine.sweep();
    expect(await states()).toEqual({ '2026-11-24': 'posted' });
    expect(game.questionsPosted()).toBe(1);
    expect(await next()).toEqual({ localDate: '2026-11-25', at: game.first + day });
  });

  it('records and tells what is past its grace, and makes up the last', async () => {
    game = await openDaily();
    await game.engine.sweep();
    await spoil('next_at = null, next_date = null');
    // Prep is there all the time, in a version that doesn't repair.
    for (let at = game.clock(); at < game.first + 2 * day + hour; at += 5 * minute) {
      game.clock.set(at);
      await game.store.outages.beat(at, 6 * minute);
    }
    await game.engine.sweep();
    expect(await states()).toEqual({
      '2026-11-24': 'missed: lost track',
      '2026-11-25': 'missed: lost track',
      '2026-11-26': 'posted',
    });
    expect(game.platform.told).toHaveLength(2);
    expect(game.questionsPosted()).toBe(1);
  });

  it('moves on from a date that has its occurrence already, and posts nothing twice', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    await game.engine.sweep();
    await spoil(`next_date = '2026-11-24', next_at = '2026-11-24T09:00:00Z'`);
    await game.advance(minute);
    expect(await next()).toEqual({ localDate: '2026-11-25', at: game.first + day });
    expect(game.questionsPosted()).toBe(1);
  });

  it('takes up an occurrence of which nobody knows until when it is claimed', async () => {
    game = await openDaily();
    game.clock.set(game.first);
    game.platform.fail('post', { kind: 'refuse', code: 'rate_limited', retryAfterMs: hour });
    await game.engine.sweep();
    await game.database.sql`update occurrences set send_before = null`;
    await game.advance(minute);
    expect(await states()).toEqual({ '2026-11-24': 'posted' });
    expect(game.questionsPosted()).toBe(1);
  });

  it('says of terms that make no sense, and does the rest', async () => {
    game = await openDaily();
    await game.database.sql`
      insert into schedules (id, workspace_id, channel_id, number, local_time, zone, weekdays, topics, closes, enabled, set_up_by, changed_at)
      select 'broken', workspace_id, channel_id, 2, '09:00', 'Europe/Atlantis', weekdays, topics, closes, true, set_up_by, changed_at
      from schedules limit 1`;
    game.clock.set(game.first);
    await game.engine.sweep();
    expect(game.log.filter(({ schedule }) => schedule === 'broken').map(({ msg }) => msg)).toContain(
      'a schedule has no next occurrence: its terms make no sense',
    );
    expect(game.questionsPosted()).toBe(1);
  });

  it('reads what it doesn’t know of a close as “next”', async () => {
    game = await openDaily();
    await spoil(`closes = 'whenever'`);
    game.clock.set(game.first);
    await game.engine.sweep();
    expect(game.lastText()).toContain('Open until 2026-11-25T08:59:00.000Z.');
  });
});
