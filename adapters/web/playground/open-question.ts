import { type Action, actionId, parseAction } from '../../../src/actions.ts';
import type { Message } from '../../../src/view/message.ts';

/** A question that a message asks and that is still open. */
export interface OpenQuestion {
  readonly round: string;
  readonly several: boolean;
}

/** The open question of a message, by the buttons that any reader could press; undefined if it asks none (any more). */
export function openQuestion(message: Message): OpenQuestion | undefined {
  for (const block of message.blocks) {
    if (block.kind !== 'actions') continue;
    for (const { action } of block.buttons) {
      const { verb, args }: Partial<Action> = parseAction(action) ?? {};
      const [round] = args ?? [];
      if (round !== undefined && (verb === 'answer' || verb === 'choose')) return { round, several: verb === 'choose' };
    }
  }
  return undefined;
}

/** The press that ends a question before its time; the engine takes it from a manager. */
export function closePress({ round }: OpenQuestion): string {
  return actionId('close', round);
}
