import { setTimeout as sleep } from 'node:timers/promises';
import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { PlatformError } from '../../src/platform.ts';
import { createTurns } from '../../src/schedule/turns.ts';

/** Discord allows a bot 50 requests in a second; they don't take the same time to get there. */
const limit = { per: 'platform', everyMs: 1_000 / 48, burst: 2 } as const;

/**
 * discord.js's own request, sent one after the other so that Discord's limit of all that a bot does isn't met: discord.js counts from
 * one second to the next, so that twice as many can meet in the middle, and one that Discord refuses holds up all of them for a
 * whole second. What would have to wait longer than `patientMs` is refused here, so that no more wait than go in that time. When
 * Discord says that the limit is reached all the same, because of another process, nothing goes until it is over.
 *
 * @throws {PlatformError} `rate_limited`: nothing was sent
 */
export function paced(patientMs: number): RESTOptions['makeRequest'] {
  const turns = createTurns(() => performance.now());
  const turn = async (): Promise<void> => {
    const wait = turns.take('all', limit, patientMs);
    if (wait === undefined) {
      throw new PlatformError('discord', 'rate_limited', { retryAfterMs: patientMs, shared: true });
    }
    if (wait > 0) await sleep(wait);
    if (turns.held('all')) await turn();
  };
  return async (url, init) => {
    await turn();
    init.signal?.throwIfAborted();
    const answer = await DefaultRestOptions.makeRequest(url, init);
    if (answer.status === 429 && answer.headers.has('X-RateLimit-Global')) {
      turns.hold('all', limit, Number(answer.headers.get('Retry-After') ?? 1) * 1_000);
    }
    return answer;
  };
}
