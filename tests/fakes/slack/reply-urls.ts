import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { FakeChannel, FakeTeam, SentCall } from './state.ts';
import type { ResponseTarget } from './tickets.ts';
import { readBody } from './web-api.ts';
import { checkContent, Refusal, type World } from './world.ts';

/** What a response_url takes. Contract section 1, row "response_url". */
const replyBody = z.strictObject({
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  thread_ts: z.string().optional(),
});
type ReplyBody = z.infer<typeof replyBody>;

/** Plays POST to a response_url: 200 `ok`, or 404 with a word. Contract 10.9, and the block limits of 10.3. */
export async function answerReplyUrl(
  world: World,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const call: SentCall = {
    method: 'response_url',
    team: path.split('/')[2] ?? '',
    args: {},
    at: Date.now(),
    outcome: undefined,
  };
  world.calls.push(call);
  try {
    const fault = world.faults.get('response_url')?.shift();
    if (fault?.kind === 'status') throw new Refusal(`status ${fault.status}`);
    const taken = world.responseUrls.take(path);
    if ('error' in taken) throw new Refusal(taken.error);
    const parsed = replyBody.safeParse(JSON.parse(body));
    if (!parsed.success) throw new Refusal('invalid_payload', { why: parsed.error.message });
    Object.assign(call, { args: parsed.data, to: taken.target });
    placeReply(world, taken.target, parsed.data);
    call.outcome = 'ok';
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    const { team, channel, person } = taken.target;
    world.effects.emit('effect', { team, channel, person, responsePath: path });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    call.outcome = error.error;
    if (error.error === 'invalid_payload') world.violations.push(`response_url: ${String(error.more.why)}`);
    response.writeHead(404, { 'content-type': 'text/plain' }).end(error.error);
  }
}

function placeReply(world: World, target: ResponseTarget, body: ReplyBody): void {
  const team = world.teams.get(target.team);
  const channel = team?.channels.get(target.channel);
  if (!team || !channel) throw new Refusal('channel_not_found');
  if (body.delete_original) {
    removeOriginal(channel, target);
    return;
  }
  const blocks = checkContent(world, body, 'response_url');
  const text = body.text ?? '';
  const original = findOriginal(channel, target);
  if (body.replace_original && original) Object.assign(original, { text, blocks });
  else addReply(world, team, channel, target, body, blocks);
}

function findOriginal(channel: FakeChannel, { message, ephemeral }: ResponseTarget) {
  const shown = ephemeral ? channel.ephemerals : channel.messages;
  return shown.find((each) => each.ts === message);
}

function removeOriginal(channel: FakeChannel, target: ResponseTarget): void {
  const shown: { ts: string }[] = target.ephemeral ? channel.ephemerals : channel.messages;
  const at = shown.findIndex((each) => each.ts === target.message);
  if (at !== -1) shown.splice(at, 1);
}

function addReply(
  world: World,
  team: FakeTeam,
  channel: FakeChannel,
  target: ResponseTarget,
  body: ReplyBody,
  blocks: readonly unknown[],
): void {
  const common = { ts: world.ts(), channel: channel.id, text: body.text ?? '', blocks, threadTs: body.thread_ts };
  if (body.response_type === 'in_channel') channel.messages.push({ ...common, author: team.bot, edits: 0 });
  else channel.ephemerals.push({ ...common, person: target.person });
}
