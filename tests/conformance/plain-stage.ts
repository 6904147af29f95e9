import { type Field, message } from '../../src/view/message.ts';
import { plainText } from '../../src/view/plain-text.ts';
import { openGame } from '../setup/game.ts';
import { createTable } from '../setup/table.ts';
import type { Actor, Descriptor, SeenField, Stage } from './descriptor.ts';

/** The suite on the port itself, without a platform's dialect: what fails here is the engine's fault. */
export const plainDescriptor: Descriptor = {
  platform: 'the plain port',
  open: openPlainStage,
  skips: [],
};

async function openPlainStage(): Promise<Stage> {
  const game = await openGame();
  const table = createTable(game);
  const members = {
    ana: table.person('Ana', { manager: true }),
    ben: table.person('Ben'),
    chidi: table.person('Chidi'),
    dana: table.person('Dana'),
  };
  const rooms = { backend: table.channel('backend'), quiet: table.channel('quiet') };
  const personOf = ({ id }: Actor) => found(Object.values(members).find((one) => one.id === id));
  const channelOf = ({ id }: Actor) => found(Object.values(rooms).find((one) => one.id === id));
  return {
    people: members,
    channels: rooms,
    command: async (person, channel, line) => void (await table.type(personOf(person), channelOf(channel), line)),
    press: async (person, channel, label, id) =>
      void (await table.press(personOf(person), channelOf(channel), label, id)),
    submit: async (person, values) => void (await table.submit(personOf(person), values)),
    remove: async (_channel, id) => game.platform.remove(id),
    see: async (person, channel) =>
      table.see(personOf(person), channelOf(channel)).map(({ id, text, buttons, private: isPrivate }) => ({
        id,
        text,
        buttons: buttons.map(({ label }) => label),
        private: isPrivate,
      })),
    async form(person) {
      const open = table.form(personOf(person));
      if (!open) return undefined;
      const body = plainText(message(...(open.form.body ?? [])), ({ at }) => new Date(at).toISOString());
      const text = [body, ...Object.values(open.errors)].join('\n');
      return { title: open.form.title, text, fields: open.form.fields.map(seenField) };
    },
    payloads: () => [
      ...game.platform.sent.map(({ to, message }) => ({ to, json: JSON.stringify(message) })),
      ...table.replies.map(({ to, reply }) => ({ to, json: JSON.stringify(reply) })),
    ],
    now: game.clock,
    advance: game.advance,
    wrongStandings: () => game.store.standings.wrongStandings(),
    async close() {
      await game.close();
      if (game.platform.violations.length > 0) throw new Error(game.platform.violations.join('\n'));
    },
  };
}

function seenField(field: Field): SeenField {
  const { name, label } = field;
  if (field.kind === 'text') return { name, label, options: [], values: [field.value ?? ''] };
  const picked = field.kind === 'checks' ? field.picked : field.picked === undefined ? [] : [field.picked];
  return { name, label, options: field.options, values: picked };
}

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('nobody by that name is here');
  return thing;
}
