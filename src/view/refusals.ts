import { actionId } from '../actions.ts';
import type { Capabilities, PlatformErrorCode, Reply } from '../platform.ts';
import { actions, type Button, type Message, message, type Part, paragraph, said } from './message.ts';

/** Says something to the person alone, in a message of its own. */
export function say(content: Message): Reply {
  return { kind: 'message', message: content, replaces: false };
}

/** Says it in the place of the private message whose button was pressed. */
export function sayInstead(content: Message): Reply {
  return { kind: 'message', message: content, replaces: true };
}

/** One refusal: what happened, that nothing was lost, and the next step, as buttons where it can be. */
export function refusal(words: readonly Part[], ...buttons: Button[]): Reply {
  return say(message(paragraph(...words), actions(...buttons)));
}

/** What a person reads in a private conversation where only a channel has what was asked for; `why` is the sentence's beginning. */
export function ofChannels(why: string): Reply {
  return refusal([`${why}: type this in one.`]);
}

/** A button that runs a line as if it had been typed after `/prep`. */
export function runs(line: string, label: string): Button {
  return { label, action: actionId('run', line) };
}

/** What a person reads when the platform would not take a post; one text per code, and in each of them nothing was saved. */
export function postRefused(code: PlatformErrorCode, can: Pick<Capabilities, 'workspaceWord'>): Message {
  const words = (can.workspaceWord === 'server' ? inServers[code] : undefined) ?? postRefusals[code];
  return message(paragraph(said(`${words} Nothing was saved.`.replaceAll('{workspace}', can.workspaceWord))));
}

const postRefusals: Readonly<Record<PlatformErrorCode, string>> = {
  not_in_channel: "I can't post here until I'm in the channel. Type `/invite @Prep`, then try again.",
  no_permission:
    "I'm not allowed to post in this channel. Ask somebody who manages the {workspace} to let Prep post here, then try again.",
  channel_gone: 'This channel is archived or gone, so nobody could answer here. Try it in another one.',
  message_gone: 'The message was deleted before I could finish. Try again.',
  not_a_channel: "I can't ask in a thread or a private conversation. Try it in a channel.",
  token_revoked: 'Prep was removed from this {workspace}. Ask whoever installed it to install it again.',
  rate_limited: "I'm sending too much here at the moment. Try again in a minute.",
  unreachable: "I couldn't reach this {workspace} just now. Try again in a minute.",
  unknown_outcome:
    "I can't tell whether the post came through. Look at the channel; if it isn't there in a minute, try again.",
  refused_payload:
    'The message was refused, and that is my fault. Try another question; it has been logged for whoever runs Prep.',
  cannot_tell: "I can't send private messages to this person.",
};

/** Discord gives a bot one token for all servers, so adding it again mends nothing there. */
const inServers: Partial<typeof postRefusals> = {
  token_revoked: "Discord doesn't accept my token any more. Tell whoever runs Prep: I need a new one.",
};

/** A fault of ours; `undone`: before anything was stored. `code` finds it in the log. */
export function ourFault(code: string, undone: boolean): Message {
  const words = undone
    ? "That didn't reach me: nothing was saved. Please try again."
    : "Something broke on my side halfway, so I can't tell whether that was saved. Look first, then try again: an answer never counts twice.";
  return message(paragraph(`${words} If it happens twice, tell whoever runs Prep: code ${code}.`));
}

/** A button or form from a message that Prep no longer knows. */
export function unknownPress(): Reply {
  return refusal(['This button is from a message I no longer know. Nothing was saved.'], runs('help', 'What I can do'));
}
