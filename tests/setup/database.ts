import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Account, serverAccount } from '../../src/store/embedded-account.ts';
import { makeTemplate, templateName, withDatabase } from './database-template.ts';
import { freePort } from './free-port.ts';
import { needPart, postgres15Part } from './parts.ts';
import { type StartedService, sharedService, spawnService } from './shared-service.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's Postgres, as its superuser. */
    postgresUrl: string;
    /** The same server's Unix socket, where it has one. */
    postgresSocket: string | undefined;
  }
}

/** A migrated, empty database that nobody else uses. */
export interface TestDatabase {
  readonly url: string;
  readonly socket: string | undefined;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** Makes a database of one's own on the run's Postgres 18, or on the server at `server` (see {@link postgres15}). */
export async function freshDatabase(server = inject('postgresUrl')): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copying files costs the server half of what it takes to log every page of them.
  await withServer(server, (sql) => sql`create database ${sql(name)} template ${sql(templateName)} strategy file_copy`);
  return {
    url: withDatabase(server, name),
    socket: server === inject('postgresUrl') ? inject('postgresSocket') : undefined,
    drop: () => withServer(server, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  };
}

/**
 * The run's Postgres 15, the oldest that Prep supports, for {@link freshDatabase}; `undefined`, with one printed line,
 * where the machine has none.
 */
export async function postgres15(): Promise<string | undefined> {
  const program = needPart(postgres15Part);
  return program && sharedService('postgres-15', (folder) => startPostgres15(program, folder));
}

async function startPostgres15(program: string, folder: string): Promise<StartedService> {
  const account: Account | undefined = serverAccount(() => undefined);
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (account) {
    chownSync(data, account.uid, account.gid);
    chmodSync(folder, 0o755);
  }
  const flags = ['-D', data, '-U', 'prep', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(path.join(path.dirname(program), 'initdb'), flags, { ...account, cwd: '/', stdio: 'pipe' });
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const log = path.join(folder, 'log');
  const pid = spawnService(program, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], log, account);
  const url = `postgres://prep@127.0.0.1:${port}/postgres`;
  for (let waited = 0; ; waited += 50) {
    const ready = await withServer(url, (sql) => sql`select 1`).then(
      () => true,
      () => false,
    );
    if (ready) break;
    if (waited > 20_000) throw new Error(`Postgres 15 did not start: ${readFileSync(log, 'utf8')}`);
    await sleep(50);
  }
  await makeTemplate(url);
  return { url, pid };
}

async function withServer(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
