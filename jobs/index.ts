export type { Backend } from './backend.ts';
export { type JobQueue, openQueue } from './queue.ts';
export { type JobWorker, startWorker } from './worker.ts';
