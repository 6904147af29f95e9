import { pino } from 'pino';
import { createDiscord, type Discord } from '../../adapters/discord/index.ts';
import type { Actor, Descriptor, Seen, SeenForm, Stage } from '../conformance/descriptor.ts';
import { createDiscordDriver, type DiscordDriver, type Outcome } from '../fakes/discord/driver.ts';
import type { VisibleForm } from '../fakes/discord/modal.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts';
import type { Visible } from '../fakes/discord/visible.ts';
import type { Channel, Person } from '../fakes/discord/world.ts';
import { type Game, openEngine } from '../setup/game.ts';
import { configOf } from './stand-in.ts';

/** Discord, as the conformance suite plays on it: the real client against the strict fake, by a real gateway. */
export const discordDescriptor: Descriptor = {
  platform: 'discord',
  open: async () => (await openDiscordGame()).stage,
  skips: [
    {
      reason: "Discord's client sends registered subcommands and choices only, so no such line can be typed",
      tests: [
        'answers an unknown command with what there is',
        'answers a slip with the nearest thing, one press away',
        'as a subcommand is shown as it was typed, and does nothing',
        'after a subcommand is shown as it was typed, and does nothing',
        'of ten thousand characters is refused shortly',
      ],
    },
    {
      reason: 'on Discord managers set up the daily challenge, and Ben is none',
      tests: [
        'takes a city, days, topics and the close in one line, and tells how it stands',
        'can be turned off and back on by what was posted',
      ],
    },
  ],
};

/** The stage with the parts behind it. */
export interface DiscordGame {
  readonly stage: Stage;
  readonly game: Game;
  readonly fake: FakeDiscord;
  readonly driver: DiscordDriver;
  readonly discord: Discord;
  person(actor: Actor): Person;
  channel(actor: Actor): Channel;
}

/** The real engine on a fresh database, the real client, and the strict fake. */
export async function openDiscordGame(options: Parameters<typeof openEngine>[0] = {}): Promise<DiscordGame> {
  const game = await openEngine(options);
  const fake = await startFakeDiscord({ clock: game.clock });
  const driver = createDiscordDriver(fake, game.engine.commands);
  const guild = driver.newWorkspace('Acme');
  const discord = createDiscord({
    config: configOf(fake),
    door: game.engine,
    commands: game.engine.commands,
    log: pino({ level: 'silent' }),
    clock: game.clock,
  });
  game.engine.addPlatform(discord.platform);
  await discord.start();

  const people = new Map<string, Person>();
  const channels = new Map<string, Channel>();
  const forms = new Map<string, VisibleForm>();
  const join = (name: string, manager = false): Actor => {
    const person = driver.addPerson(guild, name, { manager });
    people.set(person.id, person);
    return { id: person.id, name };
  };
  const place = (name: string): Actor => {
    const channel = driver.addChannel(guild, name);
    channels.set(channel.id, channel);
    return { id: channel.id, name };
  };
  const personOf = ({ id: one }: Actor) => people.get(one) ?? missing('person');
  const channelOf = ({ id: one }: Actor) => channels.get(one) ?? missing('channel');
  const keep = async (person: Actor, act: Promise<Outcome>) => {
    const outcome = await act;
    if (outcome.kind === 'form') forms.set(person.id, outcome.form);
  };

  const stage: Stage = {
    people: { ana: join('Ana', true), ben: join('Ben'), chidi: join('Chidi'), dana: join('Dana') },
    channels: { backend: place('backend'), quiet: place('quiet') },
    command: (person, channel, line) =>
      keep(person, driver.command(personOf(person), channelOf(channel), `/prep ${line}`)),
    press(person, channel, label, message) {
      const seen = driver.see(personOf(person), channelOf(channel));
      const newest = seen.findLast(({ buttons }) => buttons.some((button) => button.label === label));
      return keep(person, driver.press(personOf(person), message ?? newest?.id ?? '', label));
    },
    async submit(person, values) {
      forms.delete(person.id);
      const outcome = await driver.submit(personOf(person), values);
      // Discord closes a form that is sent in; a refused one is opened again by the button under what was wrong.
      const again =
        outcome.kind === 'message' && outcome.message.buttons.some(({ label }) => label === 'Open the form');
      await keep(
        person,
        again ? driver.press(personOf(person), outcome.message.id, 'Open the form') : Promise.resolve(outcome),
      );
    },
    async remove(channel, id) {
      const { messages } = channelOf(channel);
      messages.splice(
        messages.findIndex((one) => one.id === id),
        1,
      );
    },
    see: async (person, channel) => driver.see(personOf(person), channelOf(channel)).map(seenOf),
    form: async (person) => forms.get(person.id) && seenForm(forms.get(person.id) ?? missing('form')),
    payloads: () =>
      driver
        .rawPayloads()
        .map(({ audience, json }) => ({ to: audience === 'everyone' ? undefined : audience.person, json })),
    now: game.clock,
    advance: game.advance,
    wrongStandings: () => game.store.standings.wrongStandings(),
    async close() {
      await discord.close();
      await game.close();
      await fake.close();
    },
  };
  return { stage, game, fake, driver, discord, person: personOf, channel: channelOf };
}

function seenOf({ id, text, buttons, private: isPrivate }: Visible): Seen {
  return { id, text, buttons: buttons.map(({ label }) => label), private: isPrivate };
}

function seenForm({ title, text, fields }: VisibleForm): SeenForm {
  const filled = fields.map((field) =>
    field.options.length === 0 ? { ...field, values: [field.values[0] ?? ''] } : field,
  );
  return { title, text, fields: filled };
}

function missing(what: string): never {
  throw new Error(`the stage has no such ${what}`);
}
