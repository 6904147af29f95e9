import { setTimeout as sleep } from 'node:timers/promises';
import { App, ExpressReceiver, SocketModeReceiver } from '@slack/bolt';
import { Router } from 'express';
import type { Logger } from 'pino';
import { StartupError } from '../../src/startup-error.ts';
import { refuseForeignDates } from './authenticity.ts';
import { slackWord, toPlatformError } from './errors.ts';
import type { Workspaces } from './install.ts';
import { slackLogger, withoutSecrets } from './log.ts';

/** Bolt with one of its receivers. */
export interface Connection {
  readonly app: App;
  /** HTTP mode: what to mount on our own Express app */
  readonly router?: Router;
  /** @throws StartupError saying the one thing that is missing */
  open(): Promise<void>;
  close(): Promise<void>;
  /** for /readyz: can deliveries arrive */
  isOpen(): boolean;
}

/** HTTP mode: Bolt's own ExpressReceiver behind our check of dates, at POST /slack/events. */
export function overHttp(signingSecret: string, workspaces: Workspaces, log: Logger): Connection {
  const receiver = new ExpressReceiver({
    signingSecret,
    endpoints: '/slack/events',
    logger: slackLogger(log),
    processEventErrorHandler: async ({ error, response }) => {
      refused(error, log);
      if (response.headersSent) return false;
      response.writeHead(isRefusal(error) ? 401 : 500).end();
      return true;
    },
  });
  let isClosed = false;
  const router = Router();
  router.post(
    '/slack/events',
    (_, response, next) => {
      if (isClosed) response.status(503).end();
      else next();
    },
    refuseForeignDates(() => Date.now(), log),
  );
  router.use(receiver.router);
  const app = boltApp(receiver, workspaces, log);
  const close = async () => {
    isClosed = true;
  };
  return { app, router, open: async () => {}, close, isOpen: () => !isClosed };
}

const closeWithinMs = 2_000;

/** Socket Mode: Bolt's own SocketModeReceiver, kept connected by us. */
export function overSocket(
  appToken: string,
  apiUrl: string | undefined,
  workspaces: Workspaces,
  log: Logger,
): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: slackLogger(log),
    // The SDK waits five seconds before it connects again, and its failure to do so would end the process.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        timeout: 10_000,
        rejectRateLimitedCalls: true,
      },
    },
    processEventErrorHandler: async ({ error }) => {
      refused(error, log);
      return true;
    },
  });
  const { client } = receiver;
  const closing = new AbortController();
  let connected = false;

  async function connectAgain(): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      try {
        await client.start();
        connected = true;
        log.info('Slack: connected again');
        return;
      } catch (error) {
        const failure = toPlatformError(error);
        const pause = failure.retryAfterMs ?? Math.min(60_000, 250 * 2 ** attempt);
        log.warn({ slack: slackWord(error), pauseMs: pause }, 'Slack: the connection is lost');
        await sleep(pause, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      }
    }
  }

  return {
    app: boltApp(receiver, workspaces, log),
    async open() {
      await client.start().catch((error: unknown) => {
        throw socketRefused(error);
      });
      connected = true;
      client.on('disconnected', () => {
        // Also said while a new attempt fails, which the loop sees for itself.
        if (!connected || closing.signal.aborted) return;
        connected = false;
        void connectAgain();
      });
    },
    async close() {
      closing.abort();
      // A peer that does not answer the closing frame would hold us up for half a minute.
      if (connected) await Promise.race([client.disconnect(), sleep(closeWithinMs, undefined, { ref: false })]);
      connected = false;
    },
    isOpen: () => connected,
  };
}

function boltApp(receiver: ExpressReceiver | SocketModeReceiver, workspaces: Workspaces, log: Logger): App {
  const app = new App({
    receiver,
    authorize: workspaces.authorize,
    // The default keeps a conversation's state in memory, and we have none.
    convoStore: false,
    ignoreSelf: false,
    logger: slackLogger(log),
  });
  app.error((error) => Promise.reject(error));
  return app;
}

const refusals = new Set(['prep_refused_delivery', 'slack_bolt_authorization_error']);

function isRefusal(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && refusals.has(error.code);
}

function refused(error: Error, log: Logger): void {
  if (isRefusal(error)) log.warn({ why: withoutSecrets(error.message) }, 'refused a delivery');
  else log.error({ why: withoutSecrets(error.stack ?? error.message) }, 'a delivery failed');
}

function socketRefused(error: unknown): StartupError {
  const word = slackWord(error);
  const text = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'not_allowed_token_type'].includes(
    word,
  )
    ? `Slack does not accept SLACK_APP_TOKEN (${word}). Make one under "Basic Information", "App-Level Tokens", with the scope connections:write; it begins with xapp-.`
    : word === 'missing_scope'
      ? 'SLACK_APP_TOKEN lacks the scope connections:write. Make a new token with it under "Basic Information", "App-Level Tokens".'
      : `Slack opened no connection for Socket Mode (${word}). Socket Mode has to be switched on in the app's settings, and Prep needs outgoing HTTPS and WebSockets to slack.com.`;
  return new StartupError(text, { cause: error });
}
