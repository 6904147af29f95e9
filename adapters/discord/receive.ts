import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIInteraction,
  ApplicationCommandType,
  DiscordAPIError,
  InteractionResponseType,
  InteractionType,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { Door, Reply } from '../../src/platform.ts';
import { code, type Message, message, paragraph } from '../../src/view/message.ts';
import type { Answering } from './answer.ts';
import { markReplyForDirect, readDirect } from './direct.ts';
import { loggable } from './errors.ts';
import { createKeptForms, type FormToOpen, filled, goneForm } from './forms.ts';
import { respond } from './respond.ts';
import { type Acting, askingOf, inputOf, typingOf } from './translate.ts';

/** Handles one interaction, whichever way it came; never rejects. */
export type Receive = (interaction: APIInteraction, answering: Answering) => Promise<void>;

export interface ReceiveParts {
  readonly door: Door;
  readonly log: Logger;
  readonly clock: Clock;
  /** a server's name, as far as it is known */
  serverName(id: string): string | undefined;
}

/** The gateway may deliver an event twice when it resumes; ids are remembered as long as their tokens live. */
const rememberedMs = 15 * 60_000;
const remembered = 20_000;

const tooLate = 10062;

const onlyServers = message(paragraph('I work in the channels of a server. Type ', code('/prep'), ' in one of them.'));
const fault = message(
  paragraph('That did not work, and the fault is mine. Please try again. If it happens twice, tell whoever runs Prep.'),
);

/** The way in: interactions to the engine's door, its replies back to whoever caused them. */
export function createReceive({ door, log, clock, serverName }: ReceiveParts): Receive {
  const forms = createKeptForms();
  const seen = new LRUCache<string, true>({ max: remembered, ttl: rememberedMs });

  const act = async (interaction: Acting): Promise<Reply | FormToOpen> => {
    const given = 'custom_id' in interaction.data ? interaction.data.custom_id : '';
    const direct = interaction.guild_id === undefined ? readDirect(given) : undefined;
    const server = interaction.guild_id ?? direct?.server;
    const action = direct?.action ?? given;
    const kept = forms.open(action);
    if (kept !== undefined) return kept === 'gone' ? said(goneForm) : kept;
    if (server === undefined) return said(onlyServers);
    const input = inputOf(interaction, action);
    const reply = await door.handle(
      askingOf(interaction, { id: server, name: serverName(server) ?? '' }, clock()),
      input,
    );
    const shown =
      reply.kind === 'invalid' && input.kind === 'submit'
        ? { ...reply, form: filled(reply.form, input.values) }
        : reply;
    return direct === undefined ? shown : markReplyForDirect(shown, direct.server);
  };

  const suggest = (interaction: APIApplicationCommandAutocompleteInteraction) => {
    const { command, option, typed } = typingOf(interaction);
    return door
      .complete(command, option, typed)
      .filter(({ value }) => value.length <= 100)
      .slice(0, 25)
      .map(({ value, label }) => ({ name: label.slice(0, 100), value }));
  };

  const handle = async (interaction: APIInteraction, answering: Answering): Promise<void> => {
    if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
      const data = { choices: suggest(interaction) };
      return answering.callback({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data });
    }
    if (!isActing(interaction)) return;
    const reply = act(interaction).catch((error: unknown) => {
      log.error({ err: error }, 'discord: an interaction failed');
      return said(fault);
    });
    return respond(interaction, reply, answering, forms);
  };

  return async (interaction, answering) => {
    if (seen.has(interaction.id)) return;
    seen.set(interaction.id, true);
    const began = clock();
    try {
      await handle(interaction, answering);
    } catch (error) {
      const late = error instanceof DiscordAPIError && error.code === tooLate;
      const facts = { ...loggable(error), interaction: interaction.id, afterMs: clock() - began };
      if (late) log.warn(facts, 'discord: answered too late');
      else log.error(facts, 'discord: an answer was not delivered');
    }
  };
}

function said(content: Message): Reply {
  return { kind: 'message', message: content, replaces: false };
}

function isActing(interaction: APIInteraction): interaction is Acting {
  return (
    interaction.type === InteractionType.MessageComponent ||
    interaction.type === InteractionType.ModalSubmit ||
    (interaction.type === InteractionType.ApplicationCommand &&
      interaction.data.type === ApplicationCommandType.ChatInput)
  );
}
