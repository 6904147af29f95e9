import type { FailPoint } from '../../src/fail-points.ts';
import { type Crewman, within } from './crew.ts';
import type { WorkerSpec } from './protocol.ts';
import type { Spares } from './spares.ts';

/** The workers of one Prep: as many as were asked for, whoever is killed. */
export interface Team {
  /** From now on a worker that reaches `point` waits there. */
  arm(point: FailPoint): Promise<void>;
  /** The first worker that waits at the armed point; what doesn't lead there by itself comes there by a sweep. */
  caught(): Promise<Crewman>;
  /** Nobody waits any more. */
  release(): Promise<void>;
  /** Kills a worker; another takes its place. */
  kill(worker: Crewman): Promise<void>;
  /** Stops a worker as it is, and gives what lets it go on. */
  freeze(worker: Crewman): Promise<() => Promise<void>>;
  /** Everybody sweeps. */
  sweep(): Promise<void>;
  /** The same, not waited for: somebody may be caught in it. */
  beginSweep(): void;
  /** Waits until nobody has anything in hand. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** How long the queue has for leading somewhere before a sweep is tried (ms). */
const sweepEveryMs = 300;

export async function openTeam(spares: Spares, size: number, spec: WorkerSpec): Promise<Team> {
  const working = new Set<Crewman>();
  let joined = 0;
  let reached = signal<Crewman>();

  async function join(): Promise<void> {
    const worker = await spares.take();
    joined += 1;
    worker.onReached(() => reached.give(worker));
    await worker.tell({ kind: 'start', spec: { ...spec, seed: spec.seed + joined } });
    working.add(worker);
  }
  const all = (work: (worker: Crewman) => Promise<void>) => Promise.all([...working].map(work)).then(() => undefined);

  const sweep = () => all((worker) => worker.tell({ kind: 'sweep' }));
  // Whoever is killed in it rejects.
  const begin = () => void sweep().catch(() => undefined);

  await Promise.all(Array.from({ length: size }, join));
  return {
    async arm(point) {
      reached = signal();
      await all((worker) => worker.tell({ kind: 'arm', point }));
    },
    async caught() {
      const nudge = setInterval(begin, sweepEveryMs);
      try {
        return await within(reached.given, 'a worker to reach the fail point');
      } finally {
        clearInterval(nudge);
      }
    },
    release: () => all((worker) => worker.tell({ kind: 'release' })),
    async kill(worker) {
      working.delete(worker);
      await worker.kill();
      await join();
    },
    async freeze(worker) {
      working.delete(worker);
      await worker.freeze();
      return async () => {
        worker.thaw();
        working.add(worker);
        await worker.tell({ kind: 'release' });
      };
    },
    sweep,
    beginSweep: begin,
    quiet: () => all((worker) => worker.tell({ kind: 'quiet' })),
    async close() {
      await Promise.all([...working].map((worker) => worker.kill()));
    },
  };
}

/** A value that is there sooner or later. */
function signal<T>(): { readonly given: Promise<T>; give(value: T): void } {
  let give: (value: T) => void = () => undefined;
  const given = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { given, give: (value) => give(value) };
}
