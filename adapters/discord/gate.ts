import { setTimeout as sleep } from 'node:timers/promises';
import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { PlatformError } from '../../src/platform.ts';
import { createTurns } from '../../src/schedule/turns.ts';

/** Discord allows a bot 50 requests in a second; they don't take the same time to get there. */
const limit = { per: 'platform', everyMs: 1_000 / 48, burst: 2 } as const;

/**
 * discord.js's own request, sent one after the other so that Discord's limit of all that a bot does isn't met: discord.js counts from
 * one second to the next, so that twice as many can meet in the middle, and one that Discord refuses holds up all of them for a
 * whole second. What would have to wait longer than `patientMs` is refused here, so that no more wait than go in that time.
 *
 * @throws {PlatformError} `rate_limited`: nothing was sent
 */
export function paced(patientMs: number): RESTOptions['makeRequest'] {
  const turns = createTurns(() => performance.now());
  return async (url, init) => {
    const wait = turns.take('all', limit, patientMs);
    if (wait === undefined) {
      throw new PlatformError('discord', 'rate_limited', { retryAfterMs: patientMs, shared: true });
    }
    if (wait > 0) await sleep(wait);
    init.signal?.throwIfAborted();
    return DefaultRestOptions.makeRequest(url, init);
  };
}
