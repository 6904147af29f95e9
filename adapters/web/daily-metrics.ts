import { Counter, type Metric, type Registry } from 'prom-client';
import { type DailyTotalsStore, latenessLimits } from '../../src/store/daily-totals.ts';

/**
 * Adds what became of the daily challenges to the registry. It is read from the rows when somebody asks, because a counter in
 * memory would begin anew with each process, and workers may have no HTTP to be asked by. While the database is away
 * there is nothing to tell.
 */
export function addDailyMetrics(registry: Registry, daily: DailyTotalsStore): void {
  // prom-client's own histogram observes; this one hands on what was counted elsewhere.
  const name = 'prep_daily_lateness_seconds';
  const histogram = {
    name,
    help: 'How long after its time a daily challenge was posted',
    type: 'histogram',
    aggregator: 'sum',
    reset: () => undefined,
    async get() {
      const totals = await daily.totals().catch(() => undefined);
      const bucket = (le: number | string, value: number) => ({ metricName: `${name}_bucket`, labels: { le }, value });
      const values = totals && [
        ...latenessLimits.map((limit) => bucket(limit, totals.atMost.get(limit) ?? 0)),
        bucket('+Inf', totals.posted),
        { metricName: `${name}_sum`, labels: {}, value: totals.seconds },
        { metricName: `${name}_count`, labels: {}, value: totals.posted },
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
      const totals = await daily.totals().catch(() => undefined);
      for (const [reason, count] of totals?.missed ?? []) this.inc({ reason: reason.replaceAll(' ', '_') }, count);
    },
  });
}
