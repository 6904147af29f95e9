import type { Clock } from '../../src/clock.ts';
import type { Asking, ChannelRef } from '../../src/platform.ts';
import { type CastChannel, type CastPerson, people, playground } from './playground/cast.ts';
import type { Reader } from './render-inline.tsx';
import type { Addresses } from './render-message.tsx';

/** Who looks at which channel. */
export interface Place {
  readonly channel: CastChannel;
  readonly person: CastPerson;
}

/** A place as the engine knows it, for something that is received now. */
export function askingAt({ channel, person }: Place, clock: Clock): Asking {
  return {
    platform: 'web',
    workspace: playground,
    channel: { id: channel.id, name: channel.id, kind: 'channel' },
    person: {
      id: person.id,
      profile: async () => ({ name: person.name, zone: person.zone }),
      isManager: async () => person.id === people[0].id,
    },
    receivedAt: clock(),
  };
}

export function channelRef({ channel }: { channel: CastChannel }): ChannelRef {
  return { platform: 'web', workspace: playground.id, channel: channel.id };
}

export function readerAt({ person }: Place, origin: string): Reader {
  return { zone: person.zone, person: person.id, origin };
}

/** The address of a place's page, or of something below it (`press`, `line`). */
export function addressOf({ channel, person }: Place, below = ''): string {
  return `/c/${channel.id}${below && `/${below}`}?as=${person.id}`;
}

export function addressesAt(place: Place): Addresses {
  return { press: addressOf(place, 'press') };
}
