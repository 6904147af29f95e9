import { createHmac } from 'node:crypto';

/** How a delivery differs from a genuine one. Contract section 1 and 10.15. */
export interface Forgery {
  readonly secret?: string;
  /** seconds added to the timestamp; it is signed as it is sent */
  readonly shiftSeconds?: number;
  /** changes the body after it was signed */
  readonly tamper?: (body: string) => string;
  readonly version?: string;
  readonly omit?: 'x-slack-signature' | 'x-slack-request-timestamp';
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** The headers that prove a body to be Slack's: `v0:<timestamp>:<body>`, HMAC-SHA256. Contract section 1, row "Signature". */
export function signedHeaders(secret: string, body: string, timestamp: number, version = 'v0'): Record<string, string> {
  const hash = createHmac('sha256', secret).update(`${version}:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-signature': `${version}=${hash}`, 'x-slack-request-timestamp': String(timestamp) };
}

/** Sends one delivery to the app and gives its answer; `form` bodies are commands and interactions, JSON ones are events. */
export async function sendSigned(
  url: string,
  secret: string,
  body: string,
  contentType: 'application/json' | 'application/x-www-form-urlencoded',
  forgery: Forgery = {},
): Promise<HttpAnswer> {
  const timestamp = Math.floor(Date.now() / 1000) + (forgery.shiftSeconds ?? 0);
  const headers: Record<string, string> = {
    'content-type': contentType,
    ...signedHeaders(forgery.secret ?? secret, body, timestamp, forgery.version),
    ...forgery.headers,
  };
  if (forgery.omit) delete headers[forgery.omit];
  const answer = await fetch(url, { method: 'POST', headers, body: forgery.tamper?.(body) ?? body });
  return { status: answer.status, body: await answer.text() };
}
