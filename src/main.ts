import path from 'node:path';
import { config as readEnvFile } from 'dotenv';
import express from 'express';
import { pino } from 'pino';
import { createExpressServer } from '../adapters/web/express-server.ts';
import { createWeb } from '../adapters/web/index.ts';
import { operatorRouter, type Readiness } from '../adapters/web/operator.ts';
import type { PayloadPreview } from '../adapters/web/payloads/preview.ts';
import { playground } from '../adapters/web/playground/cast.ts';
import { openQueue, startWorker } from '../jobs/index.ts';
import { type Bank, loadBank } from './bank/load.ts';
import { settableClock, systemClock } from './clock.ts';
import { type Config, parseConfig } from './config.ts';
import { createEngine } from './engine.ts';
import { openHttp } from './http.ts';
import { type Lifecycle, runProcess } from './lifecycle.ts';
import { projectRoot } from './project-root.ts';
import { type DatabasePlace, openDatabase } from './store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './store/embedded.ts';
import { createStore } from './store/index.ts';
import { migrate } from './store/migrate.ts';
import { keyMessages } from './view/samples.ts';

/** The composition root: constructs each part and hands it what it needs, in the order in which they need each other. */
async function start(life: Lifecycle): Promise<void> {
  readEnvFile({ quiet: true });
  const config = parseConfig(process.env);
  const log = pino({ level: config.logLevel, base: null }, pino.destination(2));
  for (const notice of config.notices) say(notice);

  const place: DatabasePlace = config.databaseUrl ? { url: config.databaseUrl } : await embeddedDatabase(life);
  const database = await openDatabase(place);
  life.onClose('the database connections', database.close);
  say('Database: bringing the tables up to date.');
  await migrate(place.url);
  const store = createStore(database);

  const bank = await loadBank(path.join(projectRoot, 'questions'), {
    cache: path.join(projectRoot, '.cache/bank.json'),
  });
  say(`Bank: ${bank.questions.size} questions.`);

  const ownsClock = config.playground !== 'off' && !config.slack && !config.discord;
  const worldClock = ownsClock
    ? settableClock(await store.playgrounds.clockAhead(playground.id), (ahead) =>
        store.playgrounds.setClockAhead(playground.id, ahead),
      )
    : undefined;
  const clock = worldClock?.now ?? systemClock;
  const queue = await openQueue({
    backend: config.redisUrl
      ? { kind: 'redis', url: config.redisUrl }
      : { kind: 'postgres', url: place.url, embeddedLog: place.log },
    clock,
    log,
  });
  life.onClose('the queue', queue.close);
  say(`Queue: on ${config.redisUrl ? 'Redis' : 'Postgres'}.`);

  const engine = createEngine({ store, bank, wakeUps: queue.wakeUps, clock, random: Math.random, log });
  await engine.listen();
  life.onClose('edits under way', engine.close);
  const ready: Readiness[] = [
    {
      name: 'database',
      check: () =>
        database.sql`select 1`.then(
          () => true,
          () => false,
        ),
    },
    { name: 'queue', check: queue.ping },
  ];

  const app = express();
  app.disable('x-powered-by');
  app.use(operatorRouter(ready, store.dailyTotals));
  let address = '';
  const startPlatforms: (() => Promise<void>)[] = [];

  // The chat platforms' clients are large: a start that doesn't need them is quicker by a third.
  if (config.slack) {
    const { createSlack } = await import('../adapters/slack/index.ts');
    const slack = createSlack({ config: config.slack, door: engine, clock, log });
    engine.addPlatform(slack.platform);
    if (slack.router) app.use(slack.router);
    if (runsPlatform(config, slack.router ? 'http' : 'gateway')) {
      ready.push({ name: 'slack', check: async () => slack.isReady() });
      startPlatforms.push(async () => {
        life.onClose('Slack', slack.close);
        say(await slack.start());
      });
    }
  }
  if (config.discord) {
    const { createDiscord } = await import('../adapters/discord/index.ts');
    const discord = createDiscord({ config: config.discord, door: engine, commands: engine.commands, log, clock });
    engine.addPlatform(discord.platform);
    if (runsPlatform(config, 'gateway')) {
      ready.push({ name: 'discord', check: async () => discord.ready() });
      startPlatforms.push(async () => {
        life.onClose('Discord', discord.close);
        say(await discord.start(life.signal));
      });
    }
  }
  if (config.playground !== 'off') {
    const web = createWeb({
      door: engine,
      store,
      clock,
      log,
      origin: () => address,
      payloads: () => payloadPreviews(bank),
      world: worldClock && {
        ...worldClock,
        nextDue: () => store.schedules.nextDue('web', playground.id),
        sweep: engine.sweep,
        async startOver() {
          await store.playgrounds.deletePlayground(playground.id);
          engine.forget();
          await worldClock.set(Date.now());
        },
      },
    });
    engine.addPlatform(web.platform);
    app.use(web.router);
    startPlatforms.push(async () => {
      life.onClose('the playground', web.close);
      await web.start();
    });
  }

  if (config.roles.has('http')) {
    const http = await openHttp(createExpressServer(app), config.host, config.port);
    life.onClose('HTTP', http.close);
    if (http.notice) say(http.notice);
    address = config.publicUrl ?? http.url;
  }
  for (const startPlatform of startPlatforms) await startPlatform();
  if (config.roles.has('worker')) {
    const worker = await startWorker(queue, { woken: engine, log });
    life.onClose('the worker', worker.close);
    ready.push({ name: 'sweep', check: async () => worker.sweepsOnTime() });
  }
  say(address === '' ? 'Prep is running.' : `Prep is running: ${address}`);
}

/** How the chat platforms print messages, for the playground to show; their clients are only loaded when somebody looks. */
async function payloadPreviews(bank: Bank): Promise<PayloadPreview[]> {
  const [slack, slackForm, discord, discordForm] = await Promise.all([
    import('../adapters/slack/render.ts'),
    import('../adapters/slack/render-form.ts'),
    import('../adapters/discord/render.ts'),
    import('../adapters/discord/render-form.ts'),
  ]);
  return [
    {
      platform: 'Slack',
      samples: keyMessages(bank, 'slack'),
      message: slack.renderMessage,
      form: (form) => slackForm.renderForm(form, ''),
    },
    {
      platform: 'Discord',
      samples: keyMessages(bank, 'discord'),
      message: (message) => discord.renderMessage(message),
      form: (form) => discordForm.renderForm({ form }),
    },
  ];
}

async function embeddedDatabase(life: Lifecycle): Promise<EmbeddedPostgres> {
  const embedded = await startEmbeddedPostgres({
    dir: path.resolve('.data'),
    onProgress: say,
    onDeath: life.fail,
    signal: life.signal,
  });
  life.onClose('the embedded Postgres', embedded.stop);
  return embedded;
}

function runsPlatform(config: Config, role: 'http' | 'gateway'): boolean {
  return config.roles.has(role);
}

/** A line for whoever started Prep; the log goes to stderr. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await runProcess(start);
