import { UnrecoverableError } from 'bullmq';
import { z } from 'zod';
import type { Woken } from '../src/wakeups.ts';
import type { WakeUpProcessor } from './backend.ts';

/** What a job carries; another version of Prep, or another program, may have written it. */
const wakeUp = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('schedule'), id: z.string() }),
  z.object({ kind: z.literal('close'), id: z.string() }),
  z.object({ kind: z.literal('remind'), id: z.string() }),
]);

/** The job of a wake-up: hands it to the engine. A failure is BullMQ's to try again; what can't be read is not tried again. */
export function wakeJob(woken: Woken): WakeUpProcessor {
  return async (job) => {
    const parsed = wakeUp.safeParse(job.data);
    if (!parsed.success) throw new UnrecoverableError(`A job carries no wake-up: ${z.prettifyError(parsed.error)}`);
    await woken.wake(parsed.data);
  };
}
