import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { createDiscord } from '../adapters/discord/index.ts';
import { rememberDeliveries } from '../adapters/slack/authenticity.ts';
import { createCalls } from '../adapters/slack/calls.ts';
import { overHttp } from '../adapters/slack/connect.ts';
import { rememberPeople } from '../adapters/slack/people.ts';
import { receive } from '../adapters/slack/receive.ts';
import { createReplies } from '../adapters/slack/respond.ts';
import { responseUrls } from '../adapters/slack/response-url.ts';
import { createSlackPlatform } from '../adapters/slack/send.ts';
import { createExpressServer } from '../adapters/web/express-server.ts';
import { type Backend, openQueue, startWorker } from '../jobs/index.ts';
import type { Platform } from '../src/platform.ts';
import { createUnderWay } from '../src/under-way.ts';
import { channelsDueAt } from './due-channels.ts';
import type { LoadSpec } from './load-spec.ts';
import { manyTeams } from './many-teams.ts';
import { openStage } from './stage.ts';
import { tellUse } from './use.ts';

/*
 * All of Prep in a process of its own, with its Postgres and the queue: the engine, the worker, and one chat platform. Prints one
 * line of JSON when everything is planned and connected.
 */
const spec = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as LoadSpec;
const log = pino({ level: 'error' }, pino.destination(2));
const stage = await openStage({ connections: 16 });
const platformName = spec.slack ? 'slack' : 'discord';
await channelsDueAt(stage, platformName, spec.workspaces, spec.dueAt);
const backend: Backend = spec.redis ? { kind: 'redis', url: spec.redis } : { kind: 'postgres', url: stage.url };
const queue = await openQueue({ backend, clock: Date.now, log });
stage.planWith(queue.wakeUps);
const app = express();
const closing: (() => Promise<void>)[] = [];
stage.engine.addPlatform(spec.slack ? overSlack(spec.slack) : await overDiscord(spec.discord));
const server = createExpressServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
let statements = 0;
stage.database.sql.options.debug = () => {
  statements += 1;
};
const worker = await startWorker(queue, { log, woken: stage.engine });
// The first sweep plans what comes.
while (worker.lastSweepAt() === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 100).unref();
process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);

tellUse(
  async () => {
    server.closeAllConnections();
    server.close();
    await worker.close();
    for (const close of closing) await close();
    await queue.close();
    await stage.close();
  },
  () => ({ peak, statements }),
);

/** The Slack adapter over HTTP as src/main.ts has it, but for many teams. */
function overSlack({ apiUrl, signingSecret, teams }: NonNullable<LoadSpec['slack']>): Platform {
  const workspaces = manyTeams(teams, apiUrl, log);
  const call = createCalls(workspaces, Date.now, log);
  const urls = responseUrls(apiUrl);
  const connection = overHttp(signingSecret, workspaces, log);
  receive(connection.app, {
    door: stage.engine,
    workspaces,
    people: rememberPeople(workspaces, log),
    replies: createReplies(workspaces, urls, call, Date.now, log),
    urls,
    deliveries: rememberDeliveries(),
    underWay: createUnderWay(),
    clock: Date.now,
    log,
  });
  if (connection.router) app.use(connection.router);
  closing.push(connection.close);
  return createSlackPlatform(workspaces, call, Date.now);
}

async function overDiscord(given: LoadSpec['discord']): Promise<Platform> {
  if (!given) throw new Error('no platform is given');
  const config = { ...given, publicKey: undefined, guildId: undefined };
  const discord = createDiscord({ config, door: stage.engine, commands: stage.engine.commands, log, clock: Date.now });
  await discord.start();
  closing.push(discord.close);
  return discord.platform;
}
