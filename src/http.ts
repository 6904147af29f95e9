import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from './startup-error.ts';

const usualPort = 3000;
const portsTried = 100;
/** How long requests under way may take to finish once we close; streams that never end are cut then. */
const closeWithinMs = 2_000;

/** A listening HTTP server. */
export interface OpenHttp {
  readonly server: Server;
  readonly port: number;
  /** `http://HOST:PORT`, with the loopback address where HOST means "every address". */
  readonly url: string;
  /** Set when the usual port was taken and another one is used: a line for the terminal. */
  readonly notice: string | undefined;
  /** Takes no new requests, lets those under way finish for up to 2 s, then cuts what is left (event streams). */
  close(): Promise<void>;
}

/**
 * Lets `server` listen on `host`. A `port` that is given has to be free (0: any free one); without it 3000 or the next free one.
 *
 * @throws {StartupError} naming HOST or PORT
 */
export async function openHttp(server: Server, host: string, port?: number): Promise<OpenHttp> {
  const wanted = port ?? usualPort;
  const last = port === undefined ? usualPort + portsTried - 1 : port;
  for (let candidate = wanted; ; candidate++) {
    const fault = await listen(server, host, candidate);
    if (!fault) break;
    if (fault.code === 'EADDRINUSE' && candidate < last) continue;
    throw explain(fault, host, wanted, last);
  }
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : wanted;
  const moved = port === undefined && bound !== usualPort;
  return {
    server,
    port: bound,
    url: `http://${reachable(host)}:${bound}`,
    notice: moved ? `Port ${usualPort} is taken, so Prep uses ${bound}. Set PORT to choose one.` : undefined,
    close: () => close(server),
  };
}

function listen(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      resolve(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(undefined);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, host);
  });
}

function explain(fault: NodeJS.ErrnoException, host: string, first: number, last: number): StartupError {
  const options = { cause: fault };
  if (fault.code === 'EADDRINUSE') {
    const text =
      first === last
        ? `PORT is ${first}, and another program listens on it already. End that program, set PORT to another number, or unset it: Prep then takes a free one.`
        : `Every port from ${first} to ${last} on ${host} is taken. Set PORT to a free one.`;
    return new StartupError(text, options);
  }
  if (fault.code === 'EACCES') {
    return new StartupError(
      `PORT is ${first}, which this user may not open. Set PORT to a number above 1023.`,
      options,
    );
  }
  return new StartupError(
    `HOST is ${host}, and this machine can't listen there (${fault.code ?? fault.message}). ` +
      'Set HOST to 127.0.0.1 (this machine alone) or 0.0.0.0 (every address).',
    options,
  );
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const patience = new AbortController();
  const cut = sleep(closeWithinMs, undefined, { signal: patience.signal }).then(
    () => server.closeAllConnections(),
    () => undefined,
  );
  await Promise.race([closed, cut]);
  await closed;
  patience.abort();
}
