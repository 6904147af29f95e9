import express from 'express';
import { pino } from 'pino';
import { Agent, fetch } from 'undici';
import { createExpressServer } from '../../adapters/web/express-server.ts';
import { createWeb } from '../../adapters/web/index.ts';
import { channels, people, playground } from '../../adapters/web/playground/cast.ts';
import { openHttp } from '../../src/http.ts';
import { openEngine } from '../setup/game.ts';
import type { Actor, Descriptor, RawPayload, Stage } from './descriptor.ts';
import { entriesOn, formIn, lineAddress, type PageForm, readPage, slotField, submitted } from './web-page.ts';

/** The playground's pages over real HTTP, read by a real parser; every page is followed by its live stream, too. */
export const webDescriptor: Descriptor = {
  platform: 'web',
  open: openWebStage,
  leftOut: { install: 'there is one playground, and nobody installs it anywhere' },
  skips: [
    {
      reason: 'everybody in the playground has a zone of their own, so none is ever asked for',
      tests: ['asks for the zone the first time, in a form that keeps what was typed'],
    },
    {
      reason: 'nobody can delete a message of the playground',
      tests: ['takes a question back that was deleted, and posts it never again'],
    },
  ],
};

async function openWebStage(): Promise<Stage> {
  const game = await openEngine();
  let origin = '';
  const web = createWeb({
    door: game.engine,
    store: game.store,
    clock: game.clock,
    log: pino({ level: 'silent' }),
    origin: () => origin,
  });
  game.engine.addPlatform(web.platform);
  const app = express();
  app.use(web.router);
  const http = await openHttp(createExpressServer(app), '127.0.0.1', 0);
  origin = http.url;

  // A kept connection may be closed by the server just as it is used again; a browser would ask once more.
  const dispatcher = new Agent({ pipelining: 0 });
  const sent: RawPayload[] = [];
  const forms = new Map<string, PageForm>();
  const streams = new AbortController();
  const following = new Map<string, Promise<void>>();

  // The simulated teammates are off, and a message in the first channel says that the playground has begun.
  await game.store.playgrounds.choose(playground.id, { justMe: true });
  const [ana, ben, chidi, dana] = people.map(({ id, name }): Actor => ({ id, name }));
  const [first, second] = channels.map(({ id }): Actor => ({ id, name: id }));
  if (!ana || !ben || !chidi || !dana || !first || !second) throw new Error('the playground’s cast has changed');

  async function request(person: Actor, path: string, fields?: readonly (readonly [string, string])[]) {
    const posted = fields && {
      method: 'POST',
      body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
      headers: { origin, 'hx-request': 'true' },
    };
    const response = await fetch(new URL(path, origin), { redirect: 'error', dispatcher, ...posted });
    const html = await response.text();
    sent.push({ to: person.id, json: html });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${html}`);
    return { html, takesForm: response.headers.get('hx-trigger') === 'form-taken' };
  }

  /** Opens the page as a person, and its live stream the first time. */
  async function open(person: Actor, channel: Actor) {
    const { html } = await request(person, `/c/${channel.id}?as=${person.id}`);
    const page = readPage(html);
    const live = page('#live').attr('hx-sse:connect');
    const key = `${person.id} ${channel.id}`;
    if (live !== undefined && !following.has(key)) following.set(key, follow(person, live));
    return page;
  }

  async function follow(person: Actor, path: string): Promise<void> {
    try {
      const response = await fetch(new URL(path, origin), { signal: streams.signal, dispatcher });
      for await (const piece of response.body ?? []) {
        sent.push({ to: person.id, json: new TextDecoder().decode(piece) });
      }
    } catch (error) {
      if (!streams.signal.aborted) throw error;
    }
  }

  function take(person: Actor, { html, takesForm }: { html: string; takesForm: boolean }): void {
    const form = formIn(html);
    if (form) forms.set(person.id, form);
    else if (takesForm) forms.delete(person.id);
  }

  const stage: Stage = {
    people: { ana, ben, chidi, dana },
    channels: { backend: second, quiet: first },
    async command(person, channel, line) {
      const page = await open(person, channel);
      take(person, await request(person, lineAddress(page), [slotField(page), ['line', line]]));
    },
    async press(person, channel, label, id) {
      const page = await open(person, channel);
      const entries = entriesOn(page).filter((entry) => id === undefined || entry.id === id);
      const pressable = entries
        .toReversed()
        .flatMap(({ pressables }) => pressables)
        .find((one) => one.label === label);
      if (!pressable) {
        const there = entries.map(({ buttons }) => buttons.join(' ')).join(' | ');
        throw new Error(`${person.name} sees no button "${label}" in #${channel.name}; there is: ${there}`);
      }
      take(person, await request(person, pressable.to, [...pressable.fields, slotField(page)]));
    },
    async submit(person, values) {
      const form = forms.get(person.id);
      if (!form) throw new Error(`${person.name} has no form open`);
      const page = await open(person, stage.channels.backend);
      const fields = [...form.hidden, ...submitted(form, values), slotField(page)];
      take(person, await request(person, form.to, fields));
    },
    async remove() {
      throw new Error('the playground has nothing that deletes a message');
    },
    see: async (person, channel) => entriesOn(await open(person, channel)),
    form: async (person) => forms.get(person.id),
    payloads: () => sent,
    now: game.clock,
    advance: game.advance,
    wrongStandings: () => game.store.standings.wrongStandings(),
    async close() {
      streams.abort();
      await Promise.allSettled(following.values());
      await web.close();
      await dispatcher.destroy();
      await http.close();
      await game.close();
    },
  };
  await stage.command(ana, first, 'leaderboard public');
  await web.start();
  return stage;
}
