import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import type { Clock } from '../../src/clock.ts';
import type { Door, Input, Reply } from '../../src/platform.ts';
import type { SaidMessage } from '../../src/store/web-messages.ts';
import { fragment } from './fragment.tsx';
import type { KeptReplies } from './kept-replies.ts';
import { addressesAt, addressOf, askingAt, channelRef, type Place, readerAt } from './place.ts';
import { FormDialog, type FormErrors, withTyped } from './render-form.tsx';
import { besideId, PrivateMessage, PrivateSlot } from './render-message.tsx';

/** Where in the page something was done: the form fields `from` and `slot` as they came, not yet trusted. */
export interface Whence {
  readonly from: string;
  /** the empty place at the page's end that a new private message goes into */
  readonly slot: string;
}

/** What goes back to the page; `closesForm`: the open form has been taken. */
export interface Answer {
  readonly html: string;
  readonly closesForm: boolean;
}

type Origin =
  | { readonly kind: 'public' | 'a' | 'b'; readonly about: string }
  | { readonly kind: 'own'; readonly key: string }
  | { readonly kind: 'line' };

/** Runs one input and puts the reply where its reader looks: beside the message it is about, or at the page's end. */
export type Receive = (place: Place, input: Input, whence: Whence) => Promise<Answer>;

/** The way of what people do on a page: to the engine, and its reply back as pieces of the page. */
export function createReceive(parts: { door: Door; clock: Clock; kept: KeptReplies; origin: () => string }): Receive {
  const { door, clock, kept, origin } = parts;

  return async function receive(place, input, whence) {
    const reply = await door.handle(askingAt(place, clock), input);
    const submitted = input.kind === 'submit';
    if (reply.kind === 'form') return { html: dialog(place, reply.form, {}, whence.from), closesForm: false };
    if (reply.kind === 'invalid') {
      const form = submitted ? withTyped(reply.form, input.values) : reply.form;
      return { html: dialog(place, form, reply.errors, whence.from), closesForm: false };
    }
    const said = input.kind === 'line' ? input.line : undefined;
    return { html: shown(place, reply, said, whence), closesForm: submitted };
  };

  function dialog(place: Place, form: Parameters<typeof FormDialog>[0]['form'], errors: FormErrors, from: string) {
    const content = (
      <FormDialog
        form={form}
        errors={errors}
        from={from}
        submitTo={addressOf(place, 'submit')}
        reader={readerAt(place, origin())}
      />
    );
    return fragment('#dialog-place', 'innerHTML', content);
  }

  function shown(place: Place, reply: Reply, said: string | undefined, whence: Whence): string {
    const message = reply.kind === 'message' ? reply.message : { blocks: [] };
    if (reply.kind === 'done' && said === undefined) return '';
    const replaces = reply.kind === 'message' && reply.replaces;
    const from = parseFrom(whence.from);
    if (from.kind === 'public' || from.kind === 'a' || from.kind === 'b') {
      const slot = from.kind === 'public' || (from.kind === 'a' && replaces) ? 'a' : 'b';
      keep(place, `${slot}:${from.about}:${place.person.id}`, message, from.about);
      const shownBeside = fragment(
        `#${besideId(slot, from.about)}`,
        'innerHTML',
        privately(place, message, `${slot}:${from.about}`),
      );
      // What the first one opened belongs to what it said before.
      const emptied = slot === 'a' ? fragment(`#${besideId('b', from.about)}`, 'innerHTML', null) : '';
      return shownBeside + emptied;
    }
    const isOwn = from.kind === 'own' && replaces;
    const key = isOwn ? from.key : slotKey(whence.slot);
    const kept: SaidMessage = said === undefined ? message : { ...message, said };
    keep(place, key, kept, undefined);
    const inPlace = fragment(`#p-${key}`, 'innerHTML', privately(place, kept, `p:${key}`));
    return isOwn ? inPlace : inPlace + nextSlot();
  }

  function privately(place: Place, message: SaidMessage, from: string): VNode {
    const reader = readerAt(place, origin());
    return <PrivateMessage message={message} from={from} to={addressesAt(place)} reader={reader} />;
  }

  function keep(place: Place, key: string, message: SaidMessage, about: string | undefined): void {
    const { workspace, channel } = channelRef(place);
    kept.keep({ workspace, channel, person: place.person.id, key, about, message, at: clock() });
  }
}

/** A new empty place at the page's end, in the stead of the one that was filled. */
export function nextSlot(): string {
  const slot = randomUUID();
  return (
    fragment('#messages', 'beforeend', <PrivateSlot slot={slot} />) +
    fragment('#slot', 'outerHTML', <SlotField slot={slot} />)
  );
}

/** Tells the server which empty place a reply may fill. */
export function SlotField({ slot }: { slot: string }): VNode {
  return <input type="hidden" id="slot" name="slot" value={slot} />;
}

function slotKey(slot: string): string {
  return /^[\w-]{1,40}$/.test(slot) ? slot : randomUUID();
}

function parseFrom(from: string): Origin {
  const [, kind, about] = /^([mab]):(\d{1,18})$/.exec(from) ?? [];
  if (about !== undefined) return { kind: kind === 'a' || kind === 'b' ? kind : 'public', about };
  const [, key] = /^p:([\w-]{1,40})$/.exec(from) ?? [];
  return key === undefined ? { kind: 'line' } : { kind: 'own', key };
}
