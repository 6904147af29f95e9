import type { Backend } from '../../jobs/index.ts';
import type { FailPoint } from '../../src/fail-points.ts';

/** How a worker reaches the fake platform. */
export type ChatAccess = { readonly platform: 'slack' | 'discord'; readonly apiUrl: string; readonly token: string };

/** What a worker process works with; several with the same are processes of one Prep. */
export interface WorkerSpec {
  readonly databaseUrl: string;
  readonly backend: Backend;
  readonly chat: ChatAccess;
  /** the file of the shared clock */
  readonly clockFile: string;
  readonly seed: number;
  /** how long BullMQ takes a silent worker for alive (ms) */
  readonly lockMs: number;
}

/** What the parent tells a worker to do; each is answered by `done` or `failed`. */
export type Order =
  | { readonly kind: 'start'; readonly spec: WorkerSpec }
  /** Tell when `point` is reached, once, and wait there. */
  | { readonly kind: 'arm'; readonly point: FailPoint }
  /** Wait nowhere, and go on where you wait. */
  | { readonly kind: 'release' }
  | { readonly kind: 'sweep' }
  /** Answered when nothing is in hand. */
  | { readonly kind: 'quiet' };

export type NumberedOrder = Order & { readonly number: number };

export type Report =
  /** loaded, and waiting to be started */
  | { readonly kind: 'warm' }
  | { readonly kind: 'reached'; readonly point: FailPoint }
  | { readonly kind: 'done'; readonly number: number }
  | { readonly kind: 'failed'; readonly number: number; readonly why: string };
