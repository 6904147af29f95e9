import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { type Bank, loadBank } from '../src/bank/load.ts';
import { createEngine, type Engine } from '../src/engine.ts';
import type { Asking, Platform, PlatformName } from '../src/platform.ts';
import { projectRoot } from '../src/project-root.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { startEmbeddedPostgres } from '../src/store/embedded.ts';
import { createStore, type Store } from '../src/store/index.ts';
import { migrate } from '../src/store/migrate.ts';
import type { Message } from '../src/view/message.ts';
import type { WakeUps } from '../src/wakeups.ts';

/** A Postgres of its own with fsync on, the real engine on it, and a platform that takes everything. */
export interface BenchStage {
  readonly url: string;
  readonly database: Database;
  readonly store: Store;
  readonly bank: Bank;
  readonly engine: Engine;
  /** what was posted, in order */
  readonly posted: Message[];
  /** from now on wake-ups are planned there; before that, nowhere */
  planWith(queue: WakeUps): void;
  close(): Promise<void>;
}

export async function openStage(options: { connections: number }): Promise<BenchStage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'prep-bench-'));
  const postgres = await startEmbeddedPostgres({ dir: folder });
  await migrate(postgres.url);
  const database = await openDatabase(postgres, { max: options.connections });
  const store = createStore(database);
  const bank = await loadBank(path.join(projectRoot, 'questions'));
  const posted: Message[] = [];
  let wakeUps: WakeUps = { plan: async () => {}, cancel: async () => {} };
  const engine = createEngine({
    store,
    bank,
    wakeUps: {
      plan: (wakeUp, at) => wakeUps.plan(wakeUp, at),
      cancel: (wakeUp, at) => wakeUps.cancel(wakeUp, at),
    },
    clock: Date.now,
    random: Math.random,
    log: pino({ level: 'fatal' }),
  });
  engine.addPlatform(openHandedPlatform(posted));
  return {
    url: postgres.url,
    database,
    store,
    bank,
    engine,
    posted,
    planWith(queue) {
      wakeUps = queue;
    },
    async close() {
      await engine.close();
      await database.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody of a made-up workspace, asking in one of its channels. */
export function asking(person: string, channel = 'bench', platform: PlatformName = 'web'): Asking {
  return {
    platform,
    workspace: { id: 'bench', name: 'Bench' },
    channel: { id: channel, name: channel, kind: 'channel' },
    person: { id: person, profile: async () => ({ name: person, zone: 'Europe/London' }), isManager: async () => true },
    receivedAt: Date.now(),
  };
}

function openHandedPlatform(posted: Message[]): Platform {
  return {
    name: 'web',
    can: { knowsZones: true, findsPosts: true, workspaceWord: 'workspace' },
    async post(channel, message) {
      posted.push(message);
      return { ...channel, message: String(posted.length) };
    },
    edit: async () => {},
    find: async () => ({ kind: 'absent' }),
    tell: async () => {},
    link: () => undefined,
  };
}
