import type { RedisOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { StartupError } from '../src/startup-error.ts';

const CONNECT_MS = 4_500;
/** BullMQ's own pause between two attempts grows to 20 seconds; after an outage it would be added to every lateness. */
const MOST_PAUSE_MS = 2_000;

/** How BullMQ connects to the Redis at `url`, and again whenever it is lost. */
export function redisConnection(url: string): RedisOptions {
  return { url, retryStrategy: (attempt) => Math.min(attempt * 250, MOST_PAUSE_MS) };
}

/**
 * Resolves once the Redis at `url` has answered.
 *
 * @throws {StartupError} if it doesn't within about 5 seconds; it names REDIS_URL and the host, never the password.
 */
export async function checkRedis(url: string): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What went wrong: the rejection of connect() itself says only that the connection is closed.
  let reason: Error | undefined;
  client.on('error', (error: Error) => {
    reason ??= error;
  });
  const patience = AbortSignal.timeout(CONNECT_MS);
  const expired = new Promise<never>((_, reject) => {
    patience.addEventListener('abort', () => reject(new Error(`no answer within ${CONNECT_MS / 1000} seconds`)));
  });
  try {
    await Promise.race([client.connect().then(() => client.ping()), expired]);
  } catch (error) {
    throw redisUnusable(url, reason ?? error);
  } finally {
    client.disconnect();
  }
}

/** Why the Redis at `url` can't be used, with the way out; the host is named, the password never. */
export function redisUnusable(url: string, cause: unknown): StartupError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  // ioredis never quotes the password, but a server's answer might.
  const said = detail.replaceAll(new URL(url).password || '\0', '…').replace(/\.$/, '');
  return new StartupError(
    `Prep can't use the Redis that REDIS_URL names (${new URL(url).host}): ${said}. Start that Redis or correct REDIS_URL, ` +
      'or unset REDIS_URL to keep the queue in Postgres.',
    { cause },
  );
}
