import { createPostgresBackend, type JobsOptions, type Processor, Queue, Worker } from 'bullmq';
import type { StartupError } from '../src/startup-error.ts';
import type { WakeUp } from '../src/wakeups.ts';
import { postgresConnection, postgresUnusable, preparePostgres } from './backend-postgres.ts';
import { checkRedis, redisConnection, redisUnusable } from './backend-redis.ts';

/** Where the queue lives: on the Redis or on the Postgres at `url`. */
export interface Backend {
  readonly kind: 'redis' | 'postgres';
  readonly url: string;
  /** the Postgres is Prep's own, and no variable names it: where its log is */
  readonly embeddedLog?: string | undefined;
}

/** What we use of BullMQ's queue, whichever backend it lives on. */
export interface WakeUpQueue {
  addBulk(jobs: { name: WakeUp['kind']; data: WakeUp; opts: JobsOptions }[]): Promise<unknown>;
  remove(jobId: string): Promise<number>;
  getDelayedCount(): Promise<number>;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
  disconnect(): Promise<void>;
}

/** The processor of a wake-up's job, as BullMQ wants it. */
export type WakeUpProcessor = Processor<WakeUp, void, WakeUp['kind']>;

/** What we use of BullMQ's worker, whichever backend it lives on. */
export interface WakeUpWorker {
  waitUntilReady(): Promise<void>;
  run(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: FailedJob | undefined, error: Error) => void): unknown;
  close(): Promise<void>;
  disconnect(): Promise<void>;
}

/** A job whose attempt has just failed. */
export interface FailedJob {
  readonly id?: string | undefined;
  readonly attemptsMade: number;
  readonly opts: { readonly attempts?: number | undefined };
}

/** How a worker works. */
export interface WorkerSettings {
  /** Not before it is connected: a worker on Postgres that isn't would spin without ever giving way. */
  readonly autorun: false;
  readonly concurrency: number;
  /** Milliseconds between two attempts to reach a backend that is away. */
  readonly runRetryDelay: number;
  /** Milliseconds after which the job of a silent worker is another's, and between two looks for such jobs. */
  readonly lockDuration?: number;
  readonly stalledInterval?: number;
}

/** A backend that was reached, and makes queues and workers on itself. */
export interface ConnectedBackend {
  queue(name: string): WakeUpQueue;
  worker(name: string, processor: WakeUpProcessor, settings: WorkerSettings): WakeUpWorker;
  /** The error that tells whoever starts Prep that the backend can't be used, and the way out. */
  unusable(cause: unknown): StartupError;
}

/**
 * Connections to Postgres: 2 for the queue, 3 for the worker, and the one that it listens on. They share the 30 of a process
 * with the store.
 */
const POOL = { queue: 2, worker: 3 } as const;

/**
 * The choice between Redis and Postgres, made here and nowhere else. Reaches the backend first, and on Postgres brings
 * BullMQ's tables up to date.
 *
 * @throws {StartupError} within about 5 seconds if it can't be reached or used; the message never holds a password.
 */
export async function connectBackend({ kind, url, embeddedLog }: Backend): Promise<ConnectedBackend> {
  if (kind === 'redis') {
    await checkRedis(url);
    const connection = redisConnection(url);
    return {
      queue: (name) => new Queue(name, { connection }),
      worker: (name, processor, settings) => new Worker(name, processor, { ...settings, connection }),
      unusable: (cause) => redisUnusable(url, cause),
    };
  }
  const unusable = (cause: unknown) => postgresUnusable(url, cause, embeddedLog);
  await preparePostgres(url, unusable);
  return {
    queue: (name) => new Queue(name, { connection: postgresConnection(url, POOL.queue) }, createPostgresBackend),
    worker: (name, processor, settings) =>
      new Worker(
        name,
        processor,
        { ...settings, connection: postgresConnection(url, POOL.worker) },
        createPostgresBackend,
      ),
    unusable,
  };
}
