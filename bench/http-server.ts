import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { nanoid } from 'nanoid';
import { pino } from 'pino';
import { createWeb } from '../adapters/web/index.ts';
import { revisionOf } from '../src/bank/format.ts';
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
  rounds = await openRounds(stage);
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

const server = createServer(app).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  process.stdout.write(`${JSON.stringify({ origin, rounds })}\n`);
});
process.stdin.resume();
process.stdin.on('end', async () => {
  server.closeAllConnections();
  server.close();
  await close();
  process.exit(0);
});

async function openRounds({ store, bank }: Awaited<ReturnType<typeof openStage>>): Promise<string[]> {
  const workspace = await store.people.ensureWorkspace('web', 'playground', 'Playground', Date.now());
  const channel = await store.people.ensureChannel(workspace.id, 'backend', 'backend');
  const asker = await store.people.ensurePlayer(
    workspace.id,
    'ana',
    { name: 'Ana', zone: 'Europe/London' },
    Date.now(),
  );
  const question = [...bank.questions.values()].find((one) => one.pick === 'one');
  if (!question) throw new Error('the bank has no question with one right answer');
  const ids = Array.from({ length: openRoundsNeeded }, () => nanoid());
  for (const id of ids) {
    await store.rounds.openRound({
      id,
      workspace: workspace.id,
      channel: channel.id,
      kind: 'extra',
      occurrence: undefined,
      askedBy: asker.id,
      question,
      revision: revisionOf(question),
      optionOrder: question.options.map((_, index) => index),
      feedback: 'at reveal',
      counts: true,
      localDate: '2026-11-24',
      weekStart: '2026-11-23',
      monthStart: '2026-11-01',
      challengeDay: undefined,
      openedAt: Date.now(),
      closesAt: Date.now() + 24 * 60 * 60 * 1000,
    });
  }
  return ids;
}
