/** The package declares no types for its schemas; these are the ones the fake checks bodies by. */
declare module 'discord-api-spec/zod' {
  interface Schema {
    safeParse(
      value: unknown,
    ):
      | { success: true }
      | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
  }
  export const MessageCreateRequestSchema: Schema;
  export const MessageEditRequestPartialSchema: Schema;
  export const CreateMessageInteractionCallbackRequestSchema: Schema;
  export const UpdateMessageInteractionCallbackRequestSchema: Schema;
  export const ApplicationCommandAutocompleteCallbackRequestSchema: Schema;
  export const ModalInteractionCallbackRequestSchema: Schema;
  export const IncomingWebhookRequestPartialSchema: Schema;
  export const IncomingWebhookUpdateRequestPartialSchema: Schema;
  export const ApplicationCommandUpdateRequestSchema: Schema;
  export const CreatePrivateChannelRequestSchema: Schema;
}
