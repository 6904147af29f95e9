import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { createSlack } from '../../adapters/slack/index.ts';
import type { Actor, Descriptor, RawPayload, Stage } from '../conformance/descriptor.ts';
import { SlackDriver } from '../fakes/slack/driver.ts';
import { startFakeSlack } from '../fakes/slack/server.ts';
import type { FakeChannel, FakePerson } from '../fakes/slack/state.ts';
import { overSignedHttp, overSocketMode, type Transport } from '../fakes/slack/transport.ts';
import { openEngine } from '../setup/game.ts';

/** A stage, and the Slack that it plays in: for tests that are Slack's alone. */
export interface SlackStage extends Stage {
  readonly driver: SlackDriver;
  readonly rooms: { readonly backend: FakeChannel; readonly quiet: FakeChannel };
  readonly members: Readonly<Record<'ana' | 'ben' | 'chidi' | 'dana', FakePerson>>;
}

/**
 * Prep's real engine and Slack adapter on a real database, in a fake Slack that keeps Slack's rules: signed HTTP into
 * Bolt's ExpressReceiver, or a real socket into Bolt's SocketModeReceiver.
 */
export async function openSlackStage(
  name: Transport['name'],
  options: Parameters<typeof openEngine>[0] = {},
): Promise<SlackStage> {
  const game = await openEngine(options);
  const fake = await startFakeSlack(game.clock);
  const team = fake.newTeam();
  const slack = createSlack({
    config: {
      botToken: team.botToken,
      appToken: name === 'socket' ? fake.world.appToken : undefined,
      signingSecret: name === 'http' ? fake.world.signingSecret : undefined,
      oauth: undefined,
      apiUrl: fake.apiUrl,
    },
    door: game.engine,
    clock: game.clock,
    log: pino({ level: 'silent' }),
  });
  game.engine.addPlatform(slack.platform);
  const app = express();
  if (slack.router) app.use(slack.router);
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await slack.start();

  const driver = new SlackDriver(fake, name === 'http' ? overSignedHttp(fake, appUrl) : overSocketMode(fake));
  const members = {
    ana: driver.person(team, 'Ana', { isAdmin: true }),
    ben: driver.person(team, 'Ben'),
    chidi: driver.person(team, 'Chidi'),
    dana: driver.person(team, 'Dana'),
  };
  const everybody = Object.values(members);
  const rooms = {
    backend: driver.channel(team, 'backend', everybody),
    quiet: driver.channel(team, 'quiet', everybody),
  };

  const personOf = ({ id }: Actor): FakePerson => found(team.people.get(id), id);
  const channelOf = ({ id }: Actor): FakeChannel => found(team.channels.get(id), id);

  return {
    driver,
    rooms,
    members,
    people: members,
    channels: rooms,
    async command(person, channel, line) {
      await driver.command(team, personOf(person), channelOf(channel), line);
    },
    async press(person, channel, label, id) {
      await driver.press(team, personOf(person), channelOf(channel), label, id);
    },
    async submit(person, values) {
      await driver.submit(team, personOf(person), values);
    },
    async remove(channel, id) {
      const { messages } = channelOf(channel);
      messages.splice(
        messages.findIndex((one) => one.ts === id),
        1,
      );
    },
    async see(person, channel) {
      return driver.see(personOf(person), channelOf(channel)).map(({ id, text, buttons, isPrivate }) => ({
        id,
        text,
        buttons: buttons.map((button) => button.label),
        private: isPrivate,
      }));
    },
    async form(person) {
      const form = driver.form(team, personOf(person));
      return (
        form && {
          title: form.title,
          text: [form.text, ...Object.values(form.errors)].join('\n'),
          fields: form.fields.map(({ name: field, label, options, initial }) => ({
            name: field,
            label,
            options: options.map((option) => ({ value: option.value, label: option.text.text })),
            values: initial,
          })),
        }
      );
    },
    payloads: () => driver.everythingSent(team) satisfies RawPayload[],
    now: () => game.clock(),
    advance: game.advance,
    wrongStandings: () => game.store.standings.wrongStandings(),
    async close() {
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await game.close();
      await fake.close();
      if (fake.world.violations.length > 0)
        throw new Error(`Slack's rules were broken:\n${fake.world.violations.join('\n')}`);
    },
  };
}

/** Slack for the conformance suite, by one of its two transports. */
export function slackDescriptor(name: Transport['name']): Descriptor {
  return {
    platform: `Slack over ${name === 'http' ? 'HTTP' : 'Socket Mode'}`,
    open: () => openSlackStage(name),
    skips: [
      {
        reason: 'Slack tells the zone of whoever sets it up, so nobody is asked for it',
        tests: ['asks for the zone the first time, in a form that keeps what was typed'],
      },
    ],
  };
}

function found<Thing>(thing: Thing | undefined, id: string): Thing {
  if (thing === undefined) throw new Error(`the stage has no ${id}`);
  return thing;
}
