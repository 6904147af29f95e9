import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { createSlack, type Slack } from '../../adapters/slack/index.ts';
import type { Asking, Door, Input, Reply } from '../../src/platform.ts';
import { SlackDriver } from '../fakes/slack/driver.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/server.ts';
import type { FakeTeam } from '../fakes/slack/state.ts';
import { overSignedHttp, overSocketMode, type Transport } from '../fakes/slack/transport.ts';

/** The engine's side of the port, answering as a test says; it keeps what came through. */
export interface StandInDoor extends Door {
  readonly came: { readonly asking: Asking; readonly input: Input }[];
  readonly gone: string[];
  answer: (input: Input, asking: Asking) => Reply | Promise<Reply>;
}

export function standInDoor(): StandInDoor {
  const door: StandInDoor = {
    came: [],
    gone: [],
    answer: () => ({ kind: 'done' }),
    async handle(asking, input) {
      door.came.push({ asking, input });
      return door.answer(input, asking);
    },
    complete: () => [],
    completeLine: () => [],
    async workspaceGone(workspace) {
      door.gone.push(workspace.workspace);
    },
    workspacesAtWork: async () => [],
  };
  return door;
}

/** The real adapter against the fake, by one transport. */
export interface Running {
  readonly fake: FakeSlack;
  readonly team: FakeTeam;
  readonly slack: Slack;
  readonly door: StandInDoor;
  readonly driver: SlackDriver;
  /** address of our Express app in HTTP mode */
  readonly appUrl: string;
  /** lines of the log, as JSON */
  readonly log: string[];
  close(): Promise<void>;
}

export async function runSlack(name: Transport['name']): Promise<Running> {
  const fake = await startFakeSlack();
  const team = fake.newTeam();
  const door = standInDoor();
  const log: string[] = [];
  const slack = createSlack({
    config: {
      botToken: team.botToken,
      appToken: name === 'socket' ? fake.world.appToken : undefined,
      signingSecret: name === 'http' ? fake.world.signingSecret : undefined,
      oauth: undefined,
      apiUrl: fake.apiUrl,
    },
    door,
    clock: Date.now,
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
  });
  const app = express();
  if (slack.router) app.use(slack.router);
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await slack.start();
  const transport = name === 'http' ? overSignedHttp(fake, appUrl) : overSocketMode(fake);
  return {
    fake,
    team,
    slack,
    door,
    driver: new SlackDriver(fake, transport),
    appUrl,
    log,
    async close() {
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await fake.close();
    },
  };
}
