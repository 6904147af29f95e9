import { type APIInteraction, ComponentType, InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import type { Reply } from '../../src/platform.ts';
import type { Message } from '../../src/view/message.ts';
import { type Answering, defers } from './answer.ts';
import { type FormToOpen, isReopening, type KeptForms, nextForm, refusal, slowForm } from './forms.ts';
import { renderMessage } from './render.ts';
import { renderForm } from './render-form.ts';
import { within } from './within.ts';

/** Discord waits 3 s for the first answer; what isn't ready a second before that is promised and brought later. */
const deferAfterMs = 2_000;

/** The engine's reply, or a form that was kept here. */
type Answer = Reply | FormToOpen;

/** What an interaction came from, as far as it decides how it is answered. */
interface Origin {
  /** a modal can't be answered by another */
  readonly opensForms: boolean;
  /** the message that was pressed, if any: of the channel, or for one person alone */
  readonly from: 'nothing' | 'channel' | 'private';
  /** that message is a notice of ours, whose one purpose was to open the form again; once the form is taken, it says what no longer holds */
  readonly notice: boolean;
}

/** Brings `reply` to whoever caused `interaction`: at once when it is there in time, else after a deferral. */
export async function respond(
  interaction: APIInteraction,
  reply: Promise<Answer>,
  answering: Answering,
  forms: KeptForms,
): Promise<void> {
  const origin = originOf(interaction);
  const inTime = await within(deferAfterMs, reply);
  if (inTime !== undefined) await respondNow(inTime, origin, answering, forms);
  else await respondLater(reply, origin, answering, forms);
}

async function respondNow(reply: Answer, origin: Origin, answering: Answering, forms: KeptForms): Promise<void> {
  if (reply.kind === 'form' && origin.opensForms) {
    return answering.callback({ type: InteractionResponseType.Modal, data: renderForm(reply) });
  }
  const shown = messageOf(reply, forms, nextForm);
  if (shown === undefined) {
    // A command must get some answer; what it did stands in the channel already, so that answer is taken away again.
    await answering.callback(origin.from === 'nothing' ? defers.message : defers.update);
    return origin.from === 'nothing' || origin.notice ? answering.remove() : undefined;
  }
  if (replaces(reply, origin)) {
    return answering.callback({ type: InteractionResponseType.UpdateMessage, data: renderMessage(shown) });
  }
  return answering.callback({
    type: InteractionResponseType.ChannelMessageWithSource,
    data: renderMessage(shown, MessageFlags.Ephemeral),
  });
}

async function respondLater(reply: Promise<Answer>, origin: Origin, answering: Answering, forms: KeptForms) {
  // A private message that was pressed may yet be replaced or stay; a deferred update leaves both open.
  const update = origin.from === 'private';
  await answering.callback(update ? defers.update : defers.message);
  const late = await reply;
  const shown = messageOf(late, forms, slowForm);
  if (shown === undefined) return !update || origin.notice ? answering.remove() : undefined;
  if (!update || replaces(late, origin)) return answering.edit(renderMessage(shown));
  return answering.followUp(renderMessage(shown, MessageFlags.Ephemeral));
}

/** What a reply shows as a message. Forms that can't be opened now become a notice with a button that opens them. */
function messageOf(reply: Answer, forms: KeptForms, why: Message): Message | undefined {
  switch (reply.kind) {
    case 'message':
      return reply.message;
    case 'form':
      return forms.notice(reply, why);
    case 'invalid':
      return forms.notice({ ...reply, kind: 'form' }, refusal(reply.form, reply.errors));
    case 'done':
      return undefined;
  }
}

function replaces(reply: Answer, origin: Origin): boolean {
  return origin.from === 'private' && (origin.notice || (reply.kind === 'message' && reply.replaces));
}

function originOf({ message, type, guild_id }: APIInteraction): Origin {
  // What Prep writes in a private conversation is private too, though no flag says so.
  const isPrivate = ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0 || guild_id === undefined;
  return {
    opensForms: type !== InteractionType.ModalSubmit,
    from: message === undefined ? 'nothing' : isPrivate ? 'private' : 'channel',
    notice: (message?.components ?? []).some(
      (row) =>
        row.type === ComponentType.ActionRow &&
        row.components.some((part) => 'custom_id' in part && isReopening(part.custom_id)),
    ),
  };
}
