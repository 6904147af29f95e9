import postgres from 'postgres';
import { StartupError } from '../startup-error.ts';

const oldestMajor = 15;

/**
 * Makes sure that the server which DATABASE_URL names answers within 10 s, lets us in and is new enough.
 *
 * @throws {StartupError} naming DATABASE_URL, the address without the password, and what is wrong
 */
export async function checkServer(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const address = `${hostname}:${port || '5432'}${pathname}`;
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  let version: string;
  try {
    const [row] = await sql<{ server_version_num: string }[]>`show server_version_num`;
    version = row?.server_version_num ?? '0';
  } catch (cause) {
    throw new StartupError(
      `DATABASE_URL names ${address}, and Prep can't use it: ${reason(cause)}. ` +
        'Start that server or correct the address, or unset DATABASE_URL to use the embedded Postgres.',
      { cause },
    );
  } finally {
    await sql.end({ timeout: 1 }).catch(() => undefined);
  }
  const major = Math.floor(Number(version) / 10_000);
  if (major >= oldestMajor) return;
  throw new StartupError(
    `DATABASE_URL names ${address}, which is Postgres ${major}, and Prep needs ${oldestMajor} or newer. ` +
      'Use a newer server, or unset DATABASE_URL to use the embedded Postgres.',
  );
}

function reason(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'there is no such host';
  if (code === 'CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'it does not answer';
  if (code === '28P01' || code === '28000') return 'it refuses the user or the password';
  if (code === '3D000') return 'it has no such database';
  return cause instanceof Error && cause.message ? cause.message : String(cause);
}
