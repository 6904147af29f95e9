import { Counter, type Metric, type Registry } from 'prom-client';
import type { DailyLogStore } from '../../src/store/daily-log.ts';

/** Where lateness is cut: seconds, up to the grace of six hours. */
const limits = [1, 2, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200, 14_400, 21_600];

/**
 * Adds what became of the daily challenges to the registry. It is read from the rows when somebody asks, because a counter in
 * memory would begin anew with each process, and workers may have no HTTP to be asked by. While the database is away
 * there is nothing to tell.
 */
export function addDailyMetrics(registry: Registry, log: DailyLogStore): void {
  // prom-client's own histogram observes; this one hands on what was counted elsewhere.
  const name = 'prep_daily_lateness_seconds';
  const histogram = {
    name,
    help: 'How long after its time a daily challenge was posted',
    type: 'histogram',
    aggregator: 'sum',
    reset: () => undefined,
    async get() {
      const lateness = await log.lateness(limits).catch(() => undefined);
      const bucket = (le: number | string, value: number) => ({ metricName: `${name}_bucket`, labels: { le }, value });
      const values = lateness && [
        ...limits.map((limit) => bucket(limit, lateness.atMost.get(limit) ?? 0)),
        bucket('+Inf', lateness.posted),
        { metricName: `${name}_sum`, labels: {}, value: lateness.seconds },
        { metricName: `${name}_count`, labels: {}, value: lateness.posted },
      ];
      return { name, help: this.help, type: this.type, aggregator: this.aggregator, values: values ?? [] };
    },
  };
  registry.registerMetric(histogram as unknown as Metric);
  new Counter({
    name: 'prep_daily_missed_total',
    help: 'Daily challenges that were not posted, by why',
    labelNames: ['reason'],
    registers: [registry],
    async collect() {
      this.reset();
      const missed = await log.missed().catch(() => undefined);
      for (const [reason, count] of missed ?? []) this.inc({ reason: reason.replaceAll(' ', '_') }, count);
    },
  });
}
