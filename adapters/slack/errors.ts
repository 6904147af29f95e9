import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PlatformError, type PlatformErrorCode } from '../../src/platform.ts';

/**
 * Slack's error words, as an API answer carries them, in the engine's codes.
 * Source: the error lists of chat.postMessage, chat.update and chat.postEphemeral.
 */
const codes: Readonly<Record<string, PlatformErrorCode>> = {
  not_in_channel: 'not_in_channel',
  // Slack says the same of a wrong id and of a private channel that the bot is not in; the second is what people meet.
  channel_not_found: 'not_in_channel',
  user_not_in_channel: 'not_in_channel',

  is_archived: 'channel_gone',
  is_inactive: 'channel_gone',

  restricted_action: 'no_permission',
  restricted_action_read_only_channel: 'no_permission',
  restricted_action_thread_only_channel: 'no_permission',
  restricted_action_non_threadable_channel: 'no_permission',
  restricted_action_thread_locked: 'no_permission',
  missing_scope: 'no_permission',
  no_permission: 'no_permission',
  ekm_access_denied: 'no_permission',
  access_denied: 'no_permission',
  edit_window_closed: 'no_permission',
  // Of another author, as the old app's posts are for one that was made anew: it stands there all the same.
  cant_update_message: 'no_permission',

  message_not_found: 'message_gone',

  account_inactive: 'token_revoked',
  token_revoked: 'token_revoked',
  token_expired: 'token_revoked',
  invalid_auth: 'token_revoked',
  not_authed: 'token_revoked',
  team_not_found: 'token_revoked',
  team_access_not_granted: 'token_revoked',

  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  message_limit_exceeded: 'rate_limited',

  // Nothing was done, and Slack asks to come back.
  team_added_to_org: 'unreachable',
  org_login_required: 'unreachable',
  external_channel_migrating: 'unreachable',

  internal_error: 'unknown_outcome',
  fatal_error: 'unknown_outcome',
  service_unavailable: 'unknown_outcome',
  request_timeout: 'unknown_outcome',
  update_failed: 'unknown_outcome',
  streaming_state_conflict: 'unknown_outcome',

  invalid_blocks: 'refused_payload',
  invalid_blocks_format: 'refused_payload',
  msg_blocks_too_long: 'refused_payload',
  msg_too_long: 'refused_payload',
  no_text: 'refused_payload',
  block_mismatch: 'refused_payload',

  messages_tab_disabled: 'cannot_tell',
  cannot_dm_bot: 'cannot_tell',
  user_not_found: 'cannot_tell',
  user_disabled: 'cannot_tell',
};

/** How long to wait where Slack limits without saying for how long. */
const defaultRetryAfterMs = 30_000;
/** `message_limit_exceeded`: the workspace sends too much in all; back off for long. */
const messageLimitRetryAfterMs = 10 * 60_000;

/** A connection that was never made: nothing can have been done. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/**
 * Any failure of a Slack call as the engine sees it. Whatever may have been done after the request left is
 * `unknown_outcome`: a dropped socket, a time-out, any 5xx and Slack's own internal errors.
 */
export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new PlatformError('slack', 'rate_limited', {
      retryAfterMs: error.retryAfter * 1000,
      shared: true,
      cause: error,
    });
  }
  if (error instanceof WebAPIPlatformError) return fromWord(error.data.error, error);
  if (error instanceof WebAPIHTTPError) return new PlatformError('slack', 'unknown_outcome', { cause: error });
  if (error instanceof WebAPIRequestError) {
    const code = neverSent.has(systemCode(error.original)) ? 'unreachable' : 'unknown_outcome';
    return new PlatformError('slack', code, { cause: error });
  }
  return new PlatformError('slack', 'unknown_outcome', { cause: error });
}

function fromWord(word: string, cause: unknown): PlatformError {
  const code = codes[word] ?? 'refused_payload';
  if (code !== 'rate_limited') return new PlatformError('slack', code, { cause });
  const retryAfterMs = word === 'message_limit_exceeded' ? messageLimitRetryAfterMs : defaultRetryAfterMs;
  return new PlatformError('slack', code, { retryAfterMs, shared: true, cause });
}

/** The system's or undici's code, wherever in the chain of causes it is; '' if there is none. */
function systemCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    if (current instanceof AggregateError && current.errors.length > 0) return systemCode(current.errors[0]);
  }
  return '';
}

/** Slack's own word for a failure, for a log line: no token, no text. */
export function slackWord(error: unknown): string {
  const cause = error instanceof PlatformError ? (error.cause ?? error) : error;
  if (cause instanceof WebAPIPlatformError) return cause.data.error;
  if (cause instanceof WebAPIHTTPError) return `http_${cause.statusCode}`;
  if (cause instanceof WebAPIRateLimitedError) return 'ratelimited';
  if (cause instanceof WebAPIRequestError) return systemCode(cause.original) || 'request_failed';
  return cause instanceof Error ? cause.name : 'unknown';
}
