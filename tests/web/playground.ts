import express from 'express';
import { pino } from 'pino';
import { chromium } from 'playwright-core';
import { renderMessage as renderForDiscord } from '../../adapters/discord/render.ts';
import { renderForm as renderFormForDiscord } from '../../adapters/discord/render-form.ts';
import { renderMessage as renderForSlack } from '../../adapters/slack/render.ts';
import { renderForm as renderFormForSlack } from '../../adapters/slack/render-form.ts';
import { createExpressServer } from '../../adapters/web/express-server.ts';
import { createWeb, type Web } from '../../adapters/web/index.ts';
import type { PayloadPreview } from '../../adapters/web/payloads/preview.ts';
import { channels, playground } from '../../adapters/web/playground/cast.ts';
import { openQuestion } from '../../adapters/web/playground/open-question.ts';
import type { Question } from '../../src/bank/format.ts';
import type { Bank } from '../../src/bank/load.ts';
import { openHttp } from '../../src/http.ts';
import type { ChannelRef } from '../../src/platform.ts';
import { rightOptions } from '../../src/quiz/letters.ts';
import type { RoundRow } from '../../src/store/rounds.ts';
import { keyMessages } from '../../src/view/samples.ts';
import { chromiumOptions } from '../setup/chromium.ts';
import { type Game, openEngine, theBank } from '../setup/game.ts';

/** The real playground over real HTTP: real engine, real Postgres, a clock that runs and can be set. */
export interface Playground {
  readonly game: Game;
  readonly web: Web;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** what the web adapter logged as a warning or worse */
  readonly log: readonly string[];
  /** The newest open question of #backend. */
  openRound(): Promise<RoundRow>;
  /** The letters of a round's right options. */
  rightLetters(round: RoundRow): string[];
  /** Cuts every connection to a page. */
  cut(): void;
  close(): Promise<void>;
}

export const backend: ChannelRef = { platform: 'web', workspace: playground.id, channel: channels[0].id };

const beatMs = 50;

const payloadPreviews = (bank: Bank): PayloadPreview[] => [
  {
    platform: 'Slack',
    samples: keyMessages(bank, 'slack'),
    message: renderForSlack,
    form: (form) => renderFormForSlack(form, ''),
  },
  {
    platform: 'Discord',
    samples: keyMessages(bank, 'discord'),
    message: (message) => renderForDiscord(message),
    form: (form) => renderFormForDiscord({ form }),
  },
];

/** Opens a playground. `pick`, `ids`: only such questions are in its bank. */
export async function openPlayground(
  options: { pick?: 'one' | 'several'; ids?: readonly string[]; at?: number; ownsClock?: boolean } = {},
): Promise<Playground> {
  const bank = await bankOf(options);
  const game = await openEngine({ bank, ...(options.at === undefined ? {} : { at: options.at }) });
  const beats = setInterval(() => game.clock.add(beatMs), beatMs);
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  let origin = '';
  const web = createWeb({
    door: game.engine,
    store: game.store,
    clock: game.clock,
    log,
    origin: () => origin,
    payloads: async () => payloadPreviews(await theBank()),
    ...(options.ownsClock !== false && {
      world: {
        now: game.clock,
        set: async (at) => game.clock.set(at),
        nextDue: () => game.store.schedules.nextDue('web', playground.id),
        sweep: game.engine.sweep,
        async startOver() {
          await game.store.playgrounds.deletePlayground(playground.id);
          game.engine.forget();
        },
      },
    }),
  });
  game.engine.addPlatform(web.platform);
  const app = express();
  app.use(web.router);
  const http = await openHttp(createExpressServer(app), '127.0.0.1', 0);
  origin = http.url;
  await web.start();
  return {
    game,
    web,
    origin,
    log: lines,
    async openRound() {
      const latest = await game.store.webMessages.latest(backend, 20);
      const open = latest.map(({ message }) => openQuestion(message)).find(Boolean);
      const round = open && (await game.store.rounds.roundById(open.round));
      if (!round) throw new Error('no question is open');
      return round;
    },
    rightLetters: (round) =>
      rightOptions(round)
        .map((option) => 'ABCDE'[round.optionOrder.indexOf(option)] ?? '?')
        .sort(),
    cut: () => http.server.closeAllConnections(),
    async close() {
      clearInterval(beats);
      await web.close();
      await http.close();
      await game.close();
    },
  };
}

async function bankOf({ pick, ids }: { pick?: 'one' | 'several'; ids?: readonly string[] }): Promise<Bank> {
  const bank = await theBank();
  const isWanted = (question: Question) =>
    (pick === undefined || question.pick === pick) && (ids === undefined || ids.includes(question.id));
  return { ...bank, questions: new Map([...bank.questions].filter(([, question]) => isWanted(question))) };
}

/** The machine's Chromium; undefined, with a printed line, where there is none. */
export async function openChromium() {
  const options = chromiumOptions();
  return options && chromium.launch(options);
}
