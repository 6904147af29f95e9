import { type Request, Router } from 'express';
import type { Logger } from 'pino';
import type { VNode } from 'preact';
import type { Clock } from '../../../src/clock.ts';
import type { Door } from '../../../src/platform.ts';
import type { PlaygroundChoices, PlaygroundsStore } from '../../../src/store/playgrounds.ts';
import type { WebMessagesStore } from '../../../src/store/web-messages.ts';
import { fragment, html } from '../fragment.tsx';
import { instantText } from '../instants.ts';
import type { Live } from '../live.tsx';
import { type Busy, ClockBar, ClockTime } from '../pages/clock-bar.tsx';
import { PlaygroundControls } from '../pages/playground-controls.tsx';
import { askingAt, channelRef, type Place } from '../place.ts';
import { fourWeeksOn, homeZone, nextFriday, nextMorning } from './calendar.ts';
import { channelById, channels, people, personById, playground } from './cast.ts';
import { closePress, openQuestion } from './open-question.ts';
import { setUp } from './set-up.ts';
import type { Teammates } from './teammates.ts';
import { travelTo } from './time-travel.ts';
import type { World } from './world.ts';

/** How often pages are told the time. */
const tickMs = 20_000;

/** The playground's own controls: its clock, its teammates, its beginning and its made-up past. */
export interface Controls {
  readonly router: Router;
  /** The controls as a place shows them. */
  shown(place: Place): Promise<{ clock: VNode | null; controls: VNode }>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export function createControls(parts: {
  door: Door;
  messages: WebMessagesStore;
  playgrounds: PlaygroundsStore;
  clock: Clock;
  log: Logger;
  live: Live;
  teammates: Teammates;
  world: World | undefined;
}): Controls {
  const { door, messages, playgrounds, clock, log, live, teammates, world } = parts;
  let busy: Busy | undefined;
  let running = Promise.resolve();
  let ticking: NodeJS.Timeout | undefined;

  const clockBar = (place: Place) => world && <ClockBar place={place} now={clock()} busy={busy} />;
  const controls = (place: Place, choices: PlaygroundChoices) => (
    <PlaygroundControls place={place} choices={choices} canTravel={world !== undefined} busy={busy !== undefined} />
  );

  async function showAll(): Promise<void> {
    const choices = await playgrounds.choices(playground.id);
    live.broadcast((viewer) => showClock(viewer) + fragment('#controls', 'outerMorph', controls(viewer, choices)));
  }

  function showClock(place: Place): string {
    return world ? fragment('#clock', 'outerMorph', clockBar(place)) : '';
  }

  /** Runs one thing at a time that moves the clock; false if another one runs. */
  function run(words: string, work: (world: World, step: (words: string, done: number) => void) => Promise<void>) {
    if (busy || !world) return false;
    busy = { words, done: 0 };
    const step = (stepWords: string, done: number) => {
      busy = { words: stepWords, done };
      live.broadcast(showClock);
    };
    running = showAll()
      .then(() => work(world, step))
      .catch((error: unknown) => log.error({ err: error }, 'the playground could not be moved'))
      .then(() => {
        busy = undefined;
        return showAll();
      });
    return true;
  }

  function travel(words: string, target: number, everybody: boolean): void {
    run(words, async (ours, step) => {
      const from = clock();
      const { justMe } = await playgrounds.choices(playground.id);
      const [, ...others] = people;
      const who = everybody ? people : justMe ? [] : others.filter(({ id }) => !live.isPlayed(id));
      await travelTo(target, { world: ours, teammates, who, mayMiss: everybody }, (at) =>
        step(`${words}: ${instantText(at, 'date', homeZone)}`, (at - from) / (target - from)),
      );
    });
  }

  async function closeNow(place: Place): Promise<string> {
    const latest = await messages.latest(channelRef(place), 12);
    const open = latest.map(({ message }) => openQuestion(message)).find(Boolean);
    if (!open) return fragment('#problem', 'innerHTML', `No question is open in #${place.channel.id}.`);
    const { justMe } = await playgrounds.choices(playground.id);
    const [, ...others] = people;
    if (!justMe)
      await teammates.answerNow(
        place.channel,
        others.filter(({ id }) => !live.isPlayed(id)),
        false,
      );
    await door.handle(askingAt({ channel: place.channel, person: people[0] }, clock), {
      kind: 'press',
      action: closePress(open),
    });
    return '';
  }

  const router = Router();
  router.post('/clock', async (request, response) => {
    const place = placeAsked(request);
    const { to } = request.body ?? {};
    let problem = '';
    if (to === 'close' && !busy) problem = await closeNow(place);
    if (to === 'tomorrow') travel('Tomorrow', nextMorning(clock()), false);
    if (to === 'friday') travel('Friday', nextFriday(clock()), false);
    response.send(problem + html(clockBar(place)));
  });
  router.post('/fill', async (_request, response) => {
    if (!busy) await playgrounds.choose(playground.id, { madeUp: true });
    travel('Making it up', fourWeeksOn(clock()), true);
    response.send('');
  });
  router.post('/just-me', async (request, response) => {
    const { justMe } = await playgrounds.choices(playground.id);
    await playgrounds.choose(playground.id, { justMe: !justMe });
    await showAll();
    await teammates.visit(placeAsked(request).channel);
    response.send('');
  });
  router.post('/start-over', async (_request, response) => {
    run('Starting over', async (ours) => {
      await ours.startOver();
      teammates.forget();
      await playgrounds.choose(playground.id, { madeUp: false });
      await setUp({ door, messages, clock, world });
      live.reloadAll();
    });
    response.send('');
  });

  return {
    router,
    async shown(place) {
      const choices = await playgrounds.choices(playground.id);
      return { clock: clockBar(place) ?? null, controls: controls(place, choices) };
    },
    async start() {
      await setUp({ door, messages, clock, world });
      if (!world) return;
      ticking = setInterval(() => {
        live.broadcast(({ person }) =>
          fragment('#clock-time', 'outerMorph', <ClockTime at={clock()} zone={person.zone} />),
        );
      }, tickMs);
    },
    async close() {
      clearInterval(ticking);
      await running;
    },
  };
}

/** Whose page it was pressed on. */
function placeAsked({ query }: Request): Place {
  return { channel: channelById(query.channel) ?? channels[0], person: personById(query.as) ?? people[0] };
}
