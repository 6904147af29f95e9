import type { Form, Message } from '../../../src/view/message.ts';

/** How another platform prints what Prep says; src/main.ts hands these in, because adapters don't know each other. */
export interface PayloadPreview {
  readonly platform: 'Slack' | 'Discord';
  message(message: Message): unknown;
  form(form: Form): unknown;
}
