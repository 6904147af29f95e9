import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Prints `412 passed, 0 failed` (and `, 3 skipped`) as the very last line of a run, for scripts that read only that.
 * A file that can't be loaded, a failing hook and an error outside any test count as one failure each.
 */
export class ClosingLine implements Reporter {
  private counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };

  onInit(): void {
    // At exit, because other reporters and the services' teardown still print after a run has ended.
    process.once('exit', (code) => {
      const { passed, skipped, pending } = this.counts;
      // The run failed as a whole: its set-up, or no test was found.
      const failed = code === 0 ? this.counts.failed : Math.max(this.counts.failed, 1);
      // A test that never ran, because its run was broken off, has not passed.
      const left = skipped + pending;
      writeSync(1, `${passed} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++;
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    this.counts = counts;
  }
}
