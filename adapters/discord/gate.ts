import { setTimeout as sleep } from 'node:timers/promises';
import type { RESTOptions } from 'discord.js';
import { PlatformError } from '../../src/platform.ts';
import { makeRequest } from './request.ts';

/** Discord allows a bot 50 requests in a second; they don't take the same time to get there. */
const most = 48;
const withinMs = 1_000;
const apartMs = withinMs / 50;

/**
 * discord.js's requests, sent one after the other so that Discord's limit of all that a bot does isn't met: discord.js counts from
 * one second to the next, so that twice as many can meet in the middle, and one that Discord refuses holds up all of them for a
 * whole second. It is the moment of sending that counts, so that what a busy process has fallen behind with doesn't go all at once.
 * What would have to wait longer than `patientMs` is refused here, so that no more wait than go in that time. When Discord says that
 * the limit is reached all the same, because of another process, nothing goes until it is over.
 *
 * @throws {PlatformError} `rate_limited`: nothing was sent
 */
export function paced(patientMs: number): RESTOptions['makeRequest'] {
  const sent: number[] = [];
  let heldUntil = 0;
  let waiting = 0;
  let before = Promise.resolve();

  const turn = async (): Promise<void> => {
    for (;;) {
      const oldest = sent.length < most ? 0 : (sent[0] ?? 0) + withinMs;
      const wait = Math.max(oldest, (sent.at(-1) ?? 0) + apartMs, heldUntil) - performance.now();
      if (wait <= 0) break;
      await sleep(wait);
    }
    sent.push(performance.now());
    if (sent.length > most) sent.shift();
  };

  return async (url, init) => {
    const expectedMs = Math.max(0, heldUntil - performance.now()) + (waiting * withinMs) / most;
    if (expectedMs > patientMs) {
      throw new PlatformError('discord', 'rate_limited', { retryAfterMs: Math.ceil(expectedMs), shared: true });
    }
    waiting += 1;
    before = before.then(turn);
    await before;
    waiting -= 1;
    init.signal?.throwIfAborted();
    const answer = await makeRequest(url, init);
    if (answer.status === 429 && answer.headers.has('X-RateLimit-Global')) {
      heldUntil = performance.now() + Number(answer.headers.get('Retry-After') ?? 1) * 1_000;
    }
    return answer;
  };
}
