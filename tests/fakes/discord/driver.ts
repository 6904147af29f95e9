import type { CommandDefinition } from '../../../src/commands/definition.ts';
import { parseLine } from '../../../src/commands/parse.ts';
import { answered, type Click, click } from './clicks.ts';
import type { Interaction } from './interactions.ts';
import { submission, type Values, type VisibleForm, visibleForm } from './modal.ts';
import { interactionType } from './rules-callback.ts';
import type { FakeDiscord } from './server.ts';
import { type Visible, visible } from './visible.ts';
import {
  addChannel,
  addPerson,
  type Channel,
  channelType,
  type Guild,
  type Person,
  permission,
  type StoredMessage,
} from './world.ts';

/** What a person gets for what they did. `nothing`: what was done shows elsewhere. */
export type Outcome =
  | { readonly kind: 'message'; readonly message: Visible; readonly replaced: boolean }
  | { readonly kind: 'form'; readonly form: VisibleForm }
  | { readonly kind: 'nothing' };

/** A payload of the bot with who can read it. */
export interface RawPayload {
  readonly audience: 'everyone' | { readonly person: string };
  readonly channel: string;
  readonly json: string;
}

/** People at Discord's clients: what they can do, and what they see. */
export interface DiscordDriver {
  newWorkspace(name?: string): Guild;
  addChannel(workspace: Guild, name: string, kind?: 'channel' | 'thread'): Channel;
  addPerson(workspace: Guild, name: string, options?: { readonly manager?: boolean }): Person;
  /** Types `/prep …` as a line, or fills the named options of a subcommand. Rejects what Discord's client would not offer. */
  command(person: Person, channel: Channel, typed: string | TypedCommand): Promise<Outcome>;
  suggestions(
    person: Person,
    channel: Channel,
    command: string,
    option: string,
    typed: string,
  ): Promise<readonly { readonly name: string; readonly value: string }[]>;
  /** Presses the button with this label on a message that the person sees. */
  press(person: Person, messageId: string, label: string): Promise<Outcome>;
  /** Sends the person's open form; fields left out stay as they are filled in. */
  submit(person: Person, values: Values): Promise<Outcome>;
  /** The messages of a channel that the person sees, the oldest first. */
  see(person: Person, channel: Channel): readonly Visible[];
  /** The private conversation of the person with Prep. */
  seeDirect(person: Person): readonly Visible[];
  /** Takes a right of the bot away in a channel, or gives all of them back. */
  deny(channel: Channel, right: 'view' | 'send' | 'history' | 'nothing'): void;
  remove(channel: Channel): void;
  rawPayloads(): readonly RawPayload[];
}

export interface TypedCommand {
  readonly name: string;
  readonly options?: Readonly<Record<string, string>>;
}

/**
 * A driver of one fake. `commands` serves to read a typed line as a person would fill the options; an answer is waited
 * for as long as `patienceMs`.
 */
export function createDiscordDriver(
  fake: FakeDiscord,
  commands: readonly CommandDefinition[],
  patienceMs = 15_000,
): DiscordDriver {
  const { world } = fake;
  const openForms = new Map<string, Interaction>();

  const channelsOf = (person: Person): Channel[] => [
    ...world.guilds.filter(({ people }) => people.includes(person)).flatMap(({ channels }) => channels),
    ...world.direct.filter(({ recipient }) => recipient === person.id),
  ];

  const act = async (person: Person, channel: Channel, given: Click): Promise<Outcome> => {
    const interaction = click(fake, person, channel, given);
    await answered(interaction, patienceMs);
    if (interaction.modal) {
      openForms.set(person.id, interaction);
      return { kind: 'form', form: visibleForm(interaction.modal) };
    }
    const { original } = interaction;
    if (!original || interaction.answered === 6 || !channel.messages.includes(original)) return { kind: 'nothing' };
    return { kind: 'message', message: visible(original), replaced: interaction.answered === 7 };
  };

  const seen = (person: Person, channel: Channel): StoredMessage[] =>
    channel.messages.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === person.id);

  return {
    newWorkspace: (name = 'Acme') => fake.join(name),
    addChannel(workspace, name, kind = 'channel') {
      const isThread = kind === 'thread';
      const channel = addChannel(world, workspace, name, isThread ? channelType.thread : channelType.text);
      fake.announce(channel, isThread ? 'THREAD_CREATE' : 'CHANNEL_CREATE');
      return channel;
    },
    addPerson: (workspace, name, { manager = false } = {}) => addPerson(world, workspace, name, manager),

    command(person, channel, typed) {
      const { name, options = {} } = typeof typed === 'string' ? readTyped(commands, typed) : typed;
      return act(person, channel, { type: interactionType.command, data: commandData(fake, channel, name, options) });
    },
    async suggestions(person, channel, command, option, typed) {
      const data = commandData(fake, channel, command, { [option]: typed }, option);
      const interaction = click(fake, person, channel, { type: interactionType.autocomplete, data });
      await answered(interaction, patienceMs);
      return interaction.choices ?? [];
    },
    press(person, messageId, label) {
      const channel = channelsOf(person).find((one) => seen(person, one).some(({ id }) => id === messageId));
      const pressed = channel && seen(person, channel).find(({ id }) => id === messageId);
      const shown = pressed ? visible(pressed) : undefined;
      const button = shown?.buttons.find((one) => one.label === label);
      if (!channel || !pressed || !shown || !button) {
        throw new Error(
          `No button "${label}" here; there are: ${shown?.buttons.map((one) => one.label).join(', ') ?? 'no such message'}.`,
        );
      }
      const data = { component_type: 2, custom_id: button.action, id: 1 };
      return act(person, channel, { type: interactionType.component, data, pressed });
    },
    submit(person, values) {
      const from = openForms.get(person.id);
      if (!from?.modal) throw new Error('No form is open before this person.');
      const { modal, channel, pressed } = from;
      const components = submission(modal, values);
      openForms.delete(person.id);
      return act(person, channel, {
        type: interactionType.modal,
        data: { custom_id: modal.custom_id, components },
        pressed,
      });
    },

    see: (person, channel) => seen(person, channel).map(visible),
    seeDirect: (person) =>
      world.direct.filter(({ recipient }) => recipient === person.id).flatMap(({ messages }) => messages.map(visible)),
    deny(channel, right) {
      const { viewChannel, sendMessages, readHistory, sendInThreads } = permission;
      const bits = { view: viewChannel, send: sendMessages | sendInThreads, history: readHistory, nothing: 0n };
      channel.denied = right === 'nothing' ? 0n : channel.denied | bits[right];
      fake.announce(channel, 'CHANNEL_UPDATE');
    },
    remove(channel) {
      channel.deleted = true;
      fake.announce(channel, 'CHANNEL_DELETE');
    },
    rawPayloads: () => fake.traffic.sent.flatMap((sent) => audienceOf(fake, sent.path, sent.body)),
  };
}

function readTyped(commands: readonly CommandDefinition[], line: string): TypedCommand {
  const parsed = parseLine(commands, line.replace(/^\/prep\b/, ''));
  if (parsed.kind === 'command') return parsed;
  throw new Error(`Discord's client does not offer "${line.slice(0, 100)}": ${parsed.kind}.`);
}

/** The data of a command, with the checks that Discord's client makes. Section 3. */
function commandData(
  fake: FakeDiscord,
  channel: Channel,
  name: string,
  options: Readonly<Record<string, string>>,
  focused?: string,
) {
  const registered = [...fake.world.commands.global, ...(fake.world.commands.guild.get(channel.guild ?? '') ?? [])];
  const command = registered.find((one) => one.name === 'prep');
  const sub = command?.options?.find((one) => one.name === name);
  if (!command || !sub) throw new Error(`Discord's client does not offer /prep ${name}.`);
  const filled = Object.entries(options).map(([option, value]) => {
    const known = sub.options?.find((one) => one.name === option);
    if (!known) throw new Error(`Discord's client offers no option ${option} with /prep ${name}.`);
    if (known.choices && !known.choices.some((choice) => choice.value === value)) {
      throw new Error(`Discord's client does not offer "${value}" for ${option}.`);
    }
    if (option === focused && !known.autocomplete)
      throw new Error(`Discord's client asks no suggestions for ${option}.`);
    return { type: 3, name: option, value, ...(option === focused ? { focused: true } : {}) };
  });
  return { id: command.id, name: 'prep', type: 1, options: [{ type: 1, name, options: filled }] };
}

/** Who can read what a request carried; requests that show nothing to anybody are left out. */
function audienceOf(fake: FakeDiscord, path: string, body: unknown): RawPayload[] {
  const json = JSON.stringify(body ?? null);
  const posted = /^\/channels\/(\d+)\/messages/.exec(path)?.[1];
  if (posted) {
    const direct = fake.world.direct.find(({ id }) => id === posted)?.recipient;
    return [{ audience: direct ? { person: direct } : 'everyone', channel: posted, json }];
  }
  const [, id] = /^\/interactions\/(\d+)\//.exec(path) ?? [];
  const [, token] = /^\/webhooks\/\d+\/([^/]+)/.exec(path) ?? [];
  const interaction = id ? fake.interactions.byId(id) : token ? fake.interactions.byToken(token) : undefined;
  if (!interaction) return [];
  return [{ audience: { person: interaction.person.id }, channel: interaction.channel.id, json }];
}
