import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { line, median, percentile, ratio, report } from './measure.ts';

const pace = 300;
const seconds = 8;
const turns = 5;
/** Writes of a page between two seconds: what a commit waits for, and a bare one never does. */
const writes = 50;

/** Something that is clicked: `acknowledged` once the click is answered, `done` once all of it is over. */
export interface Clicked {
  readonly name: string;
  click(n: number): { readonly acknowledged: Promise<unknown>; readonly done: Promise<unknown> };
}

/**
 * Acknowledgement at a fixed pace, of Prep and of a bare one, the first turn not counted; p99 at most twice the bare one's is
 * the goal. Within a turn the two come second by second, so that a neighbour of the machine disturbs both alike.
 */
export async function compareLatency(what: string, prep: Clicked, bare: Clicked): Promise<void> {
  const times = new Map<Clicked, number[][]>([
    [prep, []],
    [bare, []],
  ]);
  const written: number[] = [];
  const folder = await mkdtemp(path.join(tmpdir(), 'prep-disk-'));
  const file = await open(path.join(folder, 'page'), 'w');
  try {
    for (let turn = -1; turn < turns; turn += 1) {
      const ofTurn = new Map<Clicked, number[]>([
        [prep, []],
        [bare, []],
      ]);
      for (let second = 0; second < seconds; second += 1) {
        for (const [target, taken] of ofTurn) taken.push(...(await oneSecond(target, second * pace)));
        written.push(...(await writePages(file)));
      }
      if (turn >= 0) for (const [target, taken] of ofTurn) times.get(target)?.push(taken);
    }
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
  const ofAll = (target: Clicked, p: number) => (times.get(target) ?? []).map((one) => percentile(one, p));
  for (const p of [0.5, 0.99]) {
    const [ours, theirs] = [prep, bare].map((target) => median(ofAll(target, p)).toFixed(1));
    line(`Acknowledgement at ${pace} a second, p${p * 100}: ${prep.name} ${ours} ms, ${bare.name} ${theirs} ms`);
  }
  line(
    `A page alone, written through to the disk meanwhile: p50 ${percentile(written, 0.5).toFixed(1)} ms, p99 ${percentile(written, 0.99).toFixed(1)} ms`,
  );
  report(`${what} acknowledgement p50, ${prep.name} / ${bare.name}`, ratio(ofAll(prep, 0.5), ofAll(bare, 0.5)));
  report(`${what} acknowledgement p99, ${prep.name} / ${bare.name}`, ratio(ofAll(prep, 0.99), ofAll(bare, 0.99)), {
    atMost: 2,
  });
}

/** Sends at a fixed pace for a second, whether answers come or not; times in ms, from when each click was due. */
async function oneSecond(target: Clicked, from: number): Promise<number[]> {
  const taken: number[] = [];
  const waiting: Promise<unknown>[] = [];
  const began = performance.now();
  for (let n = 0; n < pace; n += 1) {
    const due = began + (n * 1000) / pace;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const { acknowledged, done } = target.click(from + n);
    waiting.push(
      acknowledged.then(() => void taken.push(performance.now() - due)),
      done,
    );
  }
  await Promise.all(waiting);
  return taken;
}

/** Writes a page again and again, each time through to the disk; times in ms. */
async function writePages(file: FileHandle): Promise<number[]> {
  const page = Buffer.alloc(8192, 1);
  const taken: number[] = [];
  for (let n = 0; n < writes; n += 1) {
    const began = performance.now();
    await file.write(page, 0, page.length, 0);
    await file.datasync();
    taken.push(performance.now() - began);
  }
  return taken;
}
