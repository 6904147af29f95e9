import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { type Sweeping, startSweeping } from '../../jobs/sweep.ts';
import { ERROR, keepingLogger, recorder } from './recorder.ts';

const HOUR_MS = 3_600_000;
const eventually = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 10_000, interval: 5 });

let sweeping: Sweeping | undefined;
afterEach(async () => {
  await sweeping?.close(1_000);
});

test('it sweeps at once, and when it has is known', async () => {
  const engine = recorder();
  const before = Date.now();
  sweeping = startSweeping(engine, keepingLogger().log, HOUR_MS);
  expect(sweeping.lastSweepAt()).toBeUndefined();
  expect(sweeping.isFresh()).toBe(true);
  await eventually(() => expect(sweeping?.lastSweepAt()).toBeGreaterThanOrEqual(before));
  expect(engine.sweeps).toBe(1);
});

test('it sweeps again and again, never twice at the same time', async () => {
  const engine = recorder();
  let inHand = 0;
  let most = 0;
  engine.onSweep = async () => {
    inHand += 1;
    most = Math.max(most, inHand);
    await sleep(15);
    inHand -= 1;
  };
  sweeping = startSweeping(engine, keepingLogger().log, 5);
  await Promise.all([sweeping.sweepNow(), sweeping.sweepNow()]);
  await eventually(() => expect(engine.sweeps).toBeGreaterThan(5));
  expect(most).toBe(1);
});

test.each([
  ['throws', () => Promise.reject(new Error('the database was away'))],
  [
    'throws at once',
    () => {
      throw new Error('the database was away');
    },
  ],
])('one that %s is logged, tried again, and makes nothing fresh', async (_, fail) => {
  const engine = recorder();
  const { log, lines } = keepingLogger();
  engine.onSweep = fail;
  sweeping = startSweeping(engine, log, 5);
  await eventually(() => expect(lines.length).toBeGreaterThan(1));
  expect(lines[0]).toMatchObject({ level: ERROR, err: { message: 'the database was away' } });
  expect(sweeping.lastSweepAt()).toBeUndefined();
  // Three intervals without one.
  await eventually(() => expect(sweeping?.isFresh()).toBe(false));
  engine.onSweep = () => undefined;
  await eventually(() => expect(sweeping?.lastSweepAt()).toBeDefined());
});

test('asked for, it sweeps at once and has ended when the asking has', async () => {
  const engine = recorder();
  sweeping = startSweeping(engine, keepingLogger().log, HOUR_MS);
  await eventually(() => expect(sweeping?.lastSweepAt()).toBeDefined());
  await sweeping.sweepNow();
  expect(engine.sweeps).toBe(2);
});

test('closing waits for the one in hand, and no other follows', async () => {
  const engine = recorder();
  let ended = false;
  engine.onSweep = async () => {
    await sleep(50);
    ended = true;
  };
  sweeping = startSweeping(engine, keepingLogger().log, 1);
  await sweeping.close(5_000);
  expect(ended).toBe(true);
  await sweeping.sweepNow();
  await sleep(50);
  expect(engine.sweeps).toBe(1);
});

test('closing gives up on one that never ends', async () => {
  const engine = recorder();
  engine.onSweep = () => new Promise(() => undefined);
  sweeping = startSweeping(engine, keepingLogger().log, HOUR_MS);
  await sweeping.close(20);
  expect(engine.sweeps).toBe(1);
});
