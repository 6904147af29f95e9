import type { Authorize } from '@slack/bolt';
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { PlatformError } from '../../src/platform.ts';
import { StartupError } from '../../src/startup-error.ts';
import { slackWord, toPlatformError } from './errors.ts';
import { slackLogger } from './log.ts';

/** Each scope that Prep cannot do without, and what for; the manifest and the admin's page are made from it. */
export const requiredScopes = {
  commands: 'to be called as /prep',
  'chat:write': 'to post questions and results in channels it was invited to, and to write to a person privately',
  'users:read': 'to show the name people chose, and to know their time zone',
} as const;

/** Scopes that Prep makes use of if an admin grants them. */
export const optionalScopes = {
  'channels:history': 'to look for its own post in a public channel when Slack did not say whether it arrived',
  'groups:history': 'the same in private channels',
} as const;

/** What Slack says of an installation, learnt once from auth.test. */
export interface Installation {
  readonly team: string;
  readonly teamName: string;
  /** `https://acme.slack.com/`, with the slash */
  readonly url: string;
  /** the bot's name */
  readonly botName: string;
  readonly botUser: string;
  readonly bot: string;
}

/** The two clients of one workspace: posts never wait behind anything else. Neither retries; that is the engine's. */
export interface Clients {
  readonly posts: WebClient;
  readonly calls: WebClient;
}

/** The workspaces that Prep is installed in, and their tokens. Nothing else in this adapter sees a token. */
export interface Workspaces {
  /** @throws PlatformError `token_revoked` if Prep is not, or no longer, installed there; no request is made for it then */
  clients(workspace: string): Promise<Clients>;
  /** undefined also while nothing was asked of Slack yet */
  installation(workspace: string): Installation | undefined;
  /** The workspace is over: no request is made for it any more. */
  forget(workspace: string): void;
  /** Slack took the token no more: no request is made for five minutes, then one may find out whether it does again. */
  suspend(workspace: string): void;
  /** For Bolt: refuses deliveries of workspaces that are not ours. */
  readonly authorize: Authorize<boolean>;
}

const suspensionMs = 5 * 60_000;

/** How every client of Slack's Web API is made: nothing is repeated, nothing waits longer than 10 s or for a rate limit. */
export function apiClient(token: string, apiUrl: string | undefined, log: Logger): WebClient {
  return new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: slackLogger(log),
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
  });
}

/**
 * The one workspace of a bot token from the environment. Whose token it is is asked of Slack once, at start by `learn` or
 * when it is first needed (a process that only works off the queue starts no connection).
 */
export function oneWorkspace(
  botToken: string,
  apiUrl: string | undefined,
  log: Logger,
): Workspaces & { learn(): Promise<Installation> } {
  const clients: Clients = { posts: apiClient(botToken, apiUrl, log), calls: apiClient(botToken, apiUrl, log) };
  let asking: Promise<Installation> | undefined;
  let installed: Installation | undefined;
  let isOver = false;
  let suspendedUntil = 0;
  const find = (workspace: string) => (installed?.team === workspace && !isOver ? installed : undefined);

  async function whoseToken(): Promise<Installation> {
    asking ??= whoAmI(clients.calls);
    try {
      installed = await asking;
      return installed;
    } catch (error) {
      asking = undefined;
      throw error;
    }
  }

  return {
    async clients(workspace) {
      if (isOver || Date.now() < suspendedUntil) throw new PlatformError('slack', 'token_revoked');
      const { team } = await whoseToken().catch((error: unknown) => {
        throw nothingSent(error);
      });
      if (team !== workspace) throw new PlatformError('slack', 'token_revoked');
      return clients;
    },
    installation: find,
    forget(workspace) {
      if (find(workspace)) isOver = true;
    },
    suspend(workspace) {
      if (find(workspace)) suspendedUntil = Date.now() + suspensionMs;
    },
    async authorize({ teamId }) {
      await whoseToken();
      const installation = teamId === undefined ? undefined : find(teamId);
      if (!installation) throw new Error('not a workspace that Prep is installed in');
      return { botId: installation.bot, botUserId: installation.botUser, teamId: installation.team };
    },
    async learn() {
      try {
        return await whoseToken();
      } catch (error) {
        throw error instanceof StartupError ? error : startupError(error);
      }
    },
  };
}

async function whoAmI(client: WebClient): Promise<Installation> {
  const answer = await client.auth.test();
  const granted = answer.response_metadata?.scopes;
  const missing = granted === undefined ? [] : Object.keys(requiredScopes).filter((scope) => !granted.includes(scope));
  if (missing.length > 0) {
    throw new StartupError(
      `Slack: the app lacks the ${missing.length === 1 ? 'scope' : 'scopes'} ${missing.join(', ')}. Add what is missing under "OAuth & Permissions" in the app's settings (slack-manifest.yaml has them all), install the app again, and start Prep again.`,
    );
  }
  const { team_id: team, team: teamName, url, user: botName, user_id: botUser, bot_id: bot } = answer;
  if (!team || !teamName || !url || !botName || !botUser || !bot) {
    throw new StartupError(
      'SLACK_BOT_TOKEN is not a bot\'s token. Take the one that begins with xoxb-, under "OAuth & Permissions" in the app\'s settings.',
    );
  }
  return { team, teamName, url, botName, botUser, bot };
}

/** Not knowing whose the token is, nothing was sent yet, whatever became of the question. */
function nothingSent(error: unknown): PlatformError {
  const failure = toPlatformError(error);
  if (failure.code === 'token_revoked' || failure.code === 'rate_limited') return failure;
  return new PlatformError('slack', 'unreachable', { cause: error });
}

function startupError(error: unknown): StartupError {
  const { code } = toPlatformError(error);
  if (code === 'token_revoked' && error instanceof WebAPIPlatformError) {
    return new StartupError(
      `Slack does not accept SLACK_BOT_TOKEN (${slackWord(error)}). Copy it again from "OAuth & Permissions" in the app's settings; it begins with xoxb-. If it was revoked, install the app again first.`,
      { cause: error },
    );
  }
  return new StartupError(
    `Slack could not be reached, or did not answer as it should (${slackWord(error)}). Prep needs outgoing HTTPS to slack.com; SLACK_API_URL, if set, must be the address of Slack's Web API.`,
    { cause: error },
  );
}
