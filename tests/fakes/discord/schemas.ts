import * as spec from 'discord-api-spec/zod';
import { type Fault, fault } from './refusal.ts';

/** The bodies that Discord's own schemas describe, by what they are for. */
const schemas = {
  create: spec.MessageCreateRequestSchema,
  edit: spec.MessageEditRequestPartialSchema,
  message: spec.CreateMessageInteractionCallbackRequestSchema,
  update: spec.UpdateMessageInteractionCallbackRequestSchema,
  autocomplete: spec.ApplicationCommandAutocompleteCallbackRequestSchema,
  modal: spec.ModalInteractionCallbackRequestSchema,
  followUp: spec.IncomingWebhookRequestPartialSchema,
  editOriginal: spec.IncomingWebhookUpdateRequestPartialSchema,
  command: spec.ApplicationCommandUpdateRequestSchema,
  direct: spec.CreatePrivateChannelRequestSchema,
};

export type Shape = keyof typeof schemas;

/** What Discord's schema finds wrong with a body. */
export function schemaFaults(shape: Shape, body: unknown, at: readonly PropertyKey[] = []): Fault[] {
  const parsed = schemas[shape].safeParse(body);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => fault([...at, ...path], 'SCHEMA', message));
}
