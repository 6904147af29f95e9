import { setTimeout as sleep } from 'node:timers/promises';
import { type Arena, lockMs } from './arena.ts';
import type { Fault } from './faults.ts';

/** What ends a fault that lasts: a frozen worker goes on. */
export type Ending = () => Promise<void>;

/** Makes `fault` happen to whoever does what `begin` sets off. */
export async function suffer(arena: Arena, fault: Fault, begin: () => Promise<void>): Promise<Ending | undefined> {
  const { team, chat, lane } = arena;
  if (fault.kind === 'answer dropped') {
    chat.dropNextAnswer();
    await begin();
    return undefined;
  }
  if (fault.kind === 'Redis flushed') {
    await arena.flush();
    await begin();
    return undefined;
  }
  const silent = fault.at === 'sent, not answered';
  await team.arm(silent ? 'opened, not sent' : (fault.at as Exclude<typeof fault.at, 'sent, not answered'>));
  await begin();
  const worker = await team.caught();
  switch (fault.kind) {
    case 'killed': {
      if (silent) {
        const done = chat.silenceNextPost();
        await worker.tell({ kind: 'release' });
        await done;
      }
      await team.kill(worker);
      await team.release();
      return undefined;
    }
    case 'Postgres restarted':
      await lane.postgres.stop();
      if (fault.early) await team.release();
      await lane.postgres.start();
      await team.release();
      return undefined;
    case 'frozen': {
      const goOn = await team.freeze(worker);
      const since = performance.now();
      await team.release();
      return async () => {
        await sleep(Math.max(0, since + 1.5 * lockMs - performance.now()));
        await goOn();
      };
    }
  }
}
