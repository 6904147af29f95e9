import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { StartupError } from '../../startup-error.ts';
import { startEmbeddedPostgres } from '../../store/embedded.ts';
import { proveSchema } from './sql-helpers.ts';

/** A Postgres for proofs. */
export interface ProofServer {
  /** For example 18.4. */
  version: string;
  /** A session in `database` as the ordinary role that owns it; every value comes as the text that Postgres sends. */
  connect(database: string): Promise<pg.Client>;
  /** A database with the schema `prove`, owned by an ordinary role that may make roles and databases. */
  create(database: string, extensions: readonly string[]): Promise<void>;
  /** Drops it and ends its sessions. */
  drop(database: string): Promise<void>;
  /** Roles belong to the whole server: what makes some runs alone in here, and they are removed after it. */
  withRoles<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const template = 'prove_template';
const owner = 'prover';
const mostServers = 8;

// Nothing here is worth keeping, so no write waits for the disk; autovacuum would make plans and dead rows a matter of luck.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  deadlock_timeout: '200ms',
  max_connections: '60',
};

/**
 * Starts the embedded Postgres for proofs. Its folder is kept in `cache` between runs (initialising takes most of a short run); provers
 * that run at the same time take one each.
 */
export async function startProofServer(cache: string): Promise<ProofServer> {
  const { url, stop } = await startInFreeFolder(cache);
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await removeLeftovers(admin);
  await admin.query(`create role ${owner} login createdb createrole password '${owner}'`);
  await admin.query(`create database ${template} owner ${owner} template template0`);
  const inTemplate = new pg.Client({ connectionString: at(url, template) });
  await inTemplate.connect();
  await inTemplate.query(proveSchema);
  await inTemplate.end();
  let alone: Promise<unknown> = Promise.resolve();
  const version = (await admin.query<{ server_version: string }>('show server_version')).rows[0]?.server_version ?? '';
  return {
    version: version.split(' ')[0] ?? version,
    async connect(database) {
      const plain = { getTypeParser: () => (value: string | Buffer) => value };
      const client = new pg.Client({ connectionString: at(url, database, owner), types: plain });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    async create(database, extensions) {
      await admin.query(`create database ${database} owner ${owner} template ${template}`);
      if (extensions.length === 0) return;
      const client = new pg.Client({ connectionString: at(url, database) });
      await client.connect();
      for (const name of extensions) {
        await client.query(`create extension ${client.escapeIdentifier(name)} cascade`);
      }
      await client.query(`grant execute on all functions in schema public to ${owner}`);
      await client.end();
    },
    async drop(database) {
      await admin.query(`drop database if exists ${database} with (force)`);
    },
    withRoles(work) {
      const mine = alone.then(async () => {
        try {
          return await work();
        } finally {
          await removeRoles(admin, [owner]);
        }
      });
      alone = mine.catch(() => undefined);
      return mine;
    },
    async stop() {
      await admin.end();
      await stop();
    },
  };
}

/** Databases and roles that a killed prover, or a proof about roles, left behind. */
async function removeLeftovers(admin: pg.Client): Promise<void> {
  const found = await admin.query<{ datname: string }>(
    "select datname from pg_database where not datistemplate and datname not in ('postgres', 'prep')",
  );
  for (const { datname } of found.rows)
    await admin.query(`drop database ${admin.escapeIdentifier(datname)} with (force)`);
  await removeRoles(admin, []);
}

async function removeRoles(admin: pg.Client, keep: string[]): Promise<void> {
  const roles = await admin.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname !~ '^pg_' and rolname <> current_user and rolname <> all($1) order by oid desc",
    [keep],
  );
  for (const { rolname } of roles.rows) {
    const role = admin.escapeIdentifier(rolname);
    await admin.query(`drop owned by ${role} cascade; drop role ${role}`);
  }
}

async function startInFreeFolder(cache: string): Promise<{ url: string; stop(): Promise<void> }> {
  const postgresFlags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  for (let n = 1; n <= mostServers; n += 1) {
    try {
      return await startEmbeddedPostgres({ dir: path.join(cache, `postgres-${n}`), postgresFlags });
    } catch (error) {
      if (!(error instanceof StartupError)) throw error;
      if (!/^Another Prep/.test(error.message)) break;
    }
  }
  // The cache may lie where the server's account can't enter; a temporary folder is always open to it.
  const dir = await mkdtemp(path.join(os.tmpdir(), 'prep-prove-'));
  const server = await startEmbeddedPostgres({ dir, postgresFlags });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function at(url: string, database: string, role?: string): string {
  const to = new URL(url);
  to.pathname = `/${database}`;
  if (role !== undefined) {
    to.username = role;
    to.password = role;
  }
  return to.href;
}
