import { Document, isMap, type YAMLMap } from 'yaml';
import type { CommandDefinition } from '../../src/commands/definition.ts';
import { optionalScopes, requiredScopes } from './install.ts';

function opening(socketMode: boolean): string {
  const second = socketMode
    ? `two
 tokens are under "OAuth & Permissions" (SLACK_BOT_TOKEN) and "Basic Information", "App-Level Tokens", with the scope
 connections:write (SLACK_APP_TOKEN).`
    : `token
 is under "OAuth & Permissions" (SLACK_BOT_TOKEN), its signing secret under "Basic Information" (SLACK_SIGNING_SECRET).`;
  return ` How Prep is set up in Slack. Made by \`npm run slack:manifest\` from the commands and scopes in the code: change it there.
 At https://api.slack.com/apps choose "Create New App", "From a manifest", and paste this. Then install the app: its ${second}`;
}

/**
 * The app's manifest as Slack takes it, in YAML, each scope with its reason. Without `publicUrl` for Socket Mode, with it
 * (`https://prep.example.org`) for HTTP at POST /slack/events.
 */
export function slackManifest(commands: readonly CommandDefinition[], publicUrl?: string): string {
  const address = publicUrl === undefined ? undefined : `${publicUrl.replace(/\/+$/, '')}/slack/events`;
  const url = address === undefined ? {} : { url: address };
  const requestUrl = address === undefined ? {} : { request_url: address };
  const document = new Document({
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Prep',
      description: 'Senior interview questions for your team, every day, with answers proved by running them',
      background_color: '#1f2937',
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Prep', always_online: true },
      slash_commands: [
        {
          command: '/prep',
          description: 'Interview questions, the daily challenge and the leaderboard',
          usage_hint: commands.map((command) => command.name).join(' | '),
          should_escape: true,
          ...url,
        },
      ],
    },
    oauth_config: {
      scopes: { bot: Object.keys(requiredScopes), bot_optional: Object.keys(optionalScopes) },
    },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: ['app_uninstalled', 'tokens_revoked'] },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: address === undefined,
      token_rotation_enabled: false,
    },
  });
  document.commentBefore = opening(address === undefined);
  const scopes = document.getIn(['oauth_config', 'scopes']);
  if (isMap(scopes)) explain(scopes);
  return document.toString({ lineWidth: 120 });
}

function explain(scopes: YAMLMap): void {
  const reasons: Readonly<Record<string, string>> = { ...requiredScopes, ...optionalScopes };
  for (const list of ['bot', 'bot_optional']) {
    const sequence = scopes.get(list) as { items: { value: string; comment?: string }[] };
    for (const scope of sequence.items) scope.comment = ` ${reasons[scope.value]}`;
  }
}
