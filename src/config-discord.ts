import type { Environment } from './config.ts';
import { listed } from './config-issues.ts';
import { StartupError } from './startup-error.ts';

/** How Prep talks with Discord. */
export interface DiscordConfig {
  readonly token: string;
  readonly applicationId: string;
  /** Set: interactions come by HTTP, signed with this key (hex). `undefined`: by the gateway. */
  readonly publicKey: string | undefined;
  /** For development: commands are registered in this server alone, where they change at once. */
  readonly guildId: string | undefined;
  /** Without the version. `undefined`: Discord's own. */
  readonly apiUrl: string | undefined;
}

/**
 * What Discord's variables describe.
 *
 * @throws {StartupError} when the token or the application's id is missing beside another of them
 */
export function readDiscord(values: Environment): DiscordConfig | undefined {
  const { DISCORD_TOKEN, DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY, DISCORD_GUILD_ID, DISCORD_API_URL } = values;
  const group = { DISCORD_TOKEN, DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY, DISCORD_GUILD_ID };
  const set = Object.entries(group).flatMap(([name, value]) => (value ? [name] : []));
  if (set.length === 0) return undefined;
  if (!DISCORD_TOKEN || !DISCORD_APPLICATION_ID) {
    const missing = ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID'].filter((name) => !set.includes(name));
    throw new StartupError(
      `${listed(set)} ${set.length > 1 ? 'are' : 'is'} set, but ${listed(missing)} ${missing.length > 1 ? 'are' : 'is'} not. ` +
        `Discord needs DISCORD_TOKEN and DISCORD_APPLICATION_ID. Add what is missing, or unset ${listed(set)} to run the playground.`,
    );
  }
  return {
    token: DISCORD_TOKEN,
    applicationId: DISCORD_APPLICATION_ID,
    publicKey: DISCORD_PUBLIC_KEY,
    guildId: DISCORD_GUILD_ID,
    apiUrl: DISCORD_API_URL,
  };
}
