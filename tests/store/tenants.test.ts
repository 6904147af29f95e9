import { nanoid } from 'nanoid';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { aways, mutes, occurrences, recaps, reminded, reminders, suggestions } from '../../drizzle/schema.ts';
import { hour, minute, tuesday } from '../setup/game.ts';
import { question } from '../setup/questions.ts';
import { makeTenant, numberDay, openRound, type Tenant } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';

/** Tables whose rows belong to a workspace; what refers to one of them must name the workspace, too. */
const tenantTables = ['channels', 'players', 'schedules', 'occurrences', 'rounds', 'answers'];

interface ForeignKey {
  readonly name: string;
  readonly child: string;
  readonly parent: string;
  readonly columns: string[];
}

onEachPostgres((game) => {
  const foreignKeys = () => game().database.sql<ForeignKey[]>`
    select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
      array(select attname::text from unnest(c.conkey) with ordinality as k (num, place)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num order by place) as columns
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace order by 1`;

  /** A row in every table that refers to another one of its workspace. */
  async function fill(tenant: Tenant) {
    const { store, database } = game();
    const [player = ''] = tenant.players.map(({ id }) => id);
    const where = { workspace: tenant.workspace.id, channel: tenant.channel.id, by: player };
    const terms = { localTime: '09:00', zone: 'UTC', weekdays: [1], topics: [], closes: 'next' };
    const schedule = await store.schedules.saveSchedule(where, terms, { enabled: false, next: undefined }, tuesday);
    const planned = (localDate: string) => ({
      id: `${schedule.id}-${localDate}`,
      workspace: tenant.workspace.id,
      schedule: schedule.id,
      localDate,
      plannedAt: new Date(tuesday),
      state: 'posted' as const,
    });
    // The second belongs to no round yet, so that another round could take it.
    await database.db.insert(occurrences).values([planned('2026-11-24'), planned('2026-11-25')]);
    const round = await openRound(store, tenant, {
      kind: 'daily',
      askedBy: player,
      occurrence: planned('2026-11-24').id,
      challengeDay: await numberDay(database, tenant, '2026-11-24'),
      feedback: 'at once',
    });
    const answer = { player, picked: [1], verdict: 'right', points: 15, eventAt: tuesday + minute } as const;
    await store.answers.recordAnswer(round, answer, tuesday + hour);
    await store.reports.addReport(round, player, 'other', 'a line', tuesday);
    await store.history.setAside(tenant.workspace.id, round.question.id, player, tuesday);
    const { db } = database;
    const [workspace, channel, at] = [tenant.workspace.id, tenant.channel.id, new Date(tuesday)];
    await db.insert(aways).values({ workspace, player, fromDate: '2026-12-20', toDate: '2027-01-03', saidAt: at });
    await db.insert(reminders).values({ workspace, channel, player, moment: 'post' });
    await db.insert(reminded).values({ workspace, round: round.id, player, moment: 'post', at });
    await db
      .insert(recaps)
      .values({ id: nanoid(), workspace, channel, period: 'week', start: '2026-11-23', state: 'posted' });
    await db.insert(suggestions).values({
      id: nanoid(),
      workspace,
      player,
      channel,
      body: question(),
      state: 'refused',
      decidedBy: player,
      createdAt: at,
    });
    await db.insert(mutes).values({ workspace, player, by: player, at });
    return { players: tenant.players[1]?.id ?? '', occurrences: planned('2026-11-25').id, rounds: round.id };
  }

  /** Rows that nothing refers to, so that no other rule than the tenant's stands in the way of a reference. */
  async function parents(tenant: Tenant): Promise<Readonly<Record<string, string>>> {
    const { store } = game();
    const made = await fill(tenant);
    const channel = await store.people.ensureChannel(tenant.workspace.id, 'C2', 'spare');
    const where = { workspace: tenant.workspace.id, channel: channel.id, by: tenant.players[0]?.id ?? '' };
    const terms = { localTime: '09:00', zone: 'UTC', weekdays: [1], topics: [], closes: 'next' };
    const schedule = await store.schedules.saveSchedule(where, terms, { enabled: false, next: undefined }, tuesday);
    const empty = await store.people.ensureChannel(tenant.workspace.id, 'C3', 'empty');
    return { ...made, channels: empty.id, schedules: schedule.id };
  }

  it('refuses a row of another workspace wherever one row refers to another', async () => {
    const { store, database } = game();
    const [mine, theirs] = [await makeTenant(store), await makeTenant(store)];
    await fill(mine);
    const empty = await makeTenant(store, 0);
    const foreign = await parents(theirs);
    const composite = (await foreignKeys()).filter(({ columns }) => columns.length === 2);
    expect(composite.length).toBeGreaterThanOrEqual(15);
    for (const { name, child, parent, columns } of composite) {
      const column = columns.find((one) => one !== 'workspace_id') ?? '';
      const moved = database.sql`
        update ${database.sql(child)} set ${database.sql(column)} = ${foreign[parent] ?? ''} where workspace_id = ${mine.workspace.id}`;
      const error = await moved.then(
        ({ count }) => new Error(`${name} let ${count} rows of ${child} through`),
        (thrown: unknown) => thrown,
      );
      expect(error, name).toBeInstanceOf(postgres.PostgresError);
      expect(error).toMatchObject({ code: '23503', constraint_name: name });
      // Nor can the row itself be carried over.
      await expect(
        database.sql`update ${database.sql(child)} set workspace_id = ${empty.workspace.id} where workspace_id = ${mine.workspace.id}`,
      ).rejects.toMatchObject({ code: '23503' });
    }
  });

  it('is gone with everything in it once its workspace is deleted, as the README says, and nobody else misses anything', async () => {
    const { store, database } = game();
    const [mine, theirs] = [await makeTenant(store), await makeTenant(store)];
    await fill(mine);
    await fill(theirs);
    const tables = new Set(
      (await foreignKeys()).filter(({ columns }) => columns.length === 2).map(({ child }) => child),
    );
    const rowsOf = async (tenant: Tenant) => {
      const counts: [string, number][] = [];
      for (const table of tables) {
        const [row] = await database.sql<{ count: number }[]>`
          select count(*)::int as count from ${database.sql(table)} where workspace_id = ${tenant.workspace.id}`;
        counts.push([table, row?.count ?? 0]);
      }
      return counts;
    };
    const before = await rowsOf(theirs);
    await database.sql`delete from workspaces where external_id = ${mine.workspace.externalId}`;
    expect(await rowsOf(mine)).toEqual(before.map(([table]) => [table, 0]));
    expect(await rowsOf(theirs)).toEqual(before);
    expect(before.every(([, count]) => count > 0)).toBe(true);
  });

  it('has no reference to a row of a workspace that does not name the workspace', async () => {
    const loose = (await foreignKeys()).filter(
      ({ parent, columns }) => tenantTables.includes(parent) && !columns.includes('workspace_id'),
    );
    expect(loose).toEqual([]);
  });
});
