import { createHash, randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { WebMessage, WebMessagesStore } from '../../src/store/web-messages.ts';
import { fragment } from './fragment.tsx';
import type { KeptReplies } from './kept-replies.ts';
import type { Live, Viewer } from './live.tsx';
import { ChannelPage, Entries } from './pages/channel.tsx';
import { page } from './pages/layout.tsx';
import { channelRef, type Place } from './place.ts';
import type { Controls } from './playground/controls.tsx';
import { SlotField } from './receive.tsx';
import { openStream } from './stream.ts';

/** As many messages as a page shows at once. */
const pageLength = 80;

/** The channels' pages, and the streams that keep them true. */
export interface Rooms {
  /** The whole page; with `before`, the messages before that id. */
  page(place: Place, before: string | undefined): Promise<string>;
  /** Answers with a stream of what changes. `seen` is what the page said it shows; whatever it missed comes first. */
  follow(place: Place, seen: string, response: Response): Promise<void>;
  /** Ends every stream. */
  close(): void;
}

export function createRooms(parts: {
  store: WebMessagesStore;
  kept: KeptReplies;
  live: Live;
  origin: () => string;
  /** the playground's own controls, as this place sees them */
  controls: Controls['shown'];
  /** is there a page that shows what other platforms get */
  payloads: boolean;
  onVisit(place: Place): void;
}): Rooms {
  const { store, kept, live, origin, controls, payloads, onVisit } = parts;
  const streams = new Set<Response>();

  async function history(place: Place, before?: string): Promise<readonly WebMessage[]> {
    await kept.flush();
    return store.history(channelRef(place), place.person.id, pageLength + 1, before);
  }

  return {
    async page(place, before) {
      const [found, shownControls] = await Promise.all([history(place, before), controls(place)]);
      const shown = found.slice(-pageLength);
      onVisit(place);
      return page({
        title: `#${place.channel.id} as ${place.person.name} · Prep`,
        children: (
          <ChannelPage
            place={place}
            history={shown}
            more={found.length > shown.length}
            slot={randomUUID()}
            seen={before === undefined ? fingerprint(shown) : undefined}
            origin={origin()}
            payloads={payloads}
            {...shownControls}
          />
        ),
      });
    },

    async follow(place, seen, response) {
      const stream = openStream(response);
      streams.add(response);
      const viewer: Viewer = {
        ...place,
        shown: new Set(),
        catchingUp: true,
        missed: false,
        send: stream.send,
        reload: () => stream.event('page-stale'),
      };
      const leave = live.join(viewer);
      response.once('close', () => {
        streams.delete(response);
        leave();
      });
      const shown = await historyWithoutGap(viewer);
      for (const { id } of shown) viewer.shown.add(id);
      if (fingerprint(shown) !== seen) stream.send(whole(place, shown));
    },

    close() {
      for (const response of streams) response.end();
    },
  };

  /** What a page shows from here on: read again as long as something changed while it was read. */
  async function historyWithoutGap(viewer: Viewer): Promise<readonly WebMessage[]> {
    for (;;) {
      viewer.missed = false;
      const shown = (await history(viewer)).slice(-pageLength);
      if (viewer.missed) continue;
      viewer.catchingUp = false;
      return shown;
    }
  }

  function whole(place: Place, shown: readonly WebMessage[]): string {
    const slot = randomUUID();
    return (
      fragment('#messages', 'innerMorph', <Entries place={place} history={shown} slot={slot} origin={origin()} />) +
      fragment('#slot', 'outerHTML', <SlotField slot={slot} />)
    );
  }
}

/** A short word for what a page shows: the same again when nothing was posted or edited. */
function fingerprint(history: readonly WebMessage[]): string {
  const shown = history.map(({ id, editedAt, postedAt }) => `${id}:${editedAt ?? postedAt}`).join(' ');
  return createHash('sha256').update(shown).digest('base64url').slice(0, 16);
}
