import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, type TestContext, test, vi } from 'vitest';
import { type Backend, type JobQueue, type JobWorker, openQueue, startWorker } from '../../jobs/index.ts';
import { systemClock } from '../../src/clock.ts';
import type { WakeUp } from '../../src/wakeups.ts';
import { INFO, keepingLogger, type LogLine, type Recorder, recorder, WARN } from './recorder.ts';
import { openRelay, type Relay } from './relay.ts';

/** A backend under test. */
export interface BackendDescriptor {
  readonly name: Backend['kind'];
  /** A server with an empty queue; undefined, with a printed reason, where the machine has none. */
  open(): Promise<EmptyBackend | undefined>;
}

export interface EmptyBackend {
  readonly url: string;
  /** How many connections Prep's queue has to it. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const inHandAtOnce = 256;
const eventually = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 60_000, interval: 25 });
const schedule = (): WakeUp => ({ kind: 'schedule', id: randomUUID() });

/** A queue on an empty server, reached through a relay that can be cut, and an engine that notes what it is woken for. */
interface Place {
  readonly server: EmptyBackend;
  readonly relay: Relay;
  readonly queue: JobQueue;
  readonly engine: Recorder;
  readonly lines: LogLine[];
  /** Starts another worker. */
  begin(): Promise<JobWorker>;
}

async function openPlace(descriptor: BackendDescriptor, { skip, onTestFinished }: TestContext): Promise<Place> {
  const server = await descriptor.open();
  if (server === undefined) return skip(`no ${descriptor.name} on this machine`);
  const relay = await openRelay(server.url);
  const { lines, log } = keepingLogger();
  const engine = recorder();
  const queue = await openQueue({ backend: { kind: descriptor.name, url: relay.url }, clock: systemClock, log });
  const started: JobWorker[] = [];
  onTestFinished(async () => {
    await Promise.all(started.map((worker) => worker.close()));
    await queue.close();
    await relay.cut();
    await server.close();
  });
  const begin = async () => {
    const worker = await startWorker(queue, { woken: engine, log });
    started.push(worker);
    return worker;
  };
  return { server, relay, queue, engine, lines, begin };
}

/** Everything that a queue's backend must do for Prep. Each test has a queue of its own, and waits beside others. */
export function backendSuite(descriptor: BackendDescriptor): void {
  describe.concurrent(`the queue on ${descriptor.name}`, () => {
    test('wakes for what was planned, and not before', async (context) => {
      const { queue, engine, begin } = await openPlace(descriptor, context);
      await begin();
      const wakeUp = schedule();
      const at = Date.now() + 700;
      let wokenAt = 0;
      engine.onWake = () => {
        wokenAt = Date.now();
      };
      await queue.wakeUps.plan(wakeUp, at);
      await queue.wakeUps.plan({ kind: 'close', id: 'a-round' }, 0);
      await eventually(() => expect(engine.woken).toContainEqual({ kind: 'close', id: 'a-round' }));
      await eventually(() => expect(engine.woken).toContainEqual(wakeUp));
      expect(wokenAt).toBeGreaterThanOrEqual(at);
    });

    test('wakes once for the same second, however often it is planned', async (context) => {
      const { queue, engine, begin } = await openPlace(descriptor, context);
      const wakeUp = schedule();
      const second = Math.ceil(Date.now() / 1_000) * 1_000;
      await Promise.all([1, 250, 500, 1_000].map((ms) => queue.wakeUps.plan(wakeUp, second + ms)));
      await begin();
      await eventually(() => expect(engine.woken).toEqual([wakeUp]));
      await queue.wakeUps.plan({ kind: 'close', id: 'later' }, 0);
      await eventually(() => expect(engine.woken).toEqual([wakeUp, { kind: 'close', id: 'later' }]));
    });

    test('does not wake for what was taken back', async (context) => {
      const { queue, engine, begin } = await openPlace(descriptor, context);
      const [kept, dropped] = [schedule(), schedule()];
      const at = Date.now() + 300;
      await queue.wakeUps.plan(dropped, at);
      await queue.wakeUps.plan(kept, at);
      await queue.wakeUps.cancel(dropped, at);
      await queue.wakeUps.cancel(schedule(), at);
      await begin();
      await eventually(() => expect(engine.woken).toEqual([kept]));
    });

    test('can be planned for the same moment again once it was done, and once it has failed', async (context) => {
      const { queue, engine, lines, begin } = await openPlace(descriptor, context);
      await begin();
      const wakeUp = schedule();
      // A job leaves just after its work has ended; until then the same one is still there, so it is planned until it counts.
      for (const times of [1, 2, 3]) {
        await eventually(async () => {
          await queue.wakeUps.plan(wakeUp, 1_000);
          expect(engine.woken.length).toBeGreaterThanOrEqual(times);
        });
      }
      const unreadable = { kind: 'other', id: 'x' } as unknown as WakeUp;
      const failures = (): LogLine[] => lines.filter(({ msg }) => msg === 'A wake-up failed. It is left to the sweep.');
      for (const times of [1, 2]) {
        await eventually(async () => {
          await queue.wakeUps.plan(unreadable, 1_000);
          expect(failures().length).toBeGreaterThanOrEqual(times);
        });
      }
      expect(engine.woken).not.toContainEqual(unreadable);
    });

    test('tries again what has failed, and says so', async (context) => {
      const { queue, engine, lines, begin } = await openPlace(descriptor, context);
      await begin();
      engine.onWake = () => {
        if (engine.woken.length < 3) throw new Error('the database was away');
      };
      const wakeUp = schedule();
      await queue.wakeUps.plan(wakeUp, 0);
      await eventually(() => expect(engine.woken).toEqual([wakeUp, wakeUp, wakeUp]));
      const failures = lines.filter(({ level }) => level === WARN);
      expect(failures.map(({ msg, err }) => [msg, err?.message])).toEqual(
        Array(2).fill(['A wake-up failed. It is tried again.', 'the database was away']),
      );
    });

    test('goes by the clock that it is given', async (context) => {
      const { relay, engine, begin } = await openPlace(descriptor, context);
      const { log } = keepingLogger();
      const tomorrow = await openQueue({
        backend: { kind: descriptor.name, url: relay.url },
        clock: () => Date.now() + DAY_MS,
        log,
      });
      await begin();
      const wakeUp = schedule();
      await tomorrow.wakeUps.plan(wakeUp, Date.now() + DAY_MS + 200);
      await eventually(() => expect(engine.woken).toEqual([wakeUp]));
      await tomorrow.close();
    });

    test('shares its work among processes, and gives each piece to one', async (context) => {
      const { queue, engine, begin } = await openPlace(descriptor, context);
      await begin();
      await begin();
      const planned = Array.from({ length: 60 }, schedule);
      await Promise.all(planned.map((wakeUp) => queue.wakeUps.plan(wakeUp, 0)));
      await eventually(() => expect(engine.woken.length).toBeGreaterThanOrEqual(planned.length));
      expect(engine.woken.map(({ id }) => id).sort()).toEqual(planned.map(({ id }) => id).sort());
    });

    test("wakes for every workspace's first schedule before any one's second, and for closes last", async (context) => {
      const { queue, engine, begin } = await openPlace(descriptor, context);
      const ranked = (workspace: string, rank: number): WakeUp => ({
        kind: 'schedule',
        id: `${workspace}-${rank}`,
        rank,
      });
      const large = Array.from({ length: 800 }, (_, n) => ranked('large', n + 1));
      const small = Array.from({ length: 5 }, (_, n) => ranked(`small-${n}`, 1));
      await queue.wakeUps.plan({ kind: 'close', id: 'a-round' }, 0);
      await Promise.all(large.map((wakeUp) => queue.wakeUps.plan(wakeUp, 0)));
      const at = Date.now() + 1_500;
      await Promise.all(small.map((wakeUp) => queue.wakeUps.plan(wakeUp, at)));
      const delayed = ranked('delayed', 1);
      await queue.wakeUps.plan(delayed, at);
      await sleep(at + 1_000 - Date.now());
      await begin();
      await eventually(() => expect(engine.woken).toHaveLength(large.length + small.length + 2));
      const order = engine.woken.map(({ id }) => id);
      // Those that are in hand together may swap places.
      const firsts = [...small, delayed].map(({ id }) => order.indexOf(id));
      expect(Math.max(...firsts)).toBeLessThan(7 + inHandAtOnce);
      expect(order.indexOf('large-800')).toBeGreaterThan(order.length - 2 - inHandAtOnce);
      expect(order.indexOf('a-round')).toBeGreaterThan(order.length - 1 - inHandAtOnce);
    });

    test('wakes again for what had to wait, and makes nothing second of it when it is planned anew meanwhile', async (context) => {
      const { queue, engine, lines, begin } = await openPlace(descriptor, context);
      const wakeUp = { kind: 'schedule', id: randomUUID() } as const;
      let from = 0;
      engine.onWake = async () => {
        if (engine.woken.length > 1) return undefined;
        from = Date.now() + 1_500;
        return 1_500;
      };
      await begin();
      await queue.wakeUps.plan(wakeUp, 1_000);
      await eventually(() => expect(engine.woken).toHaveLength(1));
      await sleep(300);
      await queue.wakeUps.plan(wakeUp, 1_000);
      await eventually(() => expect(engine.woken).toEqual([wakeUp, { ...wakeUp, again: true }]));
      expect(Date.now()).toBeGreaterThanOrEqual(from);
      await queue.wakeUps.plan({ kind: 'close', id: 'later' }, 0);
      await eventually(() => expect(engine.woken).toHaveLength(3));
      expect(lines.filter(({ level }) => level >= WARN)).toEqual([]);
    });

    test('has a bounded number of wake-ups in hand, and 6 connections', async (context) => {
      const { server, queue, engine, begin } = await openPlace(descriptor, context);
      let inHand = 0;
      let most = 0;
      let connections = 0;
      let open: () => void = () => undefined;
      const allAtOnce = new Promise<void>((resolve) => {
        open = resolve;
      });
      engine.onWake = async () => {
        inHand += 1;
        most = Math.max(most, inHand);
        if (inHand === inHandAtOnce) {
          connections = Math.max(connections, await server.connections());
          open();
        }
        // The first are kept until there are as many as there may be, so that a slow machine shows the same.
        await Promise.race([allAtOnce, sleep(20_000)]);
        await sleep(20);
        inHand -= 1;
      };
      await begin();
      const planned = Array.from({ length: 400 }, schedule);
      await Promise.all(planned.map((wakeUp) => queue.wakeUps.plan(wakeUp, 0)));
      await eventually(() => expect(engine.woken).toHaveLength(planned.length));
      expect(most).toBe(inHandAtOnce);
      expect(connections).toBeGreaterThan(0);
      expect(connections).toBeLessThanOrEqual(6);
    });

    test('an outage fails nobody, is told once, and work goes on after it', async (context) => {
      const { relay, queue, engine, lines, begin } = await openPlace(descriptor, context);
      const worker = await begin();
      await eventually(() => expect(worker.lastSweepAt()).toBeDefined());
      const sweepsBefore = engine.sweeps;
      await relay.cut();
      await queue.wakeUps.plan(schedule(), Date.now());
      await queue.wakeUps.cancel(schedule(), Date.now());
      await eventually(async () => expect(await queue.ping()).toBe(false));
      await sleep(2_500);

      await relay.restore();
      await eventually(async () => expect(await queue.ping()).toBe(true));
      await eventually(() => expect(engine.sweeps).toBeGreaterThan(sweepsBefore));
      const after = schedule();
      await queue.wakeUps.plan(after, Date.now());
      await eventually(() => expect(engine.woken).toContainEqual(after));
      expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
        [WARN, 'The queue does not answer. Nothing is lost: the sweep finds what is due meanwhile.'],
        [INFO, 'The queue answers again.'],
      ]);
    });

    test('closing lets work in hand finish, takes nothing new and disconnects', async (context) => {
      const { server, queue, engine, begin } = await openPlace(descriptor, context);
      const worker = await begin();
      let finished = false;
      engine.onWake = async () => {
        await sleep(600);
        finished = true;
      };
      await queue.wakeUps.plan(schedule(), 0);
      await eventually(() => expect(engine.woken).toHaveLength(1));
      await worker.close();
      expect(finished).toBe(true);
      await queue.wakeUps.plan(schedule(), 0);
      await queue.close();
      await sleep(300);
      expect(engine.woken).toHaveLength(1);
      await eventually(async () => expect(await server.connections()).toBe(0));
    });

    test('closing does not wait for ever: neither for work that never ends nor for a backend that is away', async (context) => {
      const { relay, queue, engine, begin } = await openPlace(descriptor, context);
      const worker = await begin();
      engine.onWake = () => new Promise(() => undefined);
      await queue.wakeUps.plan(schedule(), 0);
      await eventually(() => expect(engine.woken).toHaveLength(1));
      await relay.cut();
      await worker.close();
      await queue.close();
    });
  });
}
