import { DelayedError, UnrecoverableError } from 'bullmq';
import { z } from 'zod';
import type { WakeUp, Woken } from '../src/wakeups.ts';
import type { WakeUpProcessor } from './backend.ts';

/** What a job carries; another version of Prep, or another program, may have written it. */
const wakeUp = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('schedule'), id: z.string(), again: z.boolean().optional() }),
  z.object({ kind: z.literal('close'), id: z.string() }),
  z.object({ kind: z.literal('remind'), id: z.string() }),
]);

/**
 * The job of a wake-up: hands it to the engine. A failure is BullMQ's to try again; what can't be read is not tried again. What
 * is to be woken again waits as the same job, under the same id: a sweep that plans it anew makes no second one.
 */
export function wakeJob(woken: Woken): WakeUpProcessor {
  return async (job, token) => {
    const parsed = wakeUp.safeParse(job.data);
    if (!parsed.success) throw new UnrecoverableError(`A job carries no wake-up: ${z.prettifyError(parsed.error)}`);
    const againMs = await woken.wake(parsed.data);
    if (againMs === undefined) return;
    await job.updateData({ ...job.data, again: true } as WakeUp);
    await job.moveToDelayed(Date.now() + againMs, token);
    throw new DelayedError();
  };
}
