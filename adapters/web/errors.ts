import { PlatformError } from '../../src/platform.ts';
import { databaseAway } from '../../src/store/away.ts';

/** A failure to store one of the web's own messages, in the engine's words. */
export function webError(cause: unknown): PlatformError {
  if (cause instanceof PlatformError) return cause;
  const code = databaseAway(cause) === 'not done' ? 'unreachable' : 'unknown_outcome';
  return new PlatformError('web', code, { cause });
}
