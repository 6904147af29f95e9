import { execFileSync } from 'node:child_process';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { describe, expect, inject, it } from 'vitest';
import { chromiumOptions } from './chromium.ts';
import { freshDatabase, postgres15 } from './database.ts';
import { pythonProgram } from './python.ts';
import { redisUrl } from './redis.ts';

async function tablesOf(url: string): Promise<string[]> {
  const sql = postgres(url, { max: 1 });
  const rows = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  await sql.end();
  return rows.map((row) => row.name);
}

describe('a test’s database', () => {
  it('is migrated, and what happens in it stays in it', async () => {
    const [mine, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(await tablesOf(mine.url)).toContain('rounds');
    const sql = postgres(mine.url, { max: 1 });
    await sql`create table only_here (id int)`;
    await sql.end();
    expect(await tablesOf(other.url)).not.toContain('only_here');
    await Promise.all([mine.drop(), other.drop()]);
  });

  it('is dropped even while somebody is connected', async () => {
    const database = await freshDatabase();
    const sql = postgres(database.url, { max: 1, onclose: () => undefined });
    await sql`select 1`;
    await database.drop();
    const admin = postgres(inject('postgresUrl'), { max: 1 });
    const name = new URL(database.url).pathname.slice(1);
    expect(await admin`select 1 from pg_database where datname = ${name}`).toHaveLength(0);
    await admin.end();
    await sql.end();
  });

  it('also comes from the oldest Postgres that Prep supports', async ({ skip }) => {
    const server = await postgres15();
    if (!server) return skip('no Postgres 15 on this machine');
    const database = await freshDatabase(server);
    const sql = postgres(database.url, { max: 1 });
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`;
    await sql.end();
    expect(row?.version).toMatch(/^15/);
    expect(await tablesOf(database.url)).toContain('rounds');
    await database.drop();
  });
});

describe('the other parts', () => {
  it('include a Redis that keeps what it is told', async ({ skip }) => {
    const url = await redisUrl(63);
    if (!url) return skip('no Redis on this machine');
    const client = new Redis(url);
    await client.set('prep', 'here');
    expect(await client.get('prep')).toBe('here');
    await client.quit();
  });

  it('include a Python that is new enough', ({ skip }) => {
    const program = pythonProgram();
    if (!program) return skip('no Python 3.11 on this machine');
    const version = execFileSync(program, ['-c', 'import sys; print(sys.version_info >= (3, 11))'], {
      encoding: 'utf8',
    });
    expect(version.trim()).toBe('True');
  });

  it('include a Chromium that starts', ({ skip }) => {
    const options = chromiumOptions();
    if (!options) return skip('no Chromium on this machine');
    expect(execFileSync(options.executablePath, ['--version'], { encoding: 'utf8' })).toMatch(/Chrom/);
  });
});
