import { PlatformError } from '../../src/platform.ts';

/** Postgres and socket failures after which nothing can have been stored. */
const refusedEarly = new Set(['ECONNREFUSED', 'ENOTFOUND', 'CONNECT_TIMEOUT', '57P03', '53300']);

/** A failure to store one of the web's own messages, in the engine's words. */
export function webError(cause: unknown): PlatformError {
  if (cause instanceof PlatformError) return cause;
  const code = causeCode(cause);
  return new PlatformError('web', refusedEarly.has(code) ? 'unreachable' : 'unknown_outcome', { cause });
}

/** drizzle wraps what the driver threw. */
function causeCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return causeCode(error.cause);
}
