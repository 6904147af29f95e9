import path from 'node:path';
import { type Logger, pino } from 'pino';
import { inject } from 'vitest';
import { type Bank, loadBank } from '../../src/bank/load.ts';
import { createEngine, type Engine } from '../../src/engine.ts';
import type { Reached } from '../../src/fail-points.ts';
import type { PlatformName } from '../../src/platform.ts';
import { projectRoot } from '../../src/project-root.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createStore, type Store } from '../../src/store/index.ts';
import type { WakeUp, WakeUps } from '../../src/wakeups.ts';
import { freshDatabase } from './database.ts';
import { seeded } from './random.ts';
import { createTestPlatform, type TestPlatform } from './test-platform.ts';

/** A clock that stands until it is set. */
export interface HandClock {
  (): number;
  set(at: number): void;
  add(ms: number): void;
}

/** Wake-ups that are written down; nobody wakes anybody unless a test does. */
export interface NotedWakeUps extends WakeUps {
  readonly planned: { readonly wakeUp: WakeUp; readonly at: number }[];
  /** when the schedule or round will be woken next, as far as was planned */
  next(id: string): number | undefined;
}

/** The real engine with the real bank on a real, fresh database; time, chance and the queue are the test's. */
export interface Game {
  readonly engine: Engine;
  readonly store: Store;
  readonly database: Database;
  readonly bank: Bank;
  readonly clock: HandClock;
  readonly wakeUps: NotedWakeUps;
  readonly log: readonly Record<string, unknown>[];
  /** A second process on the same database, with the same clock and platform. */
  another(): Engine;
  /** Moves the present on and sweeps. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A Tuesday, 10:00 in UTC. */
export const tuesday = Date.UTC(2026, 10, 24, 10);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

let bank: Promise<Bank> | undefined;

/** The project's own questions, read once a run. */
export function theBank(): Promise<Bank> {
  bank ??= loadBank(path.join(projectRoot, 'questions'), { cache: path.join(inject('runFolder'), 'bank.json') });
  return bank;
}

/** One game is played by few people; tests of the store ask for as many connections as a process has. */
const connections = 5;

/** A game without a platform; {@link openGame} adds one. `server`: another Postgres than the run's own. */
export async function openEngine(
  options: {
    seed?: number;
    server?: string | undefined;
    at?: number;
    bank?: Bank;
    connections?: number;
    patienceMs?: number;
    reached?: Reached;
  } = {},
): Promise<Game> {
  const fresh = await freshDatabase(options.server);
  const database = await openDatabase(fresh, { max: options.connections ?? connections });
  const store = createStore(database);
  const clock = handClock(options.at ?? tuesday);
  const wakeUps = notedWakeUps();
  const lines: Record<string, unknown>[] = [];
  const log: Logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const questions = options.bank ?? (await theBank());
  const engines: Engine[] = [];
  const make = (seed: number): Engine => {
    const { patienceMs, reached } = options;
    const engine = createEngine({
      ...{ store, bank: questions, wakeUps, clock, random: seeded(seed), log },
      ...(patienceMs === undefined ? {} : { patienceMs }),
      ...(reached === undefined ? {} : { reached }),
    });
    engines.push(engine);
    return engine;
  };
  const engine = make(options.seed ?? 1);
  return {
    engine,
    store,
    database,
    bank: questions,
    clock,
    wakeUps,
    log: lines,
    another: () => make((options.seed ?? 1) + engines.length),
    async advance(ms) {
      clock.add(ms);
      await engine.sweep();
    },
    async close() {
      await Promise.all(engines.map((each) => each.close()));
      await database.close();
      await fresh.drop();
    },
  };
}

export interface PlayedGame extends Game {
  readonly platform: TestPlatform;
}

/** A game on a strict platform in memory. */
export async function openGame(
  options: Parameters<typeof openEngine>[0] & { platform?: PlatformName } = {},
): Promise<PlayedGame> {
  const game = await openEngine(options);
  const platform = createTestPlatform(game.clock, options?.platform);
  game.engine.addPlatform(platform);
  return {
    ...game,
    platform,
    another() {
      const engine = game.another();
      engine.addPlatform(platform);
      return engine;
    },
  };
}

function handClock(start: number): HandClock {
  let present = start;
  return Object.assign(() => present, {
    set: (at: number) => {
      present = at;
    },
    add: (ms: number) => {
      present += ms;
    },
  });
}

function notedWakeUps(): NotedWakeUps {
  const planned: { wakeUp: WakeUp; at: number }[] = [];
  return {
    planned,
    next: (id) => planned.filter(({ wakeUp }) => wakeUp.id === id).at(-1)?.at,
    async plan(wakeUp, at) {
      planned.push({ wakeUp, at });
    },
    async cancel(wakeUp, at) {
      const place = planned.findIndex((one) => one.wakeUp.id === wakeUp.id && one.at === at);
      if (place >= 0) planned.splice(place, 1);
    },
  };
}
