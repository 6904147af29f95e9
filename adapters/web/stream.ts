import type { Response } from 'express';

/** A comment now and then keeps what is in between from taking a quiet stream for a dead one. */
const keepAliveMs = 25_000;

/** Server-sent events over one response. */
export interface Stream {
  /** Sends pieces of the page. */
  readonly send: (html: string) => void;
  /** Sends an event without content. */
  readonly event: (name: string) => void;
}

/** Starts an event stream (HTML Living Standard 9.2); it lives until the response is closed. */
export function openStream(response: Response): Stream {
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const write = (text: string) => {
    if (!response.writableEnded) response.write(text);
  };
  const keepAlive = setInterval(() => write(': still here\n\n'), keepAliveMs);
  response.once('close', () => clearInterval(keepAlive));
  return {
    send: (html) => write(`data: ${html.replaceAll(/\r\n|\r|\n/g, '\ndata: ')}\n\n`),
    event: (name) => write(`event: ${name}\ndata:\n\n`),
  };
}
