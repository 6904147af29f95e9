import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, runningEmbeddedUrl, startEmbeddedPostgres } from '../../src/store/embedded.ts';
import { serverAccount } from '../../src/store/embedded-account.ts';
import { isServerOf, readPostmaster } from '../../src/store/embedded-server.ts';
import { startChild } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function ask<Row extends postgres.Row>(url: string, text: string, socket?: string): Promise<Row[]> {
  const options = { max: 1, onnotice: () => undefined };
  const sql = postgres(url, socket === undefined ? options : { ...options, path: socket });
  try {
    return [...(await sql.unsafe<Row[]>(text))];
  } finally {
    await sql.end({ timeout: 2 });
  }
}

function serverIn(dir: string): number | undefined {
  const cluster = path.join(dir, 'postgres');
  const pid = readPostmaster(cluster)?.pid;
  return pid !== undefined && isServerOf(cluster, pid) ? pid : undefined;
}

describe('the embedded Postgres', () => {
  it('is made once, keeps what it is told, and syncs to the disk', async () => {
    const dir = temporaryFolder();
    const lines: string[] = [];
    const first = await startEmbeddedPostgres({ dir, onProgress: (line) => lines.push(line) });
    await ask(first.url, 'create table kept as select 42 as number');
    expect(await ask(first.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    await first.stop();
    expect(lines).toEqual([expect.stringContaining('Preparing a Postgres')]);

    const second = await startEmbeddedPostgres({ dir, onProgress: (line) => lines.push(line) });
    expect(await ask(second.url, 'select number from kept')).toEqual([{ number: 42 }]);
    expect(lines).toHaveLength(1);
    await second.stop();
    expect(serverIn(dir)).toBeUndefined();
  });
});

describe('while it runs', () => {
  let dir: string;
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'prep-boot-'));
    server = await startEmbeddedPostgres({ dir });
  });
  afterAll(async () => {
    await server.stop();
    expect(runningEmbeddedUrl(dir)).toBeUndefined();
    rmSync(dir, { recursive: true, force: true });
  });

  it('speaks UTF-8 and sorts the same everywhere, whatever locales the machine has', async () => {
    const rows = await ask(
      server.url,
      `select current_setting('server_encoding') as encoding, datlocale as locale, lower('ÄÖÜ') as lower,
       current_setting('timezone') as zone from pg_database where datname = current_database()`,
    );
    expect(rows).toEqual([{ encoding: 'UTF8', locale: 'C.UTF-8', lower: 'äöü', zone: 'UTC' }]);
  });

  it('listens on the loopback address and in its folder, and lets nobody in without the password, which its owner alone can read', async () => {
    const withoutPassword = new URL(server.url);
    withoutPassword.password = 'guess';
    for (const socket of [undefined, server.socket]) {
      await expect(ask(withoutPassword.href, 'select 1', socket)).rejects.toMatchObject({ code: '28P01' });
    }
    expect(await ask(server.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(path.dirname(server.socket ?? '')).toBe(path.join(dir, 'postgres'));
    expect(statSync(path.join(dir, 'postgres')).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dir, 'postgres.password')).mode & 0o777).toBe(0o600);
  });

  it('can be found by a tool beside a running Prep', () => {
    expect(runningEmbeddedUrl(dir)).toBe(server.url);
  });

  it('a second start in its folder is refused and does it no harm', async () => {
    await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining(`Another Prep (process ${process.pid}) is using ${dir}`),
    });
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('starting it again', () => {
  it('works after kill -9, which leaves the server behind, and keeps what was committed', async () => {
    const dir = temporaryFolder();
    const program = path.join(import.meta.dirname, 'hold-embedded.ts');
    const killed = startChild(process.execPath, ['--import', 'tsx', program, dir]);
    await killed.says('ready postgres://');
    const url = /ready (\S+)/.exec(killed.output())?.[1] ?? '';
    await ask(url, 'create table kept as select 42 as number');
    killed.kill('SIGKILL');
    await killed.ended();
    const orphan = serverIn(dir);
    expect(orphan).toBeDefined();

    const lines: string[] = [];
    const server = await startEmbeddedPostgres({ dir, onProgress: (line) => lines.push(line) });
    expect(lines).toEqual(['Stopping the Postgres that an earlier Prep left behind.']);
    expect(serverIn(dir)).not.toBe(orphan);
    expect(await ask(server.url, 'select number from kept')).toEqual([{ number: 42 }]);
    await server.stop();
  });

  it('removes the socket of a server that was killed outright', async () => {
    const dir = temporaryFolder();
    await (await startEmbeddedPostgres({ dir })).stop();
    const left = path.join(dir, 'postgres/.s.PGSQL.5431');
    writeFileSync(left, '');
    const server = await startEmbeddedPostgres({ dir });
    expect(existsSync(left)).toBe(false);
    await server.stop();
  });

  it('is not misled by a process that has got the old server’s number since', async () => {
    const dir = temporaryFolder();
    await (await startEmbeddedPostgres({ dir })).stop();
    const stranger = spawn('sleep', ['60'], { ...serverAccount(() => undefined), stdio: 'ignore' });
    writeFileSync(
      path.join(dir, 'postgres/postmaster.pid'),
      `${stranger.pid}\n${dir}/postgres\n1\n5432\n\n\n\nready\n`,
    );
    const server = await startEmbeddedPostgres({ dir });
    expect(stranger.exitCode).toBeNull();
    await server.stop();
    stranger.kill();
  });
});

describe('a start that is broken off', () => {
  for (const delayMs of [0, 300, 900]) {
    it(`after ${delayMs} ms leaves no server and nothing that stops the next one`, async () => {
      const dir = temporaryFolder();
      const reason = new Error('told to end');
      const stopping = new AbortController();
      setTimeout(() => stopping.abort(reason), delayMs);
      const outcome = await startEmbeddedPostgres({ dir, signal: stopping.signal }).then(
        (server) => server.stop(),
        (error: unknown) => error,
      );
      // A fast machine may have been ready before.
      expect([reason, undefined]).toContain(outcome);
      expect(serverIn(dir)).toBeUndefined();
      expect(readdirSync(dir).filter((name) => name.includes('draft'))).toEqual([]);
      await (await startEmbeddedPostgres({ dir })).stop();
    });
  }
});

it('refuses a cluster of another version, and leaves it alone', async () => {
  const dir = temporaryFolder();
  mkdirSync(path.join(dir, 'postgres'));
  writeFileSync(path.join(dir, 'postgres/PG_VERSION'), '17\n');
  await expect(startEmbeddedPostgres({ dir })).rejects.toMatchObject({
    name: 'StartupError',
    message: expect.stringContaining('was made by Postgres 17'),
  });
  expect(readdirSync(path.join(dir, 'postgres'))).toEqual(['PG_VERSION']);
});
