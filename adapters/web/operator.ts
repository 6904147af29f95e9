import { Router } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { DailyTotalsStore } from '../../src/store/daily-totals.ts';
import { addDailyMetrics } from './daily-metrics.ts';

/** One thing that must work for Prep to be ready; `check` never rejects. */
export interface Readiness {
  readonly name: string;
  check(): Promise<boolean>;
}

/** What an operator asks for: `GET /healthz` (the process lives), `GET /readyz` (each part by name), `GET /metrics` (Prometheus). */
export function operatorRouter(parts: readonly Readiness[], daily: DailyTotalsStore): Router {
  const router = Router();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'prep_ready',
    help: '1 if this part of Prep works, by part',
    labelNames: ['part'],
    registers: [registry],
    async collect() {
      for (const [name, ready] of await checkAll(parts)) this.set({ part: name }, ready ? 1 : 0);
    },
  });

  addDailyMetrics(registry, daily);

  router.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const checked = await checkAll(parts);
    const ready = checked.every(([, works]) => works);
    response
      .status(ready ? 200 : 503)
      .json(Object.fromEntries(checked.map(([name, works]) => [name, works ? 'ok' : 'not ready'])));
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

function checkAll(parts: readonly Readiness[]): Promise<(readonly [string, boolean])[]> {
  return Promise.all(parts.map(async ({ name, check }) => [name, await check()] as const));
}
