import http from 'node:http';
import https from 'node:https';
import type { KnownBlock } from '@slack/types';

/** Slack: "Handling user interaction": a response_url takes 5 posts within 30 minutes. A minute is kept in hand. */
const usableMs = 29 * 60_000;
const timeoutMs = 10_000;

/** What goes to a response_url. */
export interface Response {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly replace_original: boolean;
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  readonly thread_ts?: string;
}

/** Decides which addresses Prep ever posts a reply to, and posts there. */
export interface ResponseUrls {
  /** Exactly Slack's host by https, or the host that SLACK_API_URL names. */
  allows(url: string): boolean;
  /** `from`: when Slack handed it out, epoch ms. */
  isFresh(from: number, now: number): boolean;
  /** @throws Error on any answer but 200, and after 10 s; never follows a redirect */
  post(url: string, response: Response): Promise<void>;
}

/** `apiUrl`: SLACK_API_URL, where it is set. */
export function responseUrls(apiUrl: string | undefined): ResponseUrls {
  const own = apiUrl === undefined ? undefined : new URL(apiUrl);

  function allows(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, host, username, password } = new URL(url);
    if (username !== '' || password !== '') return false;
    if (protocol === 'https:' && host === 'hooks.slack.com') return true;
    return own !== undefined && protocol === own.protocol && host === own.host;
  }

  return {
    allows,
    isFresh: (from, now) => now - from < usableMs,
    async post(url, response) {
      if (!allows(url)) throw new Error('not an address of Slack');
      await send(new URL(url), JSON.stringify(response));
    },
  };
}

const keepAlive = { keepAlive: true, maxSockets: 100, maxFreeSockets: 20 };
const agents = { http: new http.Agent(keepAlive), https: new https.Agent(keepAlive) };

/**
 * One POST. Not by fetch: every click is answered this way, and fetch costs three times as much. Follows no redirect. A kept
 * connection that Slack has just closed is found out by using it, so then a new one is tried.
 */
function send(url: URL, body: string): Promise<void> {
  const options = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    timeout: timeoutMs,
  };
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: http.IncomingMessage) => {
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`response_url answered ${answer.statusCode}`));
      });
      answer.resume();
    };
    const request =
      url.protocol === 'https:'
        ? https.request(url, { ...options, agent: agents.https }, onAnswer)
        : http.request(url, { ...options, agent: agents.http }, onAnswer);
    request.on('timeout', () => request.destroy(new Error('response_url did not answer in time')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve(send(url, body));
      else reject(error);
    });
    request.end(body);
  });
}
