import type { LoadSpec, LoadWorkspace } from './load-spec.ts';

/** A fake platform with its limits on, in the process that makes the load. */
export interface LoadPlatform {
  readonly name: 'slack' | 'discord';
  readonly workspaces: readonly LoadWorkspace[];
  /** What the server has to know, without what it finds out by itself. */
  readonly spec: Pick<LoadSpec, 'slack' | 'discord'>;
  /** The shortest time (ms) in which the platform lets one post into each channel. */
  readonly fastestMs: number;
  /** Posts that it took since the last call: of which channel, and when. */
  newPosts(): { readonly channel: string; readonly at: number }[];
  /** What came over a limit, in words. */
  refused(): string;
  /**
   * Somebody types a command or presses a button, the `n`-th time: ms until the platform was answered, undefined if it was too
   * late for the platform.
   */
  act(n: number, origin: string): Promise<number | undefined>;
  close(): Promise<void>;
}
