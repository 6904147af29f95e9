import type { LoadPlatform } from './load-platform.ts';
import type { LoadUse } from './load-spec.ts';
import { line, percentile, report } from './measure.ts';
import type { Use } from './use.ts';

export interface LoadRun {
  readonly platform: LoadPlatform;
  readonly queue: string;
  readonly dueAt: number;
  readonly posts: readonly { readonly channel: string; readonly at: number }[];
  /** ms until the platform was answered; undefined where it was too late */
  readonly acts: readonly (number | undefined)[];
  readonly before: Use & LoadUse;
  readonly after: Use & LoadUse;
}

/** Prints what a run shows: what was posted, how late, in what order, at what cost, and whether people were answered. */
export function reportLoad({ platform, queue, dueAt, posts, acts, before, after }: LoadRun): void {
  const { name, workspaces, fastestMs } = platform;
  const channels = workspaces.flatMap((workspace) =>
    workspace.channels.map((id) => ({ id, size: workspace.channels.length })),
  );
  const times = new Map<string, number[]>();
  for (const { channel, at } of posts) times.set(channel, [...(times.get(channel) ?? []), at]);
  const doubled = [...times.values()].filter(({ length }) => length > 1).length;
  const lost = channels.filter(({ id }) => !times.has(id)).length;
  const largest = Math.max(...workspaces.map((workspace) => workspace.channels.length));
  const lateness = (those: (size: number) => boolean) =>
    channels.flatMap(({ id, size }) => {
      const at = times.get(id)?.[0];
      return at !== undefined && those(size) ? [at - dueAt] : [];
    });
  const all = lateness(() => true);
  const tookMs = Math.max(...all);

  line(
    `${name}, queue on ${queue}: ${channels.length} channels in ${workspaces.length} workspaces due together, ${largest} of them in one`,
  );
  line(`  posted ${times.size}, doubled ${doubled}, lost ${lost}; requests over a limit: ${platform.refused()}`);
  line(`  in ${seconds(tookMs)} s; the limits allow it in ${seconds(fastestMs)} s`);
  line(`  lateness of all: ${spread(all)}`);
  line(`  of the large workspace: ${spread(lateness((size) => size === largest))}`);
  line(`  of the others: ${spread(lateness((size) => size < largest))}`);
  line(`  of those with one channel: ${spread(lateness((size) => size === 1))}`);
  const taken = acts.flatMap((ms) => (ms === undefined ? [] : [ms]));
  line(
    `  commands and presses meanwhile: ${acts.length}, ${acts.length - taken.length} not answered within 3 s; ${spread(taken)}`,
  );
  line(
    `  memory: ${megabytes(before.held)} MB held before, ${megabytes(after.held)} MB after; resident at most ${megabytes(after.peak)} MB; processor ${seconds(after.cpuMs - before.cpuMs)} s; ${((after.statements - before.statements) / channels.length).toFixed(1)} statements a post, clicks and sweeps included`,
  );
  report(`${name}: time to post all / what the limits allow`, tookMs / fastestMs);
  report(
    `${name}: p99 of workspaces with one channel / of the large one`,
    percentile(
      lateness((size) => size === 1),
      0.99,
    ) /
      percentile(
        lateness((size) => size === largest),
        0.99,
      ),
  );
}

function spread(ms: readonly number[]): string {
  const at = (p: number) => (ms.length === 0 ? '–' : percentile(ms, p).toFixed(0));
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
