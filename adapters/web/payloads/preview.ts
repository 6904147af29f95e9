import type { Form, Message } from '../../../src/view/message.ts';
import type { Sample } from '../../../src/view/samples.ts';

/** How another platform prints what Prep says; src/main.ts hands these in, because adapters don't know each other. */
export interface PayloadPreview {
  readonly platform: 'Slack' | 'Discord';
  /** what to show, worded for this platform; the same messages for each, in one order */
  readonly samples: readonly Sample[];
  message(message: Message): unknown;
  form(form: Form): unknown;
}
