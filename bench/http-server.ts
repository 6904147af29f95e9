import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { createExpressServer } from '../adapters/web/express-server.ts';
import { createWeb } from '../adapters/web/index.ts';
import { playground } from '../adapters/web/playground/cast.ts';
import { openRounds } from './open-rounds.ts';
import { openStage } from './stage.ts';

/*
 * A server in a process of its own, for the load to come from another: `prep` is the engine behind the web's router, `bare`
 * an Express handler that parses the same body and only acknowledges. Prints one line of JSON when it listens; ends with
 * its standard input.
 */
const openRoundsNeeded = 400;
const app = express();
let origin = '';
let rounds: string[] = [];
let close: () => Promise<void> = async () => {};

if (process.argv[2] === 'prep') {
  const stage = await openStage({ connections: 16 });
  const web = createWeb({
    door: stage.engine,
    store: stage.store,
    clock: Date.now,
    log: pino({ level: 'fatal' }),
    origin: () => origin,
  });
  stage.engine.addPlatform(web.platform);
  await web.start();
  rounds = await openRounds(stage, { platform: 'web', workspace: playground.id, channel: 'backend' }, openRoundsNeeded);
  app.use(web.router);
  close = async () => {
    await web.close();
    await stage.close();
  };
} else {
  app.post('/c/:channel/press', express.urlencoded({ extended: false }), (request, response) => {
    response.send(`<p>${String(request.body.press).length}</p>`);
  });
}

const server = (process.argv[2] === 'prep' ? createExpressServer(app) : createServer(app)).listen(
  0,
  '127.0.0.1',
  () => {
    const { port } = server.address() as AddressInfo;
    origin = `http://127.0.0.1:${port}`;
    process.stdout.write(`${JSON.stringify({ origin, rounds })}\n`);
  },
);
process.stdin.resume();
process.stdin.on('end', async () => {
  server.closeAllConnections();
  server.close();
  await close();
  process.exit(0);
});
