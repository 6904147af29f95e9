import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Clock } from '../../src/clock.ts';
import type { Asking, Door } from '../../src/platform.ts';
import type { UnderWay } from '../../src/under-way.ts';
import type { Deliveries } from './authenticity.ts';
import type { Workspaces } from './install.ts';
import type { People } from './people.ts';
import type { Place } from './place.ts';
import type { Replies } from './respond.ts';
import type { ResponseUrls } from './response-url.ts';

/** What the listeners work with. */
export interface Receiving {
  readonly door: Door;
  readonly workspaces: Workspaces;
  readonly people: People;
  readonly replies: Replies;
  readonly urls: ResponseUrls;
  readonly deliveries: Deliveries;
  readonly underWay: UnderWay;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A delivery that Prep does nothing with: forged, repeated, or not in Slack's form. The receivers answer it with a refusal. */
export class RefusedDelivery extends Error {
  override readonly name = 'RefusedDelivery';
  readonly code = 'prep_refused_delivery';
}

/** Who asks, and where, for the engine; names are asked of Slack only if the engine wants them. */
export function askingFrom(place: Place, called: string, { people, workspaces }: Receiving): Asking {
  const look = () => people.look(place.workspace, place.person, called);
  return {
    platform: 'slack',
    workspace: { id: place.workspace, name: workspaces.installation(place.workspace)?.teamName ?? place.workspace },
    channel: { id: place.channel, name: place.channelName, kind: place.kind },
    person: {
      id: place.person,
      profile: async () => (await look()).profile,
      isManager: async () => (await look()).isManager,
    },
    receivedAt: place.from,
  };
}

/** @throws RefusedDelivery if the delivery lacks what Prep needs of it */
export function readDelivery<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new RefusedDelivery(`not as Slack sends it: ${parsed.error.issues[0]?.path.join('.')}`);
  return parsed.data;
}

/** @throws RefusedDelivery if a reply would go anywhere but to Slack */
export function refuseForeignUrl(place: Place, urls: ResponseUrls): void {
  if (place.responseUrl === undefined || urls.allows(place.responseUrl)) return;
  throw new RefusedDelivery('its response_url is not an address of Slack');
}

/** Acknowledges. A lost connection takes the acknowledgement with it; what the person did is still done. */
export async function acknowledge(ack: () => Promise<void>, log: Logger): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log.warn({ why: String(error) }, 'an acknowledgement did not reach Slack');
  }
}
