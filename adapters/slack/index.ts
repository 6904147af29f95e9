import type { Router } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { SlackConfig } from '../../src/config-slack.ts';
import type { Door, Platform } from '../../src/platform.ts';
import { StartupError } from '../../src/startup-error.ts';
import { createUnderWay } from '../../src/under-way.ts';
import { rememberDeliveries } from './authenticity.ts';
import { createCalls } from './calls.ts';
import { type Connection, overHttp, overSocket } from './connect.ts';
import { oneWorkspace } from './install.ts';
import { rememberPeople } from './people.ts';
import { receive } from './receive.ts';
import { createReplies } from './respond.ts';
import { responseUrls } from './response-url.ts';
import { createSlackPlatform } from './send.ts';

/** What the Slack adapter is given. */
export interface SlackOptions {
  readonly config: SlackConfig;
  readonly door: Door;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The Slack adapter. */
export interface Slack {
  readonly platform: Platform;
  /** HTTP mode: Slack's requests at POST /slack/events; mount it before any body parser */
  readonly router?: Router;
  /**
   * Asks Slack who we are and, in Socket Mode, connects. Gives one line for the terminal.
   * @throws StartupError with the one thing that is missing
   */
  start(): Promise<string>;
  /** Can deliveries arrive? Part of /readyz. */
  isReady(): boolean;
  /** Takes no more deliveries and finishes what was acknowledged, within 5 s; safe to call before or without start. */
  close(): Promise<void>;
}

const finishWithinMs = 3_000;

const oneWorkspaceOnly =
  'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set, but this version of Prep serves one Slack workspace only. ' +
  'Unset both, and set SLACK_BOT_TOKEN, the token of that workspace.';

/** Makes the Slack adapter, by Socket Mode or by HTTP as `config` says. Makes no request before `start`. */
export function createSlack({ config, door, clock, log }: SlackOptions): Slack {
  const { botToken, appToken, signingSecret, oauth, apiUrl } = config;
  if (oauth) throw new StartupError(oneWorkspaceOnly);
  if (botToken === undefined) throw new StartupError('SLACK_BOT_TOKEN is not set.');
  const workspaces = oneWorkspace(botToken, apiUrl, log);
  const call = createCalls(workspaces, () => Date.now(), log);
  const urls = responseUrls(apiUrl);
  const underWay = createUnderWay();
  const connection = connect();
  receive(connection.app, {
    door,
    workspaces,
    people: rememberPeople(workspaces, log),
    replies: createReplies(workspaces, urls, call, clock, log),
    urls,
    deliveries: rememberDeliveries(),
    underWay,
    clock,
    log,
  });
  let started = false;

  function connect(): Connection {
    if (appToken !== undefined) return overSocket(appToken, apiUrl, workspaces, log);
    if (signingSecret) return overHttp(signingSecret, workspaces, log);
    throw new StartupError('SLACK_SIGNING_SECRET is not set; without it anybody could speak in the name of Slack.');
  }

  return {
    platform: createSlackPlatform(workspaces, call, () => Date.now()),
    ...(connection.router === undefined ? {} : { router: connection.router }),
    async start() {
      const { botName, teamName } = await workspaces.learn();
      await connection.open();
      started = true;
      return `Slack: connected as ${botName} in ${teamName} (${appToken === undefined ? 'HTTP, POST /slack/events' : 'Socket Mode'})`;
    },
    isReady: () => started && connection.isOpen(),
    async close() {
      await connection.close();
      await underWay.settle(finishWithinMs);
    },
  };
}
