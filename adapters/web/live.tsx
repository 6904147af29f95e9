import type { Logger } from 'pino';
import type { WebMessage, WebMessagesStore } from '../../src/store/web-messages.ts';
import { fragment } from './fragment.tsx';
import { addressesAt, type Place, readerAt } from './place.ts';
import { playground } from './playground/cast.ts';
import { PrivateEntry, PublicMessage, publicScope } from './render-message.tsx';

/** One open page. */
export interface Viewer extends Place {
  /** ids of the messages that were sent to the page */
  readonly shown: Set<string>;
  /** it is being told what it missed: what changes meanwhile is only noted, and told with that */
  catchingUp: boolean;
  missed: boolean;
  /** Sends pieces of the page. */
  send(html: string): void;
  /** Has the page load itself anew. */
  reload(): void;
}

/** Takes every change to every page that shows it. */
export interface Live {
  /** Adds a page; the returned function takes it away. */
  join(viewer: Viewer): () => void;
  /** Sends each page its own pieces. */
  broadcast(render: (viewer: Viewer) => string): void;
  reloadAll(): void;
  /** is somebody looking as this person */
  isPlayed(person: string): boolean;
  /** Has `listener` hear of every public message that is posted or edited. */
  onMessage(listener: (message: WebMessage) => Promise<void>): void;
  /** Begins to follow the store. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Follows the web's messages in Postgres (whichever process posts them) and sends what changed to the open pages.
 */
export function createLive(parts: { store: WebMessagesStore; log: Logger; origin: () => string }): Live {
  const { store, log, origin } = parts;
  const listeners: ((message: WebMessage) => Promise<void>)[] = [];
  const viewers = new Set<Viewer>();

  let stopListening = async () => {};
  let telling = Promise.resolve();

  function hear(changed: { workspace: string; id: string } | undefined): void {
    if (changed === undefined) reloadAll();
    if (changed?.workspace !== playground.id) return;
    // One after the other, so that an older state never follows a newer one.
    telling = telling
      .then(() => store.read(playground.id, changed.id))
      .then((message) => message && tell(message))
      .catch((error: unknown) => log.warn({ err: error }, 'a change was not shown'));
  }

  function tell(message: WebMessage): void {
    const rendered = new Map<string, string>();
    for (const viewer of viewers) {
      if (message.person === undefined ? viewer.channel.id !== message.channel : viewer.person.id !== message.person) {
        continue;
      }
      if (viewer.catchingUp) {
        viewer.missed = true;
        continue;
      }
      const key = `${viewer.person.id} ${isNew(message, viewer)}`;
      let html = rendered.get(key);
      if (html === undefined) {
        html = piece(message, viewer);
        rendered.set(key, html);
      }
      viewer.send(html);
      viewer.shown.add(message.id);
    }
    if (message.person !== undefined) return;
    for (const listener of listeners) {
      listener(message).catch((error: unknown) => log.warn({ err: error }, 'a message was not looked at'));
    }
  }

  function piece(message: WebMessage, viewer: Viewer): string {
    const shared = { message, to: addressesAt(viewer), reader: readerAt(viewer, origin()) };
    const entry =
      message.person === undefined ? <PublicMessage {...shared} beside={{}} /> : <PrivateEntry {...shared} />;
    return isNew(message, viewer)
      ? fragment('#messages > li:last-child', 'beforebegin', entry)
      : fragment(`#${publicScope(message.id)}`, 'outerMorph', entry);
  }

  function reloadAll(): void {
    for (const viewer of viewers) viewer.reload();
  }

  return {
    join(viewer) {
      viewers.add(viewer);
      return () => viewers.delete(viewer);
    },
    broadcast(render) {
      for (const viewer of viewers) viewer.send(render(viewer));
    },
    reloadAll,
    isPlayed: (person) => [...viewers].some((viewer) => viewer.person.id === person),
    onMessage: (listener) => void listeners.push(listener),
    async start() {
      stopListening = await store.listen(hear);
    },
    close: () => stopListening(),
  };
}

/** Edits of what is older than the page's first message are no news; their place may be there or not. */
function isNew({ id }: WebMessage, { shown }: Viewer): boolean {
  if (shown.has(id)) return false;
  const [first] = shown;
  return first === undefined || Number(id) > Number(first);
}
