import { changeMessage, storeMessage } from './messages.ts';
import type { MessageBody, Part } from './parts.ts';
import { refuse } from './refusal.ts';
import { type Callback, checkCallback } from './rules-callback.ts';
import { checkMessage, flags } from './rules-message.ts';
import type { Traffic } from './traffic.ts';
import { type Channel, messageJson, type Person, type StoredMessage, type World } from './world.ts';

/** Contract, section 1. */
const answerWithinMs = 3_000;
const tokenMs = 15 * 60_000;
const mostUserInstallFollowUps = 5;

/** A form as it stands open before a person. */
export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly Part[];
}

/** One interaction with what was answered to it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly sentAt: number;
  readonly channel: Channel;
  readonly person: Person;
  /** the message that was pressed, or from whose button the modal came */
  readonly pressed: StoredMessage | undefined;
  readonly userInstallOnly: boolean;
  /** the type of the callback, once there was one */
  answered: number | undefined;
  answeredAt: number | undefined;
  original: StoredMessage | undefined;
  modal: Modal | undefined;
  choices: readonly { readonly name: string; readonly value: string }[] | undefined;
  followUps: number;
  /** called whenever something was answered */
  onChange: () => void;
}

/** The interactions that may still be answered. */
export interface OpenInteractions {
  byId(id: string): Interaction | undefined;
  byToken(token: string): Interaction | undefined;
  add(interaction: Interaction): void;
  /** Nothing more will be answered to it. */
  forget(interaction: Interaction): void;
}

/** Keeps the latest; a load test sends more than need to be remembered. */
export function createOpenInteractions(most = 20_000): OpenInteractions {
  // No Map: V8 keeps each table that one grew or shrank out of, with all that was in it, until a full collection.
  const open: Interaction[] = [];
  return {
    byId: (id) => open.findLast((one) => one.id === id),
    byToken: (token) => open.findLast((one) => one.token === token),
    add(interaction) {
      open.push(interaction);
      if (open.length > most) open.shift();
    },
    forget(interaction) {
      const place = open.lastIndexOf(interaction);
      if (place >= 0) open.splice(place, 1);
    },
  };
}

export interface Answers {
  callback(id: string, token: string, body: Callback, withResponse: boolean): unknown;
  followUp(token: string, body: MessageBody): unknown;
  editOriginal(token: string, messageId: string, body: MessageBody): unknown;
  readOriginal(token: string, messageId: string): unknown;
  removeOriginal(token: string, messageId: string): void;
}

/** What a bot may answer to interactions. Contract, section 10, items 6 to 9. */
export function createAnswers(world: World, traffic: Traffic, open: OpenInteractions, checked: boolean): Answers {
  const store = (one: Interaction, body: MessageBody, extra = 0): StoredMessage => {
    const isPrivate = ((body.flags ?? 0) & flags.ephemeral) !== 0;
    const content = { ...body, flags: (body.flags ?? 0) | extra };
    return storeMessage(world, traffic, one.channel, content, isPrivate ? one.person.id : undefined);
  };

  /** Item 8: the token lives for 15 minutes, and nothing follows before the callback. */
  const byToken = (token: string): Interaction => {
    const one = open.byToken(token);
    if (!one || world.now() - one.sentAt > tokenMs) refuse(401, 50027, 'Invalid Webhook Token');
    if (one.answered === undefined) refuse(404, 10015, 'Unknown Webhook');
    return one;
  };

  const messageOf = (one: Interaction, id: string): StoredMessage => {
    const found = id === '@original' ? one.original : one.channel.messages.find((message) => message.id === id);
    return found ?? refuse(404, 10008, 'Unknown Message');
  };

  const apply = (one: Interaction, type: number, data: unknown): void => {
    if (type === 4) one.original = store(one, data as MessageBody);
    if (type === 5) one.original = store(one, (data ?? {}) as MessageBody, flags.loading);
    if (type === 6) one.original = one.pressed;
    if (type === 7 && one.pressed) {
      changeMessage(traffic, one.pressed, data as MessageBody);
      one.original = one.pressed;
    }
    if (type === 8) one.choices = (data as { choices?: Interaction['choices'] }).choices ?? [];
    if (type === 9) one.modal = data as Modal;
  };

  return {
    callback(id, token, body, withResponse) {
      const one = open.byId(id);
      // Item 7: too late is unknown, and a second answer is one too many.
      if (!one || one.token !== token || world.now() - one.sentAt > answerWithinMs)
        refuse(404, 10062, 'Unknown interaction');
      if (one.answered !== undefined) refuse(400, 40060, 'Interaction has already been acknowledged.');
      if (checked) checkCallback(one, body);
      const type = body.type ?? 0;
      apply(one, type, body.data);
      one.answered = type;
      one.answeredAt = world.now();
      one.onChange();
      if (!withResponse) return undefined;
      return { interaction: { id: one.id, type: one.type, response_message_id: one.original?.id } };
    },
    followUp(token, body) {
      const one = byToken(token);
      checkMessage(body, { shape: 'followUp', whole: body });
      // Item 9: the first follow-up after a deferral fills the loading message, and the deferral decided who sees it.
      if (one.original && (one.original.flags & flags.loading) !== 0) {
        one.original.flags &= ~flags.loading;
        changeMessage(traffic, one.original, body);
        one.onChange();
        return messageJson(one.channel, one.original);
      }
      if (one.userInstallOnly && one.followUps >= mostUserInstallFollowUps)
        refuse(400, 40094, 'Maximum follow-ups reached');
      one.followUps += 1;
      const message = store(one, body);
      one.onChange();
      return messageJson(one.channel, message);
    },
    editOriginal(token, messageId, body) {
      const one = byToken(token);
      const message = messageOf(one, messageId);
      checkMessage(body, { shape: 'editOriginal', whole: body, before: message });
      message.flags &= ~flags.loading;
      changeMessage(traffic, message, body);
      one.onChange();
      return messageJson(one.channel, message);
    },
    readOriginal(token, messageId) {
      const one = byToken(token);
      return messageJson(one.channel, messageOf(one, messageId));
    },
    removeOriginal(token, messageId) {
      const one = byToken(token);
      const message = messageOf(one, messageId);
      one.channel.messages.splice(one.channel.messages.indexOf(message), 1);
      one.onChange();
    },
  };
}
