import { z } from 'zod';
import { directChannel, type FakeMessage, type FakeTeam } from '../state.ts';
import { checkContent, Refusal, violation } from '../world.ts';
import { method, postableChannel } from './method.ts';

const content = { text: z.string().optional(), blocks: z.unknown().optional(), attachments: z.unknown().optional() };
const ts = z.string().regex(/^\d+\.\d{6}$/);

const metadata = z.strictObject({
  event_type: z.string().regex(/^[A-Za-z0-9_]+$/),
  event_payload: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.record(z.string(), z.unknown())]),
  ),
});

/** Contract section 4, row "metadata". */
function checkMetadata(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) throw new Refusal('invalid_metadata_format');
  if (!metadata.safeParse(value).success) throw new Refusal('invalid_metadata_schema');
  if (JSON.stringify(value).length > 8_000) throw new Refusal('metadata_too_large');
  return value;
}

export const postMessage = method({
  args: z.strictObject({
    channel: z.string(),
    ...content,
    metadata: z.unknown().optional(),
    thread_ts: ts.optional(),
    reply_broadcast: z.boolean().optional(),
    unfurl_links: z.boolean().optional(),
    unfurl_media: z.boolean().optional(),
    link_names: z.boolean().optional(),
    parse: z.string().optional(),
    mrkdwn: z.boolean().optional(),
  }),
  scope: 'chat:write',
  tier: 'posting',
  run(args, team, world) {
    const blocks = checkContent(world, args, 'chat.postMessage');
    if (args.link_names || args.parse) violation(world, 'chat.postMessage: link_names or parse is set');
    if (args.unfurl_links !== false || args.unfurl_media !== false) violation(world, 'chat.postMessage: unfurls links');
    const toPerson = /^[UW]/.test(args.channel);
    if (toPerson && !team.people.has(args.channel)) throw new Refusal('user_not_found');
    const channel = postableChannel(team, toPerson ? directChannel(team, args.channel).id : args.channel);
    const message: FakeMessage = {
      ts: world.ts(),
      channel: channel.id,
      author: team.bot,
      text: args.text ?? '',
      blocks,
      metadata: checkMetadata(args.metadata),
      threadTs: args.thread_ts,
      edits: 0,
    };
    channel.messages.push(message);
    world.effects.emit('effect', { team: team.id, channel: channel.id });
    return { channel: channel.id, ts: message.ts, message: shown(message, team, false) };
  },
});

export const update = method({
  args: z.strictObject({
    channel: z.string(),
    ts,
    ...content,
    metadata: z.unknown().optional(),
    link_names: z.boolean().optional(),
    parse: z.string().optional(),
  }),
  scope: 'chat:write',
  tier: 3,
  run(args, team, world) {
    if ((args.text ?? '').length > 4000) throw new Refusal('msg_too_long');
    if (args.text === undefined && args.blocks === undefined) throw new Refusal('no_text');
    const blocks = checkContent(world, args, 'chat.update');
    if (/^[UW]/.test(args.channel)) throw new Refusal('channel_not_found');
    const channel = team.channels.get(args.channel);
    if (!channel || channel.deleted) throw new Refusal('channel_not_found');
    if (channel.archived) throw new Refusal('is_inactive');
    const message = channel.messages.find((each) => each.ts === args.ts);
    if (!message) throw new Refusal('message_not_found');
    if (message.author !== team.bot) throw new Refusal('cant_update_message');
    message.text = args.text ?? message.text;
    // A text without blocks takes the message's blocks away: contract section 4, row "Update".
    message.blocks = blocks;
    if (args.metadata !== undefined) message.metadata = checkMetadata(args.metadata);
    message.edits += 1;
    world.effects.emit('effect', { team: team.id, channel: channel.id });
    return { channel: channel.id, ts: message.ts, text: message.text };
  },
});

export const postEphemeral = method({
  args: z.strictObject({ channel: z.string(), user: z.string(), ...content, thread_ts: ts.optional() }),
  scope: 'chat:write',
  tier: 4,
  run(args, team, world) {
    const blocks = checkContent(world, args, 'chat.postEphemeral');
    const channel = postableChannel(team, args.channel);
    if (!channel.members.has(args.user)) throw new Refusal('user_not_in_channel');
    const messageTs = world.ts();
    channel.ephemerals.push({
      ts: messageTs,
      channel: channel.id,
      person: args.user,
      threadTs: args.thread_ts,
      text: args.text ?? '',
      blocks,
    });
    world.effects.emit('effect', { team: team.id, channel: channel.id, person: args.user });
    return { message_ts: messageTs };
  },
});

export const remove = method({
  args: z.strictObject({ channel: z.string(), ts }),
  scope: 'chat:write',
  tier: 3,
  run(args, team) {
    const channel = team.channels.get(args.channel);
    const at = channel?.messages.findIndex((each) => each.ts === args.ts) ?? -1;
    if (!channel || at === -1) throw new Refusal('message_not_found');
    if (channel.messages[at]?.author !== team.bot) throw new Refusal('cant_delete_message');
    channel.messages.splice(at, 1);
    return { channel: channel.id, ts: args.ts };
  },
});

/** A message as Slack's answers carry it; metadata's payload only where it was asked for. */
export function shown(message: FakeMessage, team: FakeTeam, withMetadata: boolean): Record<string, unknown> {
  const type = (message.metadata as { event_type?: string } | undefined)?.event_type;
  const metadataShown = withMetadata ? message.metadata : type && { event_type: type };
  return {
    type: 'message',
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    ...(message.author === team.bot
      ? { bot_id: team.bot, user: team.botUser, app_id: 'A0FAKE' }
      : { user: message.author }),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(metadataShown ? { metadata: metadataShown } : {}),
  };
}
