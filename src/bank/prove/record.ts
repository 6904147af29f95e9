import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { proofKey, proofsFile, type RecordedProofs, readProofs } from '../proofs-file.ts';
import type { Proven } from './prove.ts';

/**
 * Writes what was proven into proofs.json below `root`: sorted, and an entry changes only with the content of its proof or key, or
 * with the runtime's version. With `ids`, entries of other questions go. Provers that run at the same time take turns.
 * @returns whether the file changed
 */
export async function recordProofs(
  root: string,
  proven: readonly Proven[],
  ids: ReadonlySet<string> | undefined,
  today: string,
): Promise<boolean> {
  return inTurn(path.join(root, '.proofs.lock'), async () => {
    const before = await readProofs(root);
    const after: RecordedProofs = {};
    for (const [id, entry] of Object.entries(before)) if (!ids || ids.has(id)) after[id] = entry;
    for (const { question, computed, failure } of proven) {
      const key = proofKey(question);
      const old = before[question.id];
      if (computed === undefined || failure !== undefined || key === undefined) delete after[question.id];
      else if (old?.key !== key || old.runtime !== computed.runtime)
        after[question.id] = { runtime: computed.runtime, on: today, key };
    }
    const sorted = Object.fromEntries(Object.entries(after).sort(([x], [y]) => (x < y ? -1 : 1)));
    const text = `${JSON.stringify(sorted, null, 2)}\n`;
    const file = path.join(root, proofsFile);
    if (text === (await readFile(file, 'utf8').catch(() => ''))) return false;
    await writeFile(`${file}.${process.pid}`, text);
    await rename(`${file}.${process.pid}`, file);
    return true;
  });
}

/** A folder as a lock: making it succeeds for one. One that is older than ten seconds belongs to nobody: writing takes milliseconds. */
async function inTurn<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      await mkdir(lock);
      break;
    } catch {
      if (tries > 200) await rm(lock, { recursive: true, force: true });
      await sleep(50);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
