import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
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
 * Linux's file system in memory. Each test's database is hundreds of small files, of which nothing has to last, and
 * making them can take a disk ten times as long.
 */
const inMemory = '/dev/shm';
/** Several times the 210 MB that a run was seen to use (bytes). Docker gives a container 64 MB unless told otherwise. */
const roomNeeded = 2 ** 30;

/**
 * Once per run: installs what is missing where it may, starts one Postgres for all tests in a folder of the run, and
 * takes everything down at the end. Temporary folders of the tests lie in the run's, too.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // A person's machine gets no second Postgres server from us; CI needs it.
  installMissing([redisPart, chromiumPart, pythonPart, ...(process.env.CI === 'true' ? [postgres15Part] : [])]);
  for (const place of [inMemory, os.tmpdir()].filter(existsSync)) await clearAbandonedRuns(place);
  const place = isRoomInMemory() ? inMemory : os.tmpdir();
  const runFolder = mkdtempSync(path.join(place, `${folderName}${process.pid}-`));
  // As root the servers run as another account, which has to get in.
  chmodSync(runFolder, 0o755);
  process.env.TMPDIR = path.join(runFolder, 'tmp');
  mkdirSync(process.env.TMPDIR);
  chmodSync(process.env.TMPDIR, 0o1777);
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
  project.provide('postgresSocket', server.socket);
  return takeDown;
}

function isRoomInMemory(): boolean {
  if (!existsSync(inMemory)) return false;
  const { bavail, bsize } = statfsSync(inMemory);
  return Math.min(bavail * bsize, os.freemem()) > roomNeeded;
}

/** Takes down what runs that were killed left behind in `place`: their servers and folders. */
async function clearAbandonedRuns(place: string): Promise<void> {
  for (const name of readdirSync(place)) {
    const pid = Number(new RegExp(`^${folderName}(\\d+)-`).exec(name)?.[1]);
    if (!pid || holderOf(pid)) continue;
    const folder = path.join(place, name);
    try {
      await stopSharedServices(folder);
      await stopOrphan(path.join(folder, 'data/postgres'), () => undefined);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run clears it at this moment.
    }
  }
}
