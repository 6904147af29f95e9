import { spawnSync } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '../../src/project-root.ts';
import { freshDatabase } from '../setup/database.ts';

async function doctor(...given: string[]) {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/doctor.ts', ...given], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DATABASE_URL: database.url },
  });
  return { status, lines: stdout.trim().split('\n') };
}

it('npm run doctor says that all is well', { timeout: 30_000 }, async () => {
  expect(await doctor()).toEqual({
    status: 0,
    lines: ['Every standing equals the sum of its credited answers.', 'Every streak is what its log says.'],
  });
});

it('a slip for --rebuild is told, and not taken for a look', { timeout: 30_000 }, async () => {
  const { status, lines } = await doctor('--rebild');
  expect(status).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^I don't know "--rebild"\./)]);
});
