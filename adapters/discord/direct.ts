import type { Reply } from '../../src/platform.ts';
import type { Block, Message } from '../../src/view/message.ts';

/** Contract, section 5. */
const actionLength = 100;
const mark = /^in:(\d+):(.*)$/s;

/**
 * A message for a private conversation, where a press tells no server: each action is led by the server it is about. A
 * button whose action grows too long by that is left out rather than sent into nowhere.
 */
export function markForDirect(message: Message, server: string): Message {
  return {
    blocks: message.blocks.flatMap((block): Block[] => {
      if (block.kind !== 'actions') return [block];
      const buttons = block.buttons
        .map((button) => ({ ...button, action: marked(button.action, server) }))
        .filter(({ action }) => action.length <= actionLength);
      return buttons.length > 0 ? [{ ...block, buttons }] : [];
    }),
  };
}

/** A reply to what was pressed in a private conversation: the next press, or a form that is sent in, is about the same server. */
export function markReplyForDirect(reply: Reply, server: string): Reply {
  switch (reply.kind) {
    case 'message':
      return { ...reply, message: markForDirect(reply.message, server) };
    case 'form':
    case 'invalid':
      return { ...reply, form: { ...reply.form, form: marked(reply.form.form, server) } };
    case 'done':
      return reply;
  }
}

function marked(action: string, server: string): string {
  return `in:${server}:${action}`;
}

/** The server and the action of a button pressed in a private conversation. */
export function readDirect(action: string): { readonly server: string; readonly action: string } | undefined {
  const [, server, rest] = mark.exec(action) ?? [];
  return server === undefined || rest === undefined ? undefined : { server, action: rest };
}
