import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SqlProof, sqlProof } from '../../src/bank/proof.ts';
import { ProofError } from '../../src/bank/prove/outcome.ts';
import { proveSql } from '../../src/bank/prove/sql.ts';
import { type ProofServer, startProofServer } from '../../src/bank/prove/sql-server.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'prep-prove-test-'));
let server: ProofServer;
beforeAll(async () => {
  server = await startProofServer(folder);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sql = (proof: Omit<SqlProof, 'runs'>) => proveSql(sqlProof.parse({ runs: 'sql', ...proof }), server);
const faultOf = (proof: Omit<SqlProof, 'runs'>) =>
  sql(proof).then(
    () => 'it was proven',
    (error: unknown) => (error instanceof ProofError ? [error.message, ...error.detail].join('\n') : error),
  );
const setup = 'create table t (id int primary key, v int); insert into t values (1, 10), (2, null)';
const honest = ['select count(*) = 2 from t', 'select count(v) = 2 from t', 'select sum(v) = 10 from t'];

describe('a proof by SQL', () => {
  it('computes one boolean an entry and names the server', async () => {
    const { result, runtime } = await sql({ setup, shows: [...honest, 'select max(v) is null from t'] });
    expect(result).toEqual([true, false, true, false]);
    expect(runtime).toMatch(/^PostgreSQL 18\.\d+$/);
  });

  it('leaves nothing of one entry to the next, and nothing of one proof to another', async () => {
    const emptied = `${setup}; create function emptied() returns boolean language plpgsql as $$
      begin delete from t; return not exists (select from t); end $$`;
    const writes = 'select emptied()';
    expect((await sql({ setup: emptied, shows: [writes, ...honest] })).result).toEqual([true, true, false, true]);
    expect((await sql({ setup: emptied, shows: [...honest, writes] })).result).toEqual([true, false, true, true]);
  });

  it('knows errors and plans', async () => {
    const shows = [
      "select prove.sqlstate('insert into t values (1, 1)') = '23505'",
      "select prove.sqlstate('insert into t values (3, 1)') is null",
      "select prove.plan('select * from t where v = 1') like '%Seq Scan%'",
      "select (prove.analyze('select * from t') #>> '{Plan,Actual Rows}')::numeric = 2",
    ];
    expect((await sql({ setup, shows })).result).toEqual([true, true, true, true]);
  });

  it('sends a list of statements one by one, which VACUUM needs', async () => {
    expect(await faultOf({ setup: `${setup}; vacuum t`, shows: [...honest, honest[0] ?? ''] })).toMatch(
      /VACUUM cannot/,
    );
    expect((await sql({ setup: [setup, 'vacuum t'], shows: [...honest, honest[0] ?? ''] })).result).toHaveLength(4);
  });

  it('removes the roles that a proof makes', async () => {
    const roles = `${setup}; create role auditor; grant select on t to auditor`;
    const shows = [...honest, "select has_table_privilege('auditor', 't', 'select') from t limit 1"];
    for (const _ of [1, 2]) expect((await sql({ setup: roles, shows })).result).toEqual([true, false, true, true]);
  });

  it.each([
    ['select true', 'a constant to the planner'],
    ['select true from t limit 1', 'a constant to the planner'],
    ['select (null = 1) is null', 'a constant to the planner'],
    ['select v from t where id = 1', 'has to return one boolean, and returned [["10"]]'],
    ['select v > 0 from t where id = 2', 'returned [[null]]'],
    ['select v = 10 from t', 'has to return one boolean'],
    ['select nothing = 1 from t', 'column "nothing" does not exist (42703)'],
  ])('refuses %s', async (show, reason) => {
    expect(await faultOf({ setup, shows: [...honest, show] })).toContain(reason);
  });

  it('refuses entries that come out the same without the set-up', async () => {
    const empty = 'select count(*) = 0 from pg_tables where schemaname = current_schema() and random() < 2';
    expect(await faultOf({ setup: 'select 1', shows: [empty, empty, empty, empty] })).toMatch(
      /same without its set-up: it could be a constant/,
    );
  });

  it('ends a proof that takes too long', async () => {
    expect(await faultOf({ setup: 'select pg_sleep(30)', shows: [...honest, honest[0] ?? ''], seconds: 1 })).toMatch(
      /took more than 1 s/,
    );
  });
});

describe('a proof by several sessions', () => {
  const both = (late: string) => [
    { a: 'begin' },
    { b: 'begin' },
    { a: 'update t set v = v + 1 where id = 1' },
    { b: late, as: 'late' },
    { a: 'commit' },
    { b: 'commit' },
  ];

  it('sees a step wait, lets the next begin, and records what became of it', async () => {
    const { result } = await sql({
      setup,
      sessions: both('update t set v = v + 5 where id = 1 returning v'),
      shows: [
        "select prove.waited('late')",
        "select prove.error('late') is null and prove.count('late') = 1",
        "select prove.value('late') = '16' and prove.rows('late') = '[[\"16\"]]'",
        'select v = 15 from t where id = 1',
      ],
    });
    expect(result).toEqual([true, true, true, false]);
  });

  it('records an error and goes on', async () => {
    const { result } = await sql({
      setup,
      sessions: both('select v from t where id = 1 for update nowait'),
      shows: [
        "select prove.waited('late')",
        "select prove.error('late') = '55P03'",
        'select v = 11 from t where id = 1',
        "select prove.value('late') is null",
      ],
    });
    expect(result).toEqual([false, true, true, true]);
  });

  it('plays a deadlock through: one of the two dies', async () => {
    const { result } = await sql({
      setup,
      sessions: [
        { a: 'begin' },
        { b: 'begin' },
        { a: 'update t set v = 1 where id = 1' },
        { b: 'update t set v = 2 where id = 2' },
        { a: 'update t set v = 1 where id = 2', as: 'first' },
        { b: 'update t set v = 2 where id = 1', as: 'second' },
        { a: 'commit' },
        { b: 'commit' },
      ],
      shows: [
        "select (coalesce(prove.error('first'), '') = '40P01') <> (coalesce(prove.error('second'), '') = '40P01')",
        "select prove.error('first') is null and prove.error('second') is null",
        'select count(distinct v) = 1 from t',
        'select count(distinct v) = 2 from t',
      ],
    });
    expect(result).toEqual([true, false, true, false]);
  });

  it('says which session waits for ever', async () => {
    const sessions = [{ a: 'begin' }, { a: 'lock table t' }, { b: 'select * from t', as: 'stuck' }];
    const shows = ["select prove.waited('stuck')", ...honest];
    expect(await faultOf({ setup, sessions, shows })).toMatch(
      /session b waits for a lock of session a, which no step before lets go/,
    );
  });

  it('refuses a name that no step has', async () => {
    expect(
      await faultOf({ setup, sessions: [{ a: 'select 1' }], shows: ["select prove.waited('x')", ...honest] }),
    ).toMatch(/no step is named x/);
  });
});
