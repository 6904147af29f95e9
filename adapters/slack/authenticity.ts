import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';

/** Slack: "Verifying requests from Slack": five minutes, either way. */
const windowMs = 5 * 60_000;
/** A request may be dated five minutes ahead, so it would stay valid for ten. */
const rememberedMs = 2 * windowMs;
/** A table of V8's that loses as many as it gets keeps its size up to here, and doubles it beyond: 4.7 MB with its numbers, 8.9 for 100,000. */
const rememberedDeliveries = 2 ** 16;

/**
 * Refuses what Bolt's receiver, which checks the signature after this, would let pass: a timestamp more than five minutes
 * ahead of `now` (epoch ms), and a signature of another version than v0. Answers 401 with no body; logs no header.
 */
export function refuseForeignDates(now: () => number, log: Logger): RequestHandler {
  return (request, response, next) => {
    const timestamp = request.header('x-slack-request-timestamp') ?? '';
    const version = request.header('x-slack-signature')?.split('=', 1)[0];
    const reason = !/^\d{1,12}$/.test(timestamp)
      ? 'no timestamp'
      : Math.abs(Number(timestamp) * 1000 - now()) > windowMs
        ? 'timestamp out of the five-minute window'
        : version !== 'v0'
          ? 'no v0 signature'
          : undefined;
    if (reason === undefined) return next();
    log.warn({ reason }, 'refused a request that claims to be from Slack');
    response.status(401).end();
  };
}

/** Remembers deliveries by the id that Slack gives each of them (trigger_id, event_id). */
export interface Deliveries {
  /** True the first time `id` is shown, false for ten minutes after. */
  isNew(id: string): boolean;
}

/**
 * Remembers the last 65,536 deliveries of this process for ten minutes. Several processes do not share it: a replay that
 * reaches another one meets the engine, where a second answer, post or setting of the same kind changes nothing.
 */
export function rememberDeliveries(): Deliveries {
  // Six bytes of a hash instead of the id: the id's string would keep the whole request body alive.
  const seen = new LRUCache<number, true>({ max: rememberedDeliveries, ttl: rememberedMs });
  return {
    isNew(id) {
      const key = createHash('sha1').update(id).digest().readUIntBE(0, 6);
      if (seen.has(key)) return false;
      seen.set(key, true);
      return true;
    },
  };
}
