import { defineConfig } from 'vitest/config';
import { ClosingLine } from './tests/setup/closing-line.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/setup/global.ts'],
    reporters: ['default', new ClosingLine()],
    // Processes, not threads: the suite starts and kills real servers, and signals belong to a process.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A clean shutdown of Postgres and Redis.
    teardownTimeout: 20_000,
  },
});
