import type { Logger } from 'pino';
import { PlatformError } from '../../src/platform.ts';
import { slackWord, toPlatformError } from './errors.ts';
import type { Workspaces } from './install.ts';
import { createPace } from './pace.ts';

/**
 * Runs one call of Slack's API, unless Slack has asked to wait with that method in that workspace.
 * @throws PlatformError as the engine sees the failure; `rate_limited` without a call, where it has to wait
 */
export type Call = <Answer>(workspace: string, method: string, send: () => Promise<Answer>) => Promise<Answer>;

/** One for all that an adapter sends, so that what Slack refuses one of its rooms holds back the others. `now` in ms. */
export function createCalls(workspaces: Workspaces, now: () => number, log: Logger): Call {
  /** until when Slack's Retry-After forbids a method in a workspace */
  const held = createPace(0, 1, now);

  return async (workspace, method, send) => {
    const key = `${workspace} ${method}`;
    const retryAfterMs = held.next(key);
    if (retryAfterMs > 0) throw new PlatformError('slack', 'rate_limited', { retryAfterMs, shared: true });
    try {
      return await send();
    } catch (error) {
      const failure = toPlatformError(error);
      if (failure.retryAfterMs !== undefined) held.hold(key, failure.retryAfterMs);
      if (failure.code === 'token_revoked') workspaces.suspend(workspace);
      log.warn({ workspace, method, code: failure.code, slack: slackWord(error) }, 'a call of Slack failed');
      throw failure;
    }
  };
}
