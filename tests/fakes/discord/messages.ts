import type { MessageBody } from './parts.ts';
import { refuse } from './refusal.ts';
import { checkMessage, flags } from './rules-message.ts';
import type { Traffic } from './traffic.ts';
import {
  addChannel,
  type Channel,
  channelType,
  findChannel,
  findMessage,
  messageJson,
  permission,
  permissionsIn,
  type StoredMessage,
  type World,
} from './world.ts';

/** Section 4: a nonce is remembered "the past few minutes". */
const nonceMs = 5 * 60_000;

/** Stores a message of the bot as it was sent. */
export function storeMessage(
  world: World,
  traffic: Traffic,
  channel: Channel,
  body: MessageBody,
  onlyFor?: string,
): StoredMessage {
  const message: StoredMessage = {
    id: world.nextId(),
    author: world.bot,
    flags: (body.flags ?? 0) & (flags.v2 | flags.ephemeral | flags.loading | 4 | 4096),
    content: body.content ?? '',
    components: body.components ?? [],
    embeds: body.embeds ?? [],
    nonce: body.nonce === undefined || body.nonce === null ? undefined : String(body.nonce),
    sentAt: world.now(),
    onlyFor,
    mentionsAllowed: notePings(traffic, body, onlyFor !== undefined),
  };
  channel.messages.push(message);
  return message;
}

/** Changes a message as an edit says. */
export function changeMessage(traffic: Traffic, message: StoredMessage, body: MessageBody): void {
  if (body.flags !== undefined && body.flags !== null) message.flags |= body.flags & flags.v2;
  if (body.content !== undefined) message.content = body.content ?? '';
  if (body.components !== undefined) message.components = body.components ?? [];
  if (body.embeds !== undefined) message.embeds = body.embeds ?? [];
  notePings(traffic, body, message.onlyFor !== undefined);
}

/** Section 10, item 10: which kinds may notify, and a record when the text would. */
function notePings(traffic: Traffic, body: MessageBody, interaction: boolean): readonly string[] {
  const { parse, users = [], roles = [] } = body.allowed_mentions ?? {};
  const kinds = parse ?? (body.allowed_mentions ? [] : interaction ? ['users'] : ['users', 'roles', 'everyone']);
  const text = JSON.stringify([body.content ?? '', body.components ?? []]);
  const pings = [
    ...(kinds.includes('users') || users.length > 0 ? (text.match(/<@!?\d+>/g) ?? []) : []),
    ...(kinds.includes('roles') || roles.length > 0 ? (text.match(/<@&\d+>/g) ?? []) : []),
    ...(kinds.includes('everyone') ? (text.match(/@everyone|@here/g) ?? []) : []),
  ];
  traffic.pings.push(...pings);
  return kinds;
}

/** `POST /channels/{id}/messages`. Section 10, items 2 to 5, 11 and 12. */
export function postMessage(world: World, traffic: Traffic, channelId: string, body: MessageBody) {
  const channel = findChannel(world, channelId);
  if (channel.type === channelType.category || channel.type === channelType.forum) {
    refuse(400, 50008, 'Cannot send messages in a non-text channel');
  }
  mustBeAllowed(world, channel, body);
  checkMessage(body, { shape: 'create', whole: body });
  const earlier = body.enforce_nonce
    ? channel.messages.find(
        ({ nonce, sentAt }) => nonce === body.nonce && nonce !== undefined && world.now() - sentAt < nonceMs,
      )
    : undefined;
  return messageJson(channel, earlier ?? storeMessage(world, traffic, channel, body));
}

/** `PATCH /channels/{id}/messages/{id}`. */
export function editMessage(world: World, traffic: Traffic, channelId: string, messageId: string, body: MessageBody) {
  const channel = findChannel(world, channelId);
  const message = findMessage(channel, messageId);
  if (message.author.id !== world.bot.id) refuse(403, 50005, 'Cannot edit a message authored by another user');
  if (channel.archived) refuse(400, 50083, 'Thread is archived');
  checkMessage(body, { shape: 'edit', whole: body, before: message });
  changeMessage(traffic, message, body);
  return messageJson(channel, message);
}

/** `GET /channels/{id}/messages`: newest first; an empty list without Read Message History. */
export function readMessages(world: World, channelId: string, query: URLSearchParams) {
  const channel = findChannel(world, channelId);
  if ((permissionsIn(world, channel) & permission.readHistory) === 0n) return [];
  const after = BigInt(query.get('after') ?? '0');
  const before = BigInt(query.get('before') ?? '9223372036854775807');
  const limit = Math.min(Number(query.get('limit') ?? '50'), 100);
  const range = channel.messages.filter(
    ({ id, onlyFor }) => onlyFor === undefined && BigInt(id) > after && BigInt(id) < before,
  );
  const page = query.has('after') ? range.slice(0, limit) : range.slice(-limit);
  return page.toReversed().map((message) => messageJson(channel, message));
}

/** `POST /users/@me/channels`. */
export function openDirect(world: World, recipient: string) {
  const person = world.guilds.flatMap(({ people }) => people).find(({ id }) => id === recipient);
  if (!person) refuse(404, 10013, 'Unknown User');
  const open = world.direct.find((channel) => channel.recipient === recipient);
  const channel = open ?? addChannel(world, null, '', channelType.direct, recipient);
  return {
    id: channel.id,
    type: channelType.direct,
    recipients: [{ ...person, discriminator: '0', avatar: null }],
    flags: 0,
    last_message_id: null,
  };
}

function mustBeAllowed(world: World, channel: Channel, body: MessageBody): void {
  if (channel.recipient !== undefined) {
    const person = world.guilds.flatMap(({ people }) => people).find(({ id }) => id === channel.recipient);
    if (!person?.takesDirect) refuse(403, 50007, 'Cannot send messages to this user');
    return;
  }
  if (channel.archived) refuse(400, 50083, 'Thread is archived');
  const may = permissionsIn(world, channel);
  const needed = [
    channel.type === channelType.thread ? permission.sendInThreads : permission.sendMessages,
    ...(body.embeds?.length ? [permission.embedLinks] : []),
    ...(body.attachments?.length ? [permission.attachFiles] : []),
  ];
  if (needed.some((bit) => (may & bit) === 0n)) refuse(403, 50013, 'Missing Permissions');
}
