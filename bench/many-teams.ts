import type { Logger } from 'pino';
import { apiClient, type Clients, type Workspaces } from '../adapters/slack/install.ts';
import { PlatformError } from '../src/platform.ts';

/** A Slack team that Prep is installed in. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly botToken: string;
  readonly botUser: string;
  readonly bot: string;
}

/** Many teams, each with a token of its own, as installing by OAuth would leave them. */
export function manyTeams(teams: readonly Team[], apiUrl: string, log: Logger): Workspaces {
  const known = new Map(teams.map((team) => [team.id, team]));
  const clients = new Map<string, Clients>();
  return {
    async clients(id) {
      const team = known.get(id);
      if (!team) throw new PlatformError('slack', 'token_revoked');
      const made = clients.get(id) ?? {
        posts: apiClient(team.botToken, apiUrl, log),
        calls: apiClient(team.botToken, apiUrl, log),
      };
      clients.set(id, made);
      return made;
    },
    installation(id) {
      const team = known.get(id);
      if (!team) return undefined;
      return {
        team: id,
        teamName: team.name,
        url: `https://${id}.slack.com/`,
        botName: 'prep',
        botUser: team.botUser,
        bot: team.bot,
      };
    },
    forget() {},
    suspend() {},
    async authorize({ teamId }) {
      const team = known.get(teamId ?? '');
      if (!team) throw new Error('not a workspace that Prep is installed in');
      return { botId: team.bot, botUserId: team.botUser, teamId: team.id };
    },
  };
}
