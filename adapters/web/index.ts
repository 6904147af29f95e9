import type { Router } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { Door, Platform } from '../../src/platform.ts';
import type { Store } from '../../src/store/index.ts';
import { webRouter } from './connect.tsx';
import { createKeptReplies } from './kept-replies.ts';
import { createLive } from './live.tsx';
import { payloadsPage } from './payloads/page.tsx';
import type { PayloadPreview } from './payloads/preview.ts';
import { createControls } from './playground/controls.tsx';
import { createTeammates } from './playground/teammates.ts';
import type { World } from './playground/world.ts';
import { createReceive } from './receive.tsx';
import { createRooms } from './rooms.tsx';
import { createWebPlatform } from './send.ts';

export interface WebParts {
  readonly door: Door;
  readonly store: Pick<Store, 'webMessages' | 'playgrounds' | 'rounds'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** where Prep is reached, without a slash at the end; asked at every use, because the port is known late */
  readonly origin: () => string;
  /** what people know Prep by, and how other platforms print it: for a page that shows what they get */
  readonly payloads?: () => Promise<readonly PayloadPreview[]>;
  /** the playground's time, where it has one of its own: then its pages can move it */
  readonly world?: World | undefined;
}

export interface Web {
  readonly platform: Platform;
  /** Answers whatever it is asked, also with "not found": mount it last. */
  readonly router: Router;
  /** Follows the store, and makes the playground ready to play. */
  start(): Promise<void>;
  /** Ends the pages' streams and finishes what runs. */
  close(): Promise<void>;
}

/** Prep in the browser: the playground, a real platform with messages of its own. */
export function createWeb({ door, store, clock, log, origin, world, payloads }: WebParts): Web {
  const { webMessages: messages, playgrounds, rounds } = store;
  const kept = createKeptReplies(messages, log);
  const live = createLive({ store: messages, log, origin });
  const { isPlayed } = live;
  const teammates = createTeammates({ door, messages, rounds, playgrounds, clock, log, isPlayed });
  const controls = createControls({ door, messages, playgrounds, clock, log, live, teammates, world });
  const rooms = createRooms({
    store: messages,
    kept,
    live,
    origin,
    controls: controls.shown,
    payloads: payloads !== undefined,
    onVisit: ({ channel }) =>
      teammates.visit(channel).catch((error: unknown) => log.warn({ err: error }, 'no teammates')),
  });
  const receive = createReceive({ door, clock, kept, origin });
  live.onMessage((message) => teammates.consider(message));
  return {
    platform: createWebPlatform({ store: messages, clock, origin }),
    router: webRouter({
      door,
      log,
      origin,
      receive,
      rooms,
      playground: controls.router,
      ...(payloads ? { payloads: async () => payloadsPage(await payloads()) } : {}),
    }),
    async start() {
      await live.start();
      await controls.start();
    },
    async close() {
      teammates.close();
      rooms.close();
      await controls.close();
      await live.close();
      await kept.flush();
    },
  };
}
