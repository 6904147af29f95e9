import type { Environment } from './config.ts';
import { StartupError } from './startup-error.ts';

/** How Prep talks with Slack: by Socket Mode, or by HTTP for one workspace (`botToken`) or for many (`oauth`). */
export interface SlackConfig {
  readonly botToken: string | undefined;
  /** Socket Mode's token; `undefined` in HTTP mode. */
  readonly appToken: string | undefined;
  /** HTTP mode's secret; `undefined` in Socket Mode. */
  readonly signingSecret: string | undefined;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** `undefined`: Slack's own. */
  readonly apiUrl: string | undefined;
}

/**
 * The one mode that Slack's variables describe.
 *
 * @throws {StartupError} when a mode is half set, or two are set
 */
export function readSlack(values: Environment): SlackConfig | undefined {
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_API_URL: apiUrl,
  } = values;
  if (!botToken && !appToken && !signingSecret && !clientId && !clientSecret) return undefined;
  if (appToken && signingSecret) {
    throw new StartupError(
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set, but each is for another mode: Socket Mode needs ' +
        'SLACK_APP_TOKEN, HTTP mode needs SLACK_SIGNING_SECRET. Unset one.',
    );
  }
  if (clientId && !clientSecret) throw halfOauth('SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET');
  if (clientSecret && !clientId) throw halfOauth('SLACK_CLIENT_SECRET', 'SLACK_CLIENT_ID');
  const oauth = clientId && clientSecret ? { clientId, clientSecret } : undefined;
  if (oauth && botToken) {
    throw new StartupError(
      'SLACK_BOT_TOKEN is set beside SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: the token is for one workspace, the pair ' +
        'for many. Unset one or the other.',
    );
  }
  if (oauth && !signingSecret) {
    throw new StartupError(
      'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set, but SLACK_SIGNING_SECRET is not. Many workspaces need HTTP mode: ' +
        'add SLACK_SIGNING_SECRET (Basic Information in the app’s settings), or use SLACK_BOT_TOKEN with SLACK_APP_TOKEN for one workspace.',
    );
  }
  if (appToken && !botToken) {
    throw new StartupError(
      'SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not. Socket Mode needs both. ' +
        'Add SLACK_BOT_TOKEN, or unset SLACK_APP_TOKEN to run the playground.',
    );
  }
  if (signingSecret && !botToken && !oauth) {
    throw new StartupError(
      'SLACK_SIGNING_SECRET is set, but neither SLACK_BOT_TOKEN (one workspace) nor SLACK_CLIENT_ID and SLACK_CLIENT_SECRET ' +
        '(many) are. Add them, or unset SLACK_SIGNING_SECRET to run the playground.',
    );
  }
  if (botToken && !appToken && !signingSecret) {
    throw new StartupError(
      'SLACK_BOT_TOKEN is set, but SLACK_APP_TOKEN is not. Socket Mode needs both; HTTP mode needs ' +
        'SLACK_SIGNING_SECRET instead. Add one, or unset SLACK_BOT_TOKEN to run the playground.',
    );
  }
  return { botToken, appToken, signingSecret, oauth, apiUrl };
}

function halfOauth(set: string, missing: string): StartupError {
  return new StartupError(
    `${set} is set, but ${missing} is not. Installing Prep in many workspaces needs both. Add ${missing}, or unset ${set}.`,
  );
}
