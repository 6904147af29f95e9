import type { Team } from './many-teams.ts';

/** A workspace and its channels, by their ids on the platform. */
export interface LoadWorkspace {
  readonly id: string;
  readonly channels: readonly string[];
}

/** What the parent writes into the file whose name is the one argument. */
export interface LoadSpec {
  /** the Redis of the queue; without it the queue is in the server's own Postgres */
  readonly redis: string | undefined;
  /** epoch ms, a whole minute */
  readonly dueAt: number;
  readonly workspaces: readonly LoadWorkspace[];
  readonly slack?: { readonly apiUrl: string; readonly signingSecret: string; readonly teams: readonly Team[] };
  readonly discord?: { readonly apiUrl: string; readonly token: string; readonly applicationId: string };
}

/** What it prints whenever a line comes in, besides its use. */
export interface LoadUse {
  /** most resident memory so far, bytes */
  readonly peak: number;
  /** statements of the store so far */
  readonly statements: number;
}
