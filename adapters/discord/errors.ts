import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { PlatformError, type PlatformErrorCode } from '../../src/platform.ts';

/** Discord's JSON error codes (contract, section 8) as the engine's. */
const codes: Readonly<Record<number, PlatformErrorCode>> = {
  10003: 'channel_gone',
  10004: 'channel_gone',
  10008: 'message_gone',
  10013: 'cannot_tell', // unknown user
  20028: 'rate_limited', // the channel's own limit for writing
  30046: 'rate_limited', // edits of messages older than an hour
  40333: 'unreachable', // Cloudflare in between refused; nothing was done
  50001: 'no_permission', // the channel is hidden from Prep; on Discord nobody invites a bot into a channel
  50005: 'refused_payload', // another author's message
  50006: 'refused_payload',
  50007: 'cannot_tell',
  50008: 'not_a_channel', // a category or a forum: nothing can be posted
  50013: 'no_permission',
  50014: 'token_revoked',
  50035: 'refused_payload',
  50083: 'not_a_channel', // an archived thread
  50278: 'cannot_tell', // no server in common any more
  200000: 'no_permission', // AutoMod
};

/** Where Discord gives no time with a limit. */
const unnamedDelayMs = 60_000;

/** What Node and undici say when a request can't have reached Discord. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Any failure of a REST call as a {@link PlatformError}. `effect` says whether the call could have done something when
 * its answer is lost: then the code is `unknown_outcome`, else `unreachable`.
 */
export function platformError(error: unknown, effect: 'some' | 'none' = 'some'): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof RateLimitError) {
    return failure('rate_limited', error, Math.max(error.retryAfter, error.timeToReset, 0), error.global);
  }
  if (error instanceof DiscordAPIError) return fromApi(error);
  if (!(error instanceof HTTPError)) {
    const code = networkCode(error);
    if (code !== undefined && neverSent.has(code)) return failure('unreachable', error);
    // After a 401 discord.js forgets the token and sends nothing any more.
    if (error instanceof Error && error.message.startsWith('Expected token to be set')) {
      return failure('token_revoked', error);
    }
  }
  return failure(effect === 'some' ? 'unknown_outcome' : 'unreachable', error);
}

function fromApi(error: DiscordAPIError): PlatformError {
  const code = typeof error.code === 'number' ? codes[error.code] : undefined;
  if (code === 'rate_limited') return failure(code, error, unnamedDelayMs);
  if (code !== undefined) return failure(code, error);
  if (error.status === 401) return failure('token_revoked', error);
  if (error.status === 403) return failure('no_permission', error);
  if (error.status === 404) return failure('channel_gone', error);
  return failure('refused_payload', error);
}

function failure(code: PlatformErrorCode, cause: unknown, retryAfterMs?: number, shared = false): PlatformError {
  return new PlatformError('discord', code, { cause, shared, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return own ?? networkCode(error.cause);
}

/** What a log may say of a failed call. Discord's own error carries the address, and an interaction's has its token. */
export function loggable(error: unknown): Record<string, unknown> {
  if (error instanceof DiscordAPIError) {
    const { errors } = error.rawError as { errors?: unknown };
    return { status: error.status, code: error.code, reason: error.message, errors };
  }
  if (error instanceof HTTPError) return { status: error.status };
  if (error instanceof PlatformError) return { code: error.code, ...loggable(error.cause) };
  if (error instanceof Error) return { error: error.name, code: networkCode(error) };
  return {};
}
