import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverAccount } from '../../src/store/embedded-account.ts';
import { findBinaries } from '../../src/store/embedded-binaries.ts';
import {
  embeddedFolder,
  embeddedPassword,
  ensureCluster,
  serverEnvironment,
} from '../../src/store/embedded-cluster.ts';
import { readPostmaster } from '../../src/store/embedded-server.ts';
import { freePort } from '../setup/free-port.ts';

/** A Postgres of the suite's own, on a port that it keeps when it is restarted. */
export interface OwnPostgres {
  /** of the database `postgres`, as its superuser */
  readonly url: string;
  /** Ends it as `pg_ctl stop -m fast` does: every client is dropped. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startOwnPostgres(dir: string): Promise<OwnPostgres> {
  const none = () => undefined;
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755);
  const folder = embeddedFolder(dir);
  const { initdb, postgres } = findBinaries();
  const account = serverAccount(none);
  const password = embeddedPassword(folder, account);
  await ensureCluster({ folder, initdb, account, onProgress: none, signal: undefined });
  const port = await freePort();
  // Nothing here has to outlive a crash of the machine.
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 200,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(folder.log, 'a');
    const stdio = ['ignore', log, log] as const;
    const child = spawn(postgres, ['-D', folder.cluster, ...flags], {
      ...account,
      cwd: dir,
      env: serverEnvironment(),
      stdio: [...stdio],
    });
    closeSync(log);
    server = child;
    for (let waited = 0; waited < 20_000; waited += 10) {
      const postmaster = readPostmaster(folder.cluster);
      if (postmaster?.pid === child.pid && postmaster?.ready) return;
      if (child.exitCode !== null) break;
      await sleep(10);
    }
    throw new Error(`Postgres did not start: ${readFileSync(folder.log, 'utf8')}`);
  }

  // Whatever ends the suite takes the server along.
  process.once('exit', () => server?.kill('SIGQUIT'));
  await start();
  return {
    url: `postgres://prep:${password}@127.0.0.1:${port}/postgres`,
    start,
    async stop() {
      if (!server || server.exitCode !== null) return;
      const over = once(server, 'exit');
      server.kill('SIGINT');
      await over;
    },
  };
}
