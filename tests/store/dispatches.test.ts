import { nanoid } from 'nanoid';
import { expect, it } from 'vitest';
import { createStore, type Store } from '../../src/store/index.ts';
import type { Schedule } from '../../src/store/schedules.ts';
import { hour, tuesday } from '../setup/game.ts';
import { question } from '../setup/questions.ts';
import { aRound, makeTenant, numberDay, type Tenant } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';
import { untilWaiting } from './waiting.ts';

const terms = { localTime: '09:00', zone: 'UTC', weekdays: [2], topics: [], closes: 'next' };
const today = { localDate: '2026-11-24', at: tuesday };
const nextWeek = { localDate: '2026-12-01', at: tuesday + 7 * 24 * hour };

onEachPostgres((game) => {
  const scheduleOf = (tenant: Tenant, another = false) =>
    game().store.schedules.saveSchedule(
      { workspace: tenant.workspace.id, channel: tenant.channel.id, by: tenant.players[0]?.id ?? '', another },
      terms,
      { enabled: true, next: today },
      tuesday,
    );
  const fresh = (tenant: Tenant, localDate = today.localDate) => ({
    ...aRound(tenant, { localDate }),
    occurrence: nanoid(),
  });

  it('claims and opens an occurrence once, whoever comes at the same time', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const schedule = await scheduleOf(tenant);
    const claims = await Promise.all(
      Array.from({ length: 8 }, () =>
        store.dispatches.claimAndOpen({
          schedule,
          expected: today,
          following: nextWeek,
          round: fresh(tenant),
          now: tuesday,
        }),
      ),
    );
    const [won, ...others] = claims.filter((claim) => claim !== undefined);
    expect(others).toEqual([]);
    expect(won?.round).toMatchObject({ challengeDay: 1 });
    expect(await store.rounds.roundById(won?.round.id ?? '')).toMatchObject({
      state: 'open',
      occurrence: won?.occurrence.id,
    });
    expect(await store.occurrences.occurrence(won?.occurrence.id ?? '')).toEqual(won?.occurrence);
    expect((await store.schedules.schedule(schedule.id))?.next).toEqual(nextWeek);
  });

  it('leaves everything as it is where the schedule has moved on or is off', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const schedule = await scheduleOf(tenant);
    expect(
      await store.dispatches.claimAndOpen({
        schedule,
        expected: nextWeek,
        following: nextWeek,
        round: fresh(tenant),
        now: tuesday,
      }),
    ).toBeUndefined();
    await store.schedules.stopAll('slack', tenant.workspace.externalId);
    expect(
      await store.dispatches.claimAndOpen({
        schedule,
        expected: today,
        following: nextWeek,
        round: fresh(tenant),
        now: tuesday,
      }),
    ).toBeUndefined();
    expect(await store.occurrences.occurrenceOn(schedule.id, today.localDate)).toBeUndefined();
    expect(await store.rounds.openRounds(tenant.channel.id)).toEqual([]);
  });

  it('opens those of many channels that come together once each, and leaves out what another process has taken', async () => {
    const { store, database } = game();
    const other = createStore(database);
    const tenants = await Promise.all(Array.from({ length: 12 }, () => makeTenant(store)));
    const schedules = await Promise.all(tenants.map((tenant) => scheduleOf(tenant)));
    const open = ({ dispatches }: Store, index: number) =>
      dispatches.claimAndOpen({
        schedule: schedules[index] as Schedule,
        expected: today,
        following: nextWeek,
        round: fresh(tenants[index] as Tenant),
        now: tuesday,
      });
    const order = tenants.map((_, index) => index);
    const [here, there] = await Promise.all([
      Promise.all(order.map((index) => open(store, index))),
      Promise.all(order.toReversed().map((index) => open(other, index))),
    ]);
    for (const [index, tenant] of tenants.entries()) {
      const won = [here[index], there.at(-1 - index)].filter((one) => one !== undefined);
      expect(won).toHaveLength(1);
      expect((await store.rounds.openRounds(tenant.channel.id)).map(({ id }) => id)).toEqual([won[0]?.round.id]);
    }
  });

  it('opens a question whose stored revision is gone, alone and among others', async () => {
    const { store, database } = game();
    const tenants = await Promise.all(Array.from({ length: 4 }, () => makeTenant(store)));
    const schedules = await Promise.all(tenants.map((tenant) => scheduleOf(tenant)));
    const asked = question({ id: 'python/iteration/generators/forgotten' });
    const open = (index: number) => {
      const tenant = tenants[index] as Tenant;
      return store.dispatches.claimAndOpen({
        schedule: schedules[index] as Schedule,
        expected: today,
        following: nextWeek,
        round: { ...aRound(tenant, { question: asked }), occurrence: nanoid() },
        now: tuesday,
      });
    };
    const forget = () => database.sql`delete from questions where id = ${asked.id}`;
    expect(await open(0)).toBeDefined();
    await forget();
    expect(await open(1)).toBeDefined();
    await forget();
    expect(await Promise.all([open(2), open(3)])).not.toContain(undefined);
  });

  it('numbers the days of several schedules of a channel one after the other', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const schedules = [await scheduleOf(tenant), await scheduleOf(tenant, true), await scheduleOf(tenant, true)];
    const dates = ['2026-11-24', '2026-11-25', '2026-11-24'];
    const opened = await Promise.all(
      schedules.map((schedule, index) =>
        store.dispatches.claimAndOpen({
          schedule,
          expected: today,
          following: nextWeek,
          round: fresh(tenant, dates[index]),
          now: tuesday,
        }),
      ),
    );
    const [first, second, third] = opened.map((one) => one?.round.challengeDay);
    expect([first, second].sort()).toEqual([1, 2]);
    expect(third).toBe(first);
  });

  it('keeps the number of a day whose first question is taken back while its second one is opened', async () => {
    const { store, database } = game();
    const tenant = await makeTenant(store);
    const schedules = [await scheduleOf(tenant), await scheduleOf(tenant, true)] as const;
    const first = await store.dispatches.claimAndOpen({
      schedule: schedules[0],
      expected: today,
      following: nextWeek,
      round: fresh(tenant),
      now: tuesday,
    });
    if (!first) throw new Error('nobody else has it');
    const asked = question({ id: `new-${nanoid(6).toLowerCase()}` });
    const second = { ...aRound(tenant, { question: asked }), occurrence: nanoid() };
    let happens: Promise<unknown>[] = [];
    await database.sql.begin(async (tx) => {
      // The opening statement has numbered its day when it waits for who else makes this row.
      await tx`insert into questions (id) values (${asked.id})`;
      happens = [
        store.dispatches.claimAndOpen({
          schedule: schedules[1],
          expected: today,
          following: nextWeek,
          round: second,
          now: tuesday,
        }),
      ];
      await untilWaiting(database.sql, 1);
      happens.push(store.rounds.withdraw(first.round));
      await untilWaiting(database.sql, 2);
    });
    await Promise.all(happens);
    expect(await numberDay(database, tenant, '2026-11-25')).toBe(2);
  });
});
