import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseAway } from '../../src/store/away.ts';
import { openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded.ts';
import { smallDisk } from './small-disk.ts';
import { temporaryFolder } from './temporary-folder.ts';

const isRoot = process.getuid?.() === 0;

const cannotMount = 'this process may not mount a small disk';

describe('a folder', () => {
  it.each([
    ['of an ordinary name is reached through a socket', '.data', true],
    ['may have commas, quotes and blanks in its name', 'so, "here" it’s', true],
    ['may have a name that is too long for a socket', 'a'.repeat(100), false],
  ])('%s', async (_, name, socket) => {
    const server = await startEmbeddedPostgres({ dir: path.join(temporaryFolder(), name) });
    const { sql, close } = await openDatabase(server, { max: 1 });
    expect(await sql`select inet_client_addr() is null as socket`).toEqual([{ socket }]);
    await close();
    await server.stop();
  });
});

it('a server that has ended is told from a file that isn’t there, by its socket as by its port', async () => {
  const server = await startEmbeddedPostgres({ dir: temporaryFolder() });
  const databases = await Promise.all([server, { url: server.url }].map((place) => openDatabase(place, { max: 1 })));
  await server.stop();
  for (const { sql, close } of databases) {
    // The first may still find its connection, and that it is over.
    await sql`select 1`.catch(() => undefined);
    const failure = await sql`select 1`.catch((error: unknown) => error);
    expect(databaseAway(failure)).toBe('not done');
    await close();
  }
  expect(databaseAway(await readFile('/not/there').catch((error: unknown) => error))).toBeUndefined();
});

describe('a full disk', () => {
  it('is told before there is a cluster, and leaves no half of one', async ({ skip }) => {
    const disk = smallDisk(20);
    if (!disk) return skip(cannotMount);
    const dir = path.join(disk, '.data');
    await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining(`The disk that holds ${dir} is full`),
    });
    execFileSync('mount', ['-o', 'remount,size=400m', disk]);
    await (await startEmbeddedPostgres({ dir })).stop();
  });

  it('is told at a later start, which works when there is room again', async ({ skip }) => {
    const disk = smallDisk(120);
    if (!disk) return skip(cannotMount);
    const dir = path.join(disk, '.data');
    await (await startEmbeddedPostgres({ dir })).stop();
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(bavail * bsize));
    await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining(`The disk that holds ${dir} is full`),
    });
    writeFileSync(path.join(disk, 'ballast'), '');
    await (await startEmbeddedPostgres({ dir })).stop();
  });
});

describe('root', () => {
  it('is told which folder its Postgres can’t enter, before anything is made', async ({ skip }) => {
    if (!isRoot) return skip('this process is not root');
    const closed = path.join(temporaryFolder(), 'closed');
    const dir = path.join(closed, 'prep', '.data');
    mkdirSync(path.dirname(dir), { recursive: true });
    chmodSync(closed, 0o700);
    await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining(`can't enter ${closed} `),
    });
    expect(existsSync(dir)).toBe(false);
  });

  it('may have a strict umask', async ({ skip }) => {
    if (!isRoot) return skip('this process is not root');
    const dir = path.join(temporaryFolder(), '.data');
    mkdirSync(dir, { mode: 0o700 });
    await (await startEmbeddedPostgres({ dir })).stop();
  });
});

it('a folder that may not be written to is named', async ({ skip }) => {
  const disk = smallDisk(20);
  if (!disk) return skip(cannotMount);
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  const dir = path.join(disk, '.data');
  await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
    name: 'StartupError',
    message: expect.stringContaining(`Prep may not write to ${dir}`),
  });
});
