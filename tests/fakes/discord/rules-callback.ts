import type { MessageBody } from './parts.ts';
import { fault, refuseFaults } from './refusal.ts';
import { checkMessage, flags } from './rules-message.ts';
import { checkModal, type ModalBody } from './rules-modal.ts';
import { schemaFaults } from './schemas.ts';

/** Contract, section 1. */
export const interactionType = { command: 2, component: 3, autocomplete: 4, modal: 5 };

export interface Callback {
  readonly type?: number;
  readonly data?: unknown;
}

/** Refuses what an interaction can't be answered with. Contract, section 10, items 6 and 7. */
export function checkCallback(
  one: { readonly type: number; readonly pressed: { readonly flags: number } | undefined },
  body: Callback,
): void {
  const type = body.type ?? 0;
  const { autocomplete, component, modal } = interactionType;
  if ((one.type === autocomplete) !== (type === 8)) notHere('Type 8 is for autocomplete, and for nothing else.');
  if ((type === 6 || type === 7) && !(one.type === component || (one.type === modal && one.pressed))) {
    notHere('Types 6 and 7 need a message that was pressed.');
  }
  if (type === 9 && one.type === modal) notHere('A modal is no answer to a modal.');
  const message = (body.data ?? {}) as MessageBody;
  if (type === 4) checkMessage(message, { shape: 'message', whole: body, at: ['data'] });
  else if (type === 5) checkDeferral(message, body);
  else if (type === 6) refuseFaults(schemaFaults('update', body));
  else if (type === 7) {
    checkMessage(message, { shape: 'update', whole: body, at: ['data'], before: one.pressed ?? { flags: 0 } });
  } else if (type === 8) checkChoices(body);
  else if (type === 9) checkModal(body as ModalBody);
  else notHere('No such type here.');
}

function notHere(why: string): never {
  refuseFaults([fault(['type'], 'INTERACTION_CALLBACK_TYPE', why)]);
  throw new Error('unreachable');
}

/** Item 7: a deferral sets no flag but the one that makes it private. */
function checkDeferral({ flags: given }: MessageBody, body: Callback): void {
  if ((given ?? 0) & ~flags.ephemeral) {
    refuseFaults([fault(['data', 'flags'], 'FLAGS', 'Only EPHEMERAL with a deferral.')]);
  }
  refuseFaults(schemaFaults('message', body));
}

/** Item 7: 25 suggestions at most. */
function checkChoices(body: Callback): void {
  const { choices = [] } = (body.data ?? {}) as { choices?: readonly unknown[] };
  if (choices.length > 25) {
    refuseFaults([fault(['data', 'choices'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.')]);
  }
  refuseFaults(schemaFaults('autocomplete', body));
}
