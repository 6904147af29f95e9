import { defineConfig } from 'vitest/config';
import { ClosingLine } from './tests/setup/closing-line.ts';
import { LongestFirst } from './tests/setup/longest-first.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/setup/global.ts'],
    reporters: ['default', new ClosingLine()],
    // Processes, not threads: the suite starts and kills real servers, and signals belong to a process.
    pool: 'forks',
    maxWorkers: 2,
    // Of tests that say they may run side by side.
    maxConcurrency: 3,
    // Bolt, discord.js and the store are loaded once a worker, not once a file; what a file changes for all it puts back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Real servers on machines that may be busy: a limit for what hangs, not a measure of speed.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A clean shutdown of Postgres and Redis.
    teardownTimeout: 20_000,
  },
});
