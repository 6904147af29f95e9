import { z } from 'zod';
import { decodeText } from './decode.ts';
import type { Place } from './place.ts';
import { fieldAction } from './render-form.ts';

/** Slack's deliveries, reduced to what Prep reads of them; anything else in them is left alone. */
export const commandBody = z.object({
  team_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string(),
  user_id: z.string(),
  user_name: z.string().default(''),
  text: z.string().default(''),
  response_url: z.string(),
  trigger_id: z.string(),
});

const user = z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() });

export const pressBody = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: user.extend({ team_id: z.string().optional() }),
  channel: z.object({ id: z.string(), name: z.string().default('') }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  container: z.object({
    message_ts: z.string(),
    is_ephemeral: z.boolean().default(false),
    thread_ts: z.string().optional(),
  }),
  actions: z.array(z.object({ action_id: z.string() })).min(1),
  response_url: z.string(),
  trigger_id: z.string(),
});

const option = z.object({ value: z.string() });

const fieldState = z.object({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
});

export const submitBody = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user,
  view: z.object({
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), fieldState)) }),
  }),
  trigger_id: z.string().optional(),
});

export type CommandBody = z.infer<typeof commandBody>;
export type PressBody = z.infer<typeof pressBody>;
export type SubmitBody = z.infer<typeof submitBody>;

/** Where a typed command was given. Slack knows no commands in threads, and names private channels `privategroup`. */
export function commandPlace(body: CommandBody, from: number): Place {
  return {
    workspace: body.team_id,
    channel: body.channel_id,
    channelName: plainChannelName(body.channel_name),
    kind: body.channel_id.startsWith('D') ? 'direct' : 'channel',
    person: body.user_id,
    responseUrl: body.response_url,
    from,
    // The reply is for the person alone even in a D channel: it may be a conversation between two people.
    pressed: 'shared',
  };
}

/** Where a button was pressed. Every message that has replies carries a thread_ts: only another one's means a thread. */
export function pressPlace(body: PressBody, workspace: string, from: number): Place {
  const { channel, container, message } = body;
  const threadTs = message?.thread_ts ?? container.thread_ts;
  const thread = threadTs === undefined || threadTs === container.message_ts ? undefined : threadTs;
  const isDirect = channel.id.startsWith('D');
  return {
    workspace,
    channel: channel.id,
    channelName: plainChannelName(channel.name),
    kind: thread !== undefined ? 'thread' : isDirect ? 'direct' : 'channel',
    person: body.user.id,
    thread,
    responseUrl: body.response_url,
    from,
    pressed: container.is_ephemeral ? 'private' : isDirect ? 'direct' : 'shared',
  };
}

function plainChannelName(name: string): string {
  // No name is better than one that no channel has.
  if (name === 'privategroup') return '';
  return name === 'directmessage' ? 'direct message' : name;
}

/** Field name → what was ticked, chosen or typed. */
export function submittedValues(body: SubmitBody): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(body.view.state.values).map(([name, inputs]) => {
      const state = inputs[fieldAction];
      if (state?.selected_options) return [name, state.selected_options.map((each) => each.value)];
      if (state?.selected_option) return [name, [state.selected_option.value]];
      return [name, state?.value ? [decodeText(state.value)] : []];
    }),
  );
}
