import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import type { Reply } from '../../src/platform.ts';
import { type Message, message, paragraph } from '../../src/view/message.ts';
import {
  acknowledge,
  askingFrom,
  type Receiving,
  RefusedDelivery,
  readDelivery,
  refuseForeignUrl,
} from './delivery.ts';
import { readMetadata, writeMetadata } from './place.ts';
import { formCallback, renderForm } from './render-form.ts';
import { submitBody, submittedValues } from './translate.ts';

/** Slack closes the window on us after 3 s; a form whose use case takes longer than this is closed and answered later. */
const answerWithinMs = 2_500;

/**
 * Submitted forms. Unlike everything else they are acknowledged after the engine has answered, because a refused form
 * has to stay open with what was typed.
 */
export function receiveForms(app: App, parts: Receiving): void {
  app.view({ callback_id: formCallback, type: 'view_submission' }, async ({ body, ack, context }) => {
    const submitted = readDelivery(submitBody, body);
    const read = readMetadata(submitted.view.private_metadata, context.teamId ?? '', submitted.user.id);
    if (!read) throw new RefusedDelivery('a form that Prep did not make');
    const { form, place } = read;
    refuseForeignUrl(place, parts.urls);

    const asking = { ...askingFrom(place, submitted.user.name ?? '', parts), receivedAt: parts.clock() };
    const answered = parts.door.handle(asking, { kind: 'submit', form, values: submittedValues(submitted) });
    const inTime = await Promise.race([answered, sleep(answerWithinMs, undefined)]);

    if (inTime === undefined) {
      await acknowledge(ack, parts.log);
      await parts.replies.send(place, ...lateReply(await answered));
    } else if (inTime.kind === 'invalid') {
      const errors = errorsFor(inTime);
      await acknowledge(() => ack({ response_action: 'errors', errors }), parts.log);
    } else if (inTime.kind === 'form') {
      const view = renderForm(inTime.form, writeMetadata(inTime.form.form, place));
      await acknowledge(() => ack({ response_action: 'update', view }), parts.log);
    } else {
      await acknowledge(ack, parts.log);
      if (inTime.kind === 'message') await parts.replies.send(place, inTime.message, inTime.replaces);
    }
  });
}

/** Errors by field, as Slack shows them; Slack refuses an error for a field that the form doesn't have. */
function errorsFor(reply: Extract<Reply, { kind: 'invalid' }>): Record<string, string> {
  const fields = reply.form.fields.map((field) => field.name);
  const known = Object.entries(reply.errors).filter(([name]) => fields.includes(name));
  if (known.length > 0) return Object.fromEntries(known);
  return { [fields[0] ?? '']: Object.values(reply.errors).join(' ') };
}

/** The form is closed already, so what would have stood in it becomes a private message. */
function lateReply(reply: Reply): [Message, boolean] {
  if (reply.kind === 'message') return [reply.message, reply.replaces];
  if (reply.kind === 'done') return [message(paragraph('Done.')), false];
  const why = reply.kind === 'invalid' ? `${Object.values(reply.errors).join(' ')} ` : '';
  return [message(paragraph(`${why}Nothing was saved, and the form had closed by then. Please open it again.`)), false];
}
