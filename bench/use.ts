import { line, report } from './measure.ts';

/** What a process holds and has taken: bytes after a collection, and ms of processor time. */
export interface Use {
  readonly resident: number;
  /** objects and buffers that are still reachable */
  readonly held: number;
  readonly cpuMs: number;
}

/** In a process that is measured: writes its use, and what is asked `besides`, as one line of JSON whenever a line comes in; `end` when the input ends. */
export function tellUse(end: () => Promise<void>, besides: () => object = () => ({})): void {
  process.stdin.on('data', () => {
    globalThis.gc?.();
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    const use: Use = { resident: rss, held: heapUsed + external, cpuMs: (user + system) / 1000 };
    process.stdout.write(`${JSON.stringify({ ...use, ...besides() })}\n`);
  });
  process.stdin.on('end', async () => {
    await end();
    process.exit(0);
  });
}

/**
 * No growth is the goal for what is held; resident memory is told beside it, since a machine that takes pages away from idle
 * processes moves it by half, either way.
 */
export function reportGrowth(what: string, clicks: number, before: Use, after: Use): void {
  line(
    `${what}: ${megabytes(before.held)} MB held before ${clicks} more clicks, ${megabytes(after.held)} MB after; resident ${megabytes(before.resident)} and ${megabytes(after.resident)} MB`,
  );
  report(`${what}: memory held after ${clicks} more clicks / before`, after.held / before.held, { atMost: 1.1 });
  report(`${what}: resident memory after / before`, after.resident / before.resident);
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
