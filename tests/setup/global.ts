import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/store/embedded.ts';
import { holderOf } from '../../src/store/embedded-lock.ts';
import { stopOrphan } from '../../src/store/embedded-server.ts';
import { makeTemplate } from './database-template.ts';
import { chromiumPart, installMissing, postgres15Part, pythonPart, redisPart } from './parts.ts';
import { stopSharedServices } from './shared-service.ts';

const folderName = 'prep-tests-';

/**
 * Once per run: installs what is missing where it may, starts one Postgres for all tests in a folder of the run, and
 * takes everything down at the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // A person's machine gets no second Postgres server from us; CI needs it.
  installMissing([redisPart, chromiumPart, pythonPart, ...(process.env.CI === 'true' ? [postgres15Part] : [])]);
  await clearAbandonedRuns();
  const runFolder = mkdtempSync(path.join(os.tmpdir(), `${folderName}${process.pid}-`));
  // As root the servers run as another account, which has to get in.
  chmodSync(runFolder, 0o755);
  // Nothing here has to survive a crash, so it needn't wait for the disk.
  const unsafeButFast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
  const server = await startEmbeddedPostgres({
    dir: path.join(runFolder, 'data'),
    postgresFlags: unsafeButFast.flatMap((setting) => ['-c', setting]),
  });
  const takeDown = async () => {
    await stopSharedServices(runFolder);
    await server.stop();
    rmSync(runFolder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await takeDown();
    throw error;
  }
  project.provide('runFolder', runFolder);
  project.provide('postgresUrl', server.url);
  return takeDown;
}

/** Takes down what runs that were killed left behind: their servers and folders. */
async function clearAbandonedRuns(): Promise<void> {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = Number(new RegExp(`^${folderName}(\\d+)-`).exec(name)?.[1]);
    if (!pid || holderOf(pid)) continue;
    const folder = path.join(os.tmpdir(), name);
    try {
      await stopSharedServices(folder);
      await stopOrphan(path.join(folder, 'data/postgres'), () => undefined);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run clears it at this moment.
    }
  }
}
