import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { pino } from 'pino';
import { createSlack } from '../adapters/slack/index.ts';
import { createExpressServer } from '../adapters/web/express-server.ts';
import { openRounds } from './open-rounds.ts';
import { openStage } from './stage.ts';
import { tellUse } from './use.ts';

/*
 * A server in a process of its own, for Slack and the clicks to come from another: `prep` is the engine behind the Slack
 * adapter, `bare` Bolt with the same receiver and an empty handler. Prints one line of JSON when it listens, and what
 * memory it holds and processor time it took whenever a line comes in; ends with its standard input. Arguments: which, the API's address, token,
 * signing secret, team, channel.
 */
const [which, apiUrl = '', botToken = '', signingSecret = '', team = '', channel = ''] = process.argv.slice(2);
const app = express();
let rounds: string[] = [];
let close: () => Promise<void> = async () => {};

if (which === 'prep') {
  const stage = await openStage({ connections: 16 });
  const slack = createSlack({
    config: { botToken, signingSecret, appToken: undefined, oauth: undefined, apiUrl },
    door: stage.engine,
    clock: Date.now,
    log: pino({ level: 'warn' }, pino.destination(2)),
  });
  stage.engine.addPlatform(slack.platform);
  rounds = await openRounds(stage, { platform: 'slack', workspace: team, channel }, 400);
  if (slack.router) app.use(slack.router);
  await slack.start();
  close = async () => {
    await slack.close();
    await stage.close();
  };
} else {
  const receiver = new ExpressReceiver({ signingSecret, endpoints: '/slack/events' });
  const bolt = new App({
    receiver,
    authorize: async () => ({ botToken, botId: 'B1', botUserId: 'U1' }),
    convoStore: false,
  });
  bolt.action({ type: 'block_actions' }, async ({ ack }) => ack());
  app.use(receiver.router);
}

const server = (which === 'prep' ? createExpressServer(app) : createServer(app)).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${port}`, rounds })}\n`);
});
tellUse(async () => {
  server.closeAllConnections();
  server.close();
  await close();
});
