import type { ComponentChildren, VNode } from 'preact';
import type { SaidMessage, WebMessage } from '../../src/store/web-messages.ts';
import { instantText } from './instants.ts';
import { openQuestion } from './playground/open-question.ts';
import { Blocks } from './render.tsx';
import type { Reader } from './render-inline.tsx';

/** Where the page's forms post to, for the person and channel it shows. */
export interface Addresses {
  readonly press: string;
}

/** The first of the private messages that belong to a public one, and what a button of that one opened besides. */
export const besideSlots = ['a', 'b'] as const;

/** What only this reader sees, by the public message it belongs to. */
export type Beside = Readonly<Partial<Record<(typeof besideSlots)[number], WebMessage>>>;

/** A public message, with the reader's own receipts beside it. */
export function PublicMessage(props: { message: WebMessage; beside: Beside; to: Addresses; reader: Reader }): VNode {
  const { message, beside, to, reader } = props;
  const scope = publicScope(message.id);
  const isOpen = openQuestion(message.message) !== undefined;
  return (
    <li class={isOpen ? 'entry open' : 'entry'} id={scope}>
      <article class="message" aria-labelledby={`${scope}-by`}>
        <Byline scope={scope} at={message.postedAt} reader={reader} />
        <MessageForm scope={scope} from={`m:${message.id}`} to={to}>
          {/* A different build gets a different id: it is put in whole instead of being moved about piece by piece. */}
          <div class="blocks" id={`${scope}-${buildOf(message.message)}`}>
            <Blocks blocks={message.message.blocks} scope={scope} reader={reader} />
          </div>
        </MessageForm>
      </article>
      <div class="beside" id={`${scope}-beside`} hx-morph-skip="">
        {/* What is beside stays as it is when the message changes: it is hidden by the class of the entry. */}
        {isOpen && <p class="waits">Your answer appears here. Only you can see it.</p>}
        {besideSlots.map((slot) => {
          const mine = beside[slot];
          return (
            <div class="slot" id={besideId(slot, message.id)} aria-live="polite" tabIndex={-1}>
              {mine && <PrivateMessage message={mine.message} from={`${slot}:${message.id}`} to={to} reader={reader} />}
            </div>
          );
        })}
      </div>
    </li>
  );
}

/** A private message that belongs to no public one: a reply to a typed line, or something told. */
export function PrivateEntry({ message, to, reader }: { message: WebMessage; to: Addresses; reader: Reader }): VNode {
  const key = message.key ?? `t${message.id}`;
  return (
    <PrivateSlot slot={key}>
      <PrivateMessage message={message.message} from={`p:${key}`} to={to} reader={reader} />
    </PrivateSlot>
  );
}

/** The place of a private message. It stands empty and live before its message comes, so that a screen reader tells it. */
export function PrivateSlot({ slot, children }: { slot: string; children?: ComponentChildren }): VNode {
  return (
    <li class="entry own">
      <div class="slot" id={`p-${slot}`} aria-live="polite" tabIndex={-1}>
        {children}
      </div>
    </li>
  );
}

/** What is in a private place: the line that was typed, if any, and Prep's reply. */
export function PrivateMessage(props: { message: SaidMessage; from: string; to: Addresses; reader: Reader }): VNode {
  const { message, from, to, reader } = props;
  const scope = from.replace(':', '-');
  return (
    <div class="private">
      <p class="only">Only you can see this</p>
      {message.said !== undefined && (
        <p class="said" dir="auto">
          <span class="unseen">You typed </span>
          <code>/prep {message.said}</code>
        </p>
      )}
      {message.blocks.length > 0 && (
        <MessageForm scope={scope} from={from} to={to}>
          <div class="blocks">
            <Blocks blocks={message.blocks} scope={scope} reader={reader} />
          </div>
        </MessageForm>
      )}
    </div>
  );
}

/** The id of a public message's element; links point to it. */
export function publicScope(id: string): string {
  return `m-${id}`;
}

/** The id of a place beside a public message. */
export function besideId(slot: (typeof besideSlots)[number], about: string): string {
  return `${slot}-${about}`;
}

function MessageForm(props: { scope: string; from: string; to: Addresses; children: ComponentChildren }): VNode {
  return (
    <form
      id={`${props.scope}-form`}
      method="post"
      hx-post={props.to.press}
      hx-swap="none"
      hx-sync="this:drop"
      hx-include="#slot"
    >
      <input type="hidden" name="from" value={props.from} />
      {props.children}
    </form>
  );
}

function Byline({ scope, at, reader }: { scope: string; at: number; reader: Reader }): VNode {
  return (
    <p class="byline" id={`${scope}-by`}>
      <span class="avatar" aria-hidden="true">
        P
      </span>
      <span class="author">Prep</span>
      <time datetime={new Date(at).toISOString()}>{instantText(at, 'stamp', reader.zone)}</time>
    </p>
  );
}

/** What a message is built of, as a short word: equal for two states of it that differ in their words alone. */
function buildOf({ blocks }: SaidMessage): string {
  return blocks
    .map((block) => {
      if (block.kind === 'choices') return `c${block.choices.map(({ mark }) => mark?.[0] ?? '').join('')}`;
      if (block.kind === 'prose') return `p${block.prose.length}`;
      if (block.kind === 'actions') return `a${block.buttons.length}`;
      return block.kind[0];
    })
    .join('');
}
