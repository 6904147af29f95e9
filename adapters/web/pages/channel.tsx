import type { VNode } from 'preact';
import type { WebMessage } from '../../../src/store/web-messages.ts';
import { addressesAt, addressOf, type Place, readerAt } from '../place.ts';
import { SlotField } from '../receive.tsx';
import { type Beside, besideSlots, PrivateEntry, PrivateSlot, PublicMessage } from '../render-message.tsx';
import { Composer } from './composer.tsx';
import { StartOverDialog } from './playground-controls.tsx';
import { Sidebar } from './sidebar.tsx';

/** A channel as one person sees it. */
export function ChannelPage(props: {
  place: Place;
  history: readonly WebMessage[];
  /** are there messages before the first of `history` */
  more: boolean;
  slot: string;
  /** what `history` was when it was read; undefined: an old page that does not change */
  seen: string | undefined;
  origin: string;
  clock: VNode | null;
  controls: VNode;
  /** is there a page that shows what other platforms get */
  payloads: boolean;
}): VNode {
  const { place, history, more, slot, seen, origin, clock, controls, payloads } = props;
  const [first] = history;
  return (
    <div class="app">
      <Sidebar place={place} payloads={payloads}>
        {controls}
      </Sidebar>
      <div class="stage">
        <header class="top">
          <div class="where">
            <h1>
              <span class="hash" aria-hidden="true">
                #
              </span>
              {place.channel.id}
            </h1>
            <p>{place.channel.about}</p>
          </div>
          {clock}
        </header>
        <main aria-label={`Messages in #${place.channel.id}`}>
          {more && first && (
            <p class="earlier">
              <a class="button" href={`${addressOf(place)}&before=${first.id}`}>
                Show earlier messages
              </a>
            </p>
          )}
          <p class="nothing">
            Nothing was asked in #{place.channel.id} yet. <code>/prep question</code> asks one now.
          </p>
          <Messages place={place} history={history} slot={slot} origin={origin} />
        </main>
        <footer class="bottom">
          <p id="problem" class="problem" role="status" />
          <Composer place={place}>
            <SlotField slot={slot} />
          </Composer>
        </footer>
      </div>
      <div id="dialog-place" />
      <StartOverDialog place={place} />
      {seen !== undefined && (
        <div
          id="live"
          hidden
          hx-sse:connect={`${addressOf(place, 'live')}&seen=${seen}`}
          hx-swap="none"
          hx-config='{"sse":{"reconnectMaxDelay":5000}}'
        />
      )}
    </div>
  );
}

function Messages(props: { place: Place; history: readonly WebMessage[]; slot: string; origin: string }): VNode {
  return (
    <ol class="messages" id="messages" tabIndex={-1}>
      <Entries {...props} />
    </ol>
  );
}

/** What stands in the list of messages, down to the empty place for the next private one. */
export function Entries(props: { place: Place; history: readonly WebMessage[]; slot: string; origin: string }): VNode {
  const { place, history, slot, origin } = props;
  const shared = { to: addressesAt(place), reader: readerAt(place, origin) };
  const receiptsOf = ({ id }: WebMessage) => history.filter(({ about }) => about === id);
  return (
    <>
      {history.map((message) => {
        if (message.about !== undefined) return null;
        if (message.person !== undefined) return <PrivateEntry message={message} {...shared} />;
        return <PublicMessage message={message} beside={besideOf(receiptsOf(message))} {...shared} />;
      })}
      <PrivateSlot slot={slot} />
    </>
  );
}

/** The receipts as they stand beside their message; one that an earlier state of the first had opened is left out. */
function besideOf(receipts: readonly WebMessage[]): Beside {
  const [a, b] = besideSlots.map((slot) => receipts.find(({ key }) => key?.startsWith(`${slot}:`)));
  const touched = (message: WebMessage) => message.editedAt ?? message.postedAt;
  return { ...(a && { a }), ...(b && (!a || touched(b) >= touched(a)) && { b }) };
}
