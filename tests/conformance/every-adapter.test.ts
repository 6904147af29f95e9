import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/project-root.ts';

const here = path.join(projectRoot, 'tests/conformance');

it('every folder of adapters/ runs the suite', () => {
  const adapters = readdirSync(path.join(projectRoot, 'adapters'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const runs = readdirSync(here).filter((file) => /^conformance\(/m.test(readFileSync(path.join(here, file), 'utf8')));
  for (const adapter of adapters) {
    expect(
      runs.filter((file) => file.startsWith(adapter)),
      `adapters/${adapter}: add tests/conformance/${adapter}.test.ts`,
    ).not.toEqual([]);
  }
  expect(adapters.length).toBeGreaterThan(2);
});
