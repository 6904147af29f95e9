import path from 'node:path';
import { config as readEnvFile } from 'dotenv';
import { parseConfig } from '../src/config.ts';
import { failureText } from '../src/startup-error.ts';
import { openDatabase } from '../src/store/database.ts';
import { runningEmbeddedUrl, startEmbeddedPostgres } from '../src/store/embedded.ts';
import { createStore, type Store } from '../src/store/index.ts';
import { migrate } from '../src/store/migrate.ts';

/**
 * Runs `work` on Prep's database, also beside a running Prep: the one that DATABASE_URL names, the embedded one that is
 * running, or the embedded one started for the while. A start that fails says why in one paragraph; exit code 1.
 */
export async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  readEnvFile({ quiet: true });
  const closers: (() => Promise<void>)[] = [];
  try {
    const url =
      parseConfig(process.env).databaseUrl ?? runningEmbeddedUrl(path.resolve('.data')) ?? (await started(closers));
    const database = await openDatabase({ url }, { max: 2 });
    closers.push(database.close);
    await migrate(url);
    await work(createStore(database));
  } catch (error) {
    process.stderr.write(`${failureText(error, 'command')}\n`);
    process.exitCode = 1;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function started(closers: (() => Promise<void>)[]): Promise<string> {
  const embedded = await startEmbeddedPostgres({
    dir: path.resolve('.data'),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  closers.push(embedded.stop);
  return embedded.url;
}
