import { DrizzleQueryError } from 'drizzle-orm/errors';

/** The server said so itself: it ends, has crashed, begins, or takes no more connections. The statement did nothing. */
const refused = new Set(['57P01', '57P02', '57P03', '53300']);
/** It wasn't reached, so nothing was sent. */
const unreached = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'CONNECT_TIMEOUT']);
/** The same of a socket in a folder, which goes with its server or takes no more who wait; files fail like that, too. */
const unreachedSocket = new Set(['ENOENT', 'EAGAIN']);
/** The connection broke while a statement was under way: it may have been done. */
const broken = new Set(['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/**
 * Whether an error says that the database is away, and whether its statement was surely not done; undefined
 * for any other error.
 */
export function databaseAway(error: unknown): 'not done' | 'unknown' | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (refused.has(code) || unreached.has(code)) return 'not done';
  if (unreachedSocket.has(code) && 'syscall' in error && error.syscall === 'connect') return 'not done';
  if (broken.has(code)) return 'unknown';
  return error instanceof DrizzleQueryError ? databaseAway(error.cause) : undefined;
}
