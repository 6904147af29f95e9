import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { projectRoot } from '../../src/project-root.ts';

/** Files and folders of tests that take longest, in order. Not the browser's: two browsers at once wait for each other. */
const longest = ['tests/boot/start.test.ts', 'tests/conformance/', 'tests/schedule/oracle.test.ts', 'tests/jobs/'];

/**
 * Begins with what takes longest, or one file runs alone at the end while the other worker has nothing left to do. Vitest
 * knows how long a file took after its first run only; until then it goes by size, and the conformance suites, a few lines
 * each, come last.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byVitest = await super.sort(files);
    return byVitest.toSorted((a, b) => place(a) - place(b));
  }
}

function place({ moduleId }: TestSpecification): number {
  const file = path.relative(projectRoot, moduleId);
  const found = longest.findIndex((start) => file.startsWith(start));
  return found < 0 ? longest.length : found;
}
