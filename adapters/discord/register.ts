import {
  type APIApplicationCommand,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  DiscordAPIError,
  InteractionContextType,
  type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { CommandDefinition, OptionDefinition } from '../../src/commands/definition.ts';
import type { DiscordConfig } from '../../src/config-discord.ts';
import { StartupError } from '../../src/startup-error.ts';
import { inviteLink } from './install.ts';

type CommandBody = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** `/prep` with its subcommands as Discord registers it: in servers only, for apps installed in a server. */
export function commandBody(commands: readonly CommandDefinition[]): CommandBody {
  return {
    type: ApplicationCommandType.ChatInput,
    name: 'prep',
    description: 'Interview questions for this channel, and why each answer is right',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: commands.map(({ name, about, options }) => ({
      type: ApplicationCommandOptionType.Subcommand,
      name,
      description: about,
      options: options.map(optionBody),
    })),
  };
}

function optionBody({ name, about, choices, complete }: OptionDefinition) {
  const base = { type: ApplicationCommandOptionType.String as const, name, description: about, required: false };
  if (choices) return { ...base, choices: choices.map(({ label, value }) => ({ name: label, value })) };
  return complete ? { ...base, autocomplete: true as const } : base;
}

/**
 * Makes Discord know the command as `commands` define it. What is registered is read first and written only when it
 * differs, because writes are counted and a global command takes a while to reach every client. With `guildId` it is
 * registered in that server alone, where changes show at once.
 *
 * @returns whether it was written
 * @throws {StartupError} when Discord refuses
 */
export async function registerCommand(
  rest: REST,
  { applicationId, guildId }: Pick<DiscordConfig, 'applicationId' | 'guildId'>,
  commands: readonly CommandDefinition[],
): Promise<boolean> {
  const wanted = commandBody(commands);
  const route =
    guildId === undefined
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guildId);
  try {
    const existing = (await rest.get(route)) as APIApplicationCommand[];
    const [only] = existing;
    if (only && existing.length === 1 && comparable(only, guildId) === comparable(wanted, guildId)) return false;
    await rest.put(route, { body: [wanted] });
    return true;
  } catch (error) {
    throw new StartupError(failure(error, applicationId, guildId), { cause: error });
  }
}

function failure(error: unknown, applicationId: string, guildId: string | undefined): string {
  if (guildId !== undefined && error instanceof DiscordAPIError && (error.status === 403 || error.status === 404)) {
    return `DISCORD_GUILD_ID is ${guildId}, a server that Prep is not in. Add it there with ${inviteLink(applicationId)}, or unset DISCORD_GUILD_ID.`;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `Discord did not register the command /prep: ${reason}. Start again; if it stays so, please report it.`;
}

/** A command's own content as one text: Discord leaves out what is empty or false, and adds ids and versions. */
function comparable(command: CommandBody | APIApplicationCommand, guildId: string | undefined): string {
  const { type, name, description, contexts, integration_types, options } = command;
  // Where a command of one server may be used isn't asked, and isn't told.
  const places = guildId === undefined ? { contexts, integration_types } : {};
  return JSON.stringify(pruned({ type: type ?? 1, name, description, ...places, options }));
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .filter(([key, part]) => !isEmpty(part) && !key.endsWith('_localizations') && !key.endsWith('_localized'))
    .map(([key, part]) => [key, pruned(part)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}
