import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import postgres from 'postgres';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { StartupError } from '../../src/startup-error.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';

/** An empty database of its own, prepared by `statement`, and a user of its own who may only connect to it. */
async function emptyDatabase(statement?: (name: string) => string): Promise<{ owner: string; guest: string }> {
  const name = `refused_${randomUUID().replaceAll('-', '')}`;
  const server = postgres(inject('postgresUrl'), { max: 1, onnotice: () => undefined });
  await server.unsafe(`create database ${name}`);
  await server.unsafe(`create role ${name} login password 'hush'`);
  if (statement) await server.unsafe(statement(name));
  onTestFinished(async () => {
    await server.unsafe(`drop database ${name} with (force)`);
    await server.unsafe(`drop role ${name}`);
    await server.end();
  });
  const owner = new URL(inject('postgresUrl'));
  owner.pathname = name;
  const guest = new URL(owner);
  guest.username = name;
  guest.password = 'hush';
  return { owner: owner.href, guest: guest.href };
}

async function paragraph(refused: Promise<unknown>): Promise<string> {
  const error = await refused.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartupError);
  return error instanceof StartupError ? error.message : '';
}

describe('a database that can’t be used is told in a paragraph', () => {
  it('when its user may not make tables', async () => {
    const { guest } = await emptyDatabase();
    expect(await paragraph(migrate(guest))).toMatch(
      /^The user in DATABASE_URL may not make Prep's tables \(permission denied for database \w+\)\. Make that user the owner/,
    );
  });

  it('when it can only be read', async () => {
    const { owner } = await emptyDatabase((name) => `alter database ${name} set default_transaction_read_only = on`);
    expect(await paragraph(migrate(owner))).toMatch(/^The database that DATABASE_URL names can only be read\./);
  });

  it('when another program has its tables there, which stay as they are', async () => {
    const { owner } = await emptyDatabase();
    const sql = postgres(owner, { max: 1 });
    onTestFinished(() => sql.end());
    await sql`create table channels (id int)`;
    expect(await paragraph(migrate(owner))).toBe(
      'The database that DATABASE_URL names holds tables of another program (relation "channels" already exists). Give Prep a database of its own.',
    );
    expect(await sql`select * from channels`).toEqual([]);
  });

  it('when there is none of that name', async () => {
    const url = new URL(inject('postgresUrl'));
    url.pathname = 'nowhere';
    expect(await paragraph(openDatabase({ url: url.href }))).toMatch(/\(it has no database of that name\)/);
  });

  it('when what answers there is no Postgres', async () => {
    const other = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 400\r\n\r\n')),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const opened = openDatabase({ url: `postgres://prep:hush@127.0.0.1:${port}/prep` }, { answersWithinMs: 500 });
    expect(await paragraph(opened)).toMatch(
      /^The database that DATABASE_URL names can't be used \(no answer of a Postgres\)\./,
    );
  });
});
