import type { Logger } from 'pino';
import type { KeptReply, WebMessagesStore } from '../../src/store/web-messages.ts';

/** How long replies are gathered before they are stored together. */
const gatherMs = 100;

export interface KeptReplies {
  /** Keeps `reply` for the next time its reader opens the page; a later one with its key takes its place. */
  keep(reply: KeptReply): void;
  /** Stores what is gathered; resolves when it is stored. */
  flush(): Promise<void>;
}

/**
 * Stores private replies a little later and many at once, so that a click costs the database its answer alone. A
 * process that dies in between loses the display of a receipt, never an answer: *My answer* shows it again.
 */
export function createKeptReplies(store: WebMessagesStore, log: Logger): KeptReplies {
  let gathered = new Map<string, KeptReply>();
  let timer: NodeJS.Timeout | undefined;
  let storing = Promise.resolve();

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const replies = [...gathered.values()];
    gathered = new Map();
    // One after the other, so that an older reply never overwrites a newer one.
    storing = storing
      .then(() => store.keep(replies))
      .catch((error: unknown) => log.warn({ err: error, replies: replies.length }, 'private replies were not kept'));
    return storing;
  };
  return {
    keep(reply) {
      gathered.set(`${reply.workspace} ${reply.channel} ${reply.key}`, reply);
      timer ??= setTimeout(() => void flush(), gatherMs);
    },
    flush,
  };
}
