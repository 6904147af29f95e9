import {
  type APIInteraction,
  type APIInteractionResponse,
  DiscordAPIError,
  InteractionResponseType,
  MessageFlags,
  type REST,
  Routes,
} from 'discord.js';
import type { Payload } from './render.ts';

/**
 * How one interaction is answered: once by its callback within 3 s, then for 15 minutes by what its token allows. This
 * is all that differs between interactions from the gateway and those that come by HTTP.
 */
export interface Answering {
  callback(response: APIInteractionResponse): Promise<void>;
  /** Changes the first answer, or the message pressed after a deferred update. */
  edit(payload: Payload): Promise<void>;
  followUp(payload: Payload): Promise<void>;
  /** Takes the first answer away. */
  remove(): Promise<void>;
}

/** Answers over REST. The calls carry no bot token, so a 401 of theirs can't cost the client its own. */
export function answerByRest(rest: REST, interaction: APIInteraction): Answering {
  const { id, token, application_id } = interaction;
  const original = Routes.webhookMessage(application_id, token, '@original');
  return {
    async callback(response) {
      await rest
        .post(Routes.interactionCallback(id, token), { body: response, auth: false })
        .catch((error: unknown) => {
          // discord.js repeats a callback after a lost answer; "already acknowledged" then says that the first arrived.
          if (!(error instanceof DiscordAPIError && error.code === 40060)) throw error;
        });
    },
    async edit(payload) {
      await rest.patch(original, { body: payload, auth: false });
    },
    async followUp(payload) {
      await rest.post(Routes.webhook(application_id, token), { body: payload, auth: false });
    },
    async remove() {
      await rest.delete(original, { auth: false });
    },
  };
}

/** The private "thinking" message that a later edit fills, or the promise to change the message that was pressed. */
export const defers = {
  message: { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: MessageFlags.Ephemeral } },
  update: { type: InteractionResponseType.DeferredMessageUpdate },
} as const satisfies Record<string, APIInteractionResponse>;
