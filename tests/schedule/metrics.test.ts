import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { createExpressServer } from '../../adapters/web/express-server.ts';
import { operatorRouter } from '../../adapters/web/operator.ts';
import { type OpenHttp, openHttp } from '../../src/http.ts';
import { day, hour, minute } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
let http: OpenHttp;
afterEach(async () => {
  await http.close();
  await game.close();
});

async function metrics(): Promise<string[]> {
  const response = await fetch(`${http.url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  return (await response.text()).split('\n').filter((line) => line.includes('prep_daily'));
}

it('GET /metrics tells how late daily challenges came, and why some never did, in any process', async () => {
  game = await openDaily('daily at 09:00 UTC every day closes 6h');
  // This process has seen nothing of what follows.
  const app = express().use(operatorRouter([], game.store.dailyTotals));
  http = await openHttp(createExpressServer(app), '127.0.0.1', 0);
  expect(await metrics()).toContain('prep_daily_lateness_seconds_count 0');

  await game.engine.sweep();
  for (const [days, late] of [
    [0, 0],
    [1, 20 * minute],
    [2, 3 * hour],
  ] as const) {
    game.clock.set(game.first + days * day + late);
    await game.engine.sweep();
  }
  game.platform.fail('post', { kind: 'refuse', code: 'no_permission' });
  game.clock.set(game.first + 3 * day);
  await game.engine.sweep();
  game.clock.set(game.first + 4 * day + 7 * hour);
  await game.engine.sweep();

  const lines = await metrics();
  expect(lines).toContain('# TYPE prep_daily_lateness_seconds histogram');
  expect(lines.filter((line) => line.startsWith('prep_daily_lateness'))).toEqual([
    'prep_daily_lateness_seconds_bucket{le="1"} 1',
    'prep_daily_lateness_seconds_bucket{le="2"} 1',
    'prep_daily_lateness_seconds_bucket{le="5"} 1',
    'prep_daily_lateness_seconds_bucket{le="10"} 1',
    'prep_daily_lateness_seconds_bucket{le="30"} 1',
    'prep_daily_lateness_seconds_bucket{le="60"} 1',
    'prep_daily_lateness_seconds_bucket{le="300"} 1',
    'prep_daily_lateness_seconds_bucket{le="900"} 1',
    'prep_daily_lateness_seconds_bucket{le="1800"} 2',
    'prep_daily_lateness_seconds_bucket{le="3600"} 2',
    'prep_daily_lateness_seconds_bucket{le="7200"} 2',
    'prep_daily_lateness_seconds_bucket{le="14400"} 3',
    'prep_daily_lateness_seconds_bucket{le="21600"} 3',
    'prep_daily_lateness_seconds_bucket{le="+Inf"} 3',
    `prep_daily_lateness_seconds_sum ${20 * 60 + 3 * 3600}`,
    'prep_daily_lateness_seconds_count 3',
  ]);
  expect(lines).toContain('# TYPE prep_daily_missed_total counter');
  expect(lines.filter((line) => line.startsWith('prep_daily_missed')).sort()).toEqual([
    'prep_daily_missed_total{reason="no_permission"} 1',
    'prep_daily_missed_total{reason="prep_was_down"} 1',
  ]);

  // Days that are over are counted once: their rows are not read again, by no process.
  await game.table.type(game.ana, game.channel, 'daily off');
  const before = await metrics();
  game.clock.add(20 * day);
  await game.engine.sweep();
  await game.another().sweep();
  const [posted, lastCounted] = await Promise.all([
    game.database.sql`select 1 from occurrences where posted_at is not null`,
    game.database.sql`select max(day)::text as day from daily_totals`,
  ]);
  expect([posted.length, lastCounted[0]?.day]).toEqual([3, '2026-11-28']);
  expect(await metrics()).toEqual(before);
  await game.database.sql`delete from rounds where opened_at < ${new Date(game.first + 5 * day)}`;
  await game.database.sql`delete from occurrences where planned_at < ${new Date(game.first + 5 * day)}`;
  expect(await metrics()).toEqual(before);
});
