import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  type APIUser,
  ApplicationCommandOptionType,
  ChannelType,
  ComponentType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import type { Asking, Input } from '../../src/platform.ts';

const threads: readonly ChannelType[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];

const managing = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** Who asks and where. All of it comes with the interaction: no request is made for a name or a right. */
export function askingOf(
  interaction: APIInteraction,
  server: { readonly id: string; readonly name: string },
  receivedAt: number,
): Asking {
  const { member, channel } = interaction;
  const user = member?.user ?? interaction.user;
  const name = member?.nick ?? (user ? nameOf(user) : '');
  const may = BigInt(member?.permissions ?? '0');
  return {
    platform: 'discord',
    workspace: server,
    channel: {
      id: channel?.id ?? '',
      name: (channel && 'name' in channel ? channel.name : undefined) ?? '',
      kind:
        interaction.guild_id === undefined
          ? 'direct'
          : channel && threads.includes(channel.type)
            ? 'thread'
            : 'channel',
    },
    person: {
      id: user?.id ?? '',
      profile: () => Promise.resolve({ name }),
      isManager: () => Promise.resolve((may & managing) !== 0n),
    },
    receivedAt,
  };
}

function nameOf(user: APIUser): string {
  return user.global_name ?? user.username;
}

/** An interaction by which somebody does something. */
export type Acting =
  | APIChatInputApplicationCommandInteraction
  | APIMessageComponentInteraction
  | APIModalSubmitInteraction;

/** What the person did. A button's action is handed in, since a private conversation marks it. */
export function inputOf(interaction: Acting, action: string): Input {
  if ('components' in interaction.data)
    return { kind: 'submit', form: action, values: valuesOf(interaction.data.components) };
  if ('component_type' in interaction.data) return { kind: 'press', action, ...pressedIn(interaction) };
  const { name, options } = subcommandOf(interaction.data.options ?? []);
  return {
    kind: 'command',
    name,
    options: Object.fromEntries(options.map((option) => [option.name, String(option.value)])),
  };
}

/** The channel's message that was pressed; one for a single person is none. */
function pressedIn({ message, guild_id }: APIInteraction): { message?: string } {
  const forAll = guild_id !== undefined && ((message?.flags ?? 0) & MessageFlags.Ephemeral) === 0;
  return message && forAll ? { message: message.id } : {};
}

/** What is being typed: the subcommand, the option in focus and its text so far. */
export function typingOf(interaction: APIApplicationCommandAutocompleteInteraction) {
  const { name, options } = subcommandOf(interaction.data.options);
  const focused = options.find((option) => 'focused' in option && option.focused);
  return { command: name, option: focused?.name ?? '', typed: String(focused?.value ?? '') };
}

type Options =
  | NonNullable<APIChatInputApplicationCommandInteraction['data']['options']>
  | APIApplicationCommandAutocompleteInteraction['data']['options'];

function subcommandOf(options: Options) {
  const [first] = options;
  if (first?.type !== ApplicationCommandOptionType.Subcommand) return { name: '', options: [] };
  const given = (first.options ?? []).flatMap((option) => ('value' in option ? [option] : []));
  return { name: first.name, options: given };
}

/** A field left empty has no values, whatever kind it is. */
function valuesOf(components: APIModalSubmitInteraction['data']['components']): Record<string, readonly string[]> {
  const fields = components.flatMap((part) => (part.type === ComponentType.Label ? [part.component] : []));
  return Object.fromEntries(
    fields.map((field) => {
      if ('values' in field) return [field.custom_id, field.values];
      return [field.custom_id, typeof field.value === 'string' && field.value !== '' ? [field.value] : []];
    }),
  );
}
