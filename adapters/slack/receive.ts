import type { App } from '@slack/bolt';
import { decodeText } from './decode.ts';
import {
  acknowledge,
  askingFrom,
  type Receiving,
  RefusedDelivery,
  readDelivery,
  refuseForeignUrl,
} from './delivery.ts';
import { receiveForms } from './receive-forms.ts';
import { commandBody, commandPlace, pressBody, pressPlace } from './translate.ts';

/**
 * Registers what Prep listens to. Every command and press is acknowledged before anything is done for it; what it leads
 * to reaches the person through {@link Replies}.
 */
export function receive(app: App, parts: Receiving): void {
  const { door, clock, replies } = parts;
  app.use(async ({ body, ack, next }) => {
    if (isFirstDelivery(body, parts)) await parts.underWay.run(next);
    else if (isRepeatedEvent(body))
      await acknowledge(async () => (ack as (() => Promise<void>) | undefined)?.(), parts.log);
    else throw new RefusedDelivery('a delivery with an id that was seen before');
  });

  app.command(/^\//, async ({ body, ack }) => {
    const command = readDelivery(commandBody, body);
    const place = commandPlace(command, clock());
    refuseForeignUrl(place, parts.urls);
    await acknowledge(ack, parts.log);
    const asking = askingFrom(place, command.user_name, parts);
    const reply = await door.handle(asking, { kind: 'line', line: decodeText(command.text) });
    await replies.show(place, reply, command.trigger_id);
  });

  app.action({ type: 'block_actions' }, async ({ body, ack, context }) => {
    const press = readDelivery(pressBody, body);
    const place = pressPlace(press, context.teamId ?? '', clock());
    refuseForeignUrl(place, parts.urls);
    await acknowledge(ack, parts.log);
    const asking = askingFrom(place, press.user.username ?? '', parts);
    const message = place.pressed === 'shared' ? { message: press.container.message_ts } : {};
    for (const { action_id: action } of press.actions) {
      await replies.show(place, await door.handle(asking, { kind: 'press', action, ...message }), press.trigger_id);
    }
  });

  receiveForms(app, parts);

  // The token may be dead already: nothing is asked of Slack here. The two events come in any order, and both may come.
  app.event('app_uninstalled', async ({ context }) => workspaceIsGone(context.teamId, parts));
  app.event('tokens_revoked', async ({ event, context }) => {
    if ((event.tokens.bot ?? []).length > 0) await workspaceIsGone(context.teamId, parts);
  });
}

function isFirstDelivery(body: object, { deliveries }: Receiving): boolean {
  const id = deliveryId(body);
  return id === undefined || deliveries.isNew(id);
}

function deliveryId(body: object): string | undefined {
  if ('event_id' in body && typeof body.event_id === 'string') return body.event_id;
  if ('trigger_id' in body && typeof body.trigger_id === 'string') return body.trigger_id;
  return undefined;
}

/** Slack repeats events that were not acknowledged in time, under the same id; it never repeats anything else. */
function isRepeatedEvent(body: object): boolean {
  return 'event_id' in body;
}

async function workspaceIsGone(team: string | undefined, { door, workspaces, log }: Receiving): Promise<void> {
  if (team === undefined) return;
  workspaces.forget(team);
  log.info({ workspace: team }, 'Prep was removed from a Slack workspace');
  await door.workspaceGone({ platform: 'slack', workspace: team });
}
