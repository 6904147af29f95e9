import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';

/**
 * Prints `412 passed, 0 failed` (and `, 3 skipped`) as the very last line of a run, for scripts that read only that.
 * A file that can't be loaded, a failing hook and an error outside any test count as one failure each.
 */
export class ClosingLine implements Reporter {
  private line: string | undefined;

  onInit(): void {
    // At exit, because other reporters and the services' teardown still print after a run has ended.
    process.once('exit', () => {
      if (this.line) writeSync(1, `${this.line}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++;
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    // The global set-up failed, or no test was found.
    if (reason === 'failed' || counts.passed === 0) counts.failed = Math.max(counts.failed, 1);
    // A test that never ran, because its run was broken off, has not passed.
    const skipped = counts.skipped + counts.pending;
    this.line = `${counts.passed} passed, ${counts.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  }
}
