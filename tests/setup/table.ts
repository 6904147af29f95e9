import type { Engine } from '../../src/engine.ts';
import type { Asking, Input, PlatformName, Reply } from '../../src/platform.ts';
import type { Button, Form, Message } from '../../src/view/message.ts';
import { plainText } from '../../src/view/plain-text.ts';
import type { PlayedGame } from './game.ts';
import { checkForm, checkMessage } from './port-rules.ts';

export interface TablePerson {
  readonly id: string;
  readonly name: string;
  readonly manager: boolean;
  readonly zone: string | undefined;
}

export interface TableChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: Asking['channel']['kind'];
  readonly workspace: string;
}

/** A message before a person. */
export interface Shown {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly private: boolean;
  readonly message: Message;
}

/**
 * People around a game's test platform: what they do goes through the engine's door as an adapter would bring it, and what
 * comes back is kept as a client would show it. Replies are checked against the port's rules.
 */
export interface Table {
  person(name: string, more?: Partial<Omit<TablePerson, 'name'>>): TablePerson;
  channel(name: string, more?: Partial<Omit<TableChannel, 'name'>>): TableChannel;
  asking(person: TablePerson, channel: TableChannel): Asking;
  /** One input through the door, with what came back shown to the person. `via`: another process's engine. */
  act(person: TablePerson, channel: TableChannel, input: Input, options?: ActOptions): Promise<Reply>;
  type(person: TablePerson, channel: TableChannel, line: string): Promise<Reply>;
  /** Presses the button `label` of the message `id`, or of the newest that has it. */
  press(person: TablePerson, channel: TableChannel, label: string, id?: string): Promise<Reply>;
  submit(person: TablePerson, values: Readonly<Record<string, readonly string[]>>): Promise<Reply>;
  see(person: TablePerson, channel: TableChannel): Shown[];
  form(person: TablePerson): { readonly form: Form; readonly errors: Readonly<Record<string, string>> } | undefined;
  /** everything that the door ever gave back, with who got it */
  readonly replies: readonly { readonly to: string; readonly reply: Reply }[];
}

export interface ActOptions {
  /** the private message whose button was pressed */
  readonly from?: string;
  readonly via?: Engine;
  /** when Prep received it (epoch ms); now, unless said */
  readonly at?: number;
}

interface Private {
  readonly id: string;
  readonly channel: string;
  readonly message: Message;
  readonly order: number;
}

export function createTable(game: PlayedGame, workspace = 'W1'): Table {
  const privates = new Map<string, Private[]>();
  const open = new Map<string, { form: Form; errors: Record<string, string>; channel: TableChannel; from?: string }>();
  const replies: { to: string; reply: Reply }[] = [];
  let made = 0;
  const platform: PlatformName = game.platform.name;

  function asking(person: TablePerson, channel: TableChannel, at = game.clock()): Asking {
    return {
      platform,
      workspace: { id: channel.workspace, name: 'Acme' },
      channel: { id: channel.id, name: channel.name, kind: channel.kind },
      person: {
        id: person.id,
        profile: async () => ({ name: person.name, ...(person.zone === undefined ? {} : { zone: person.zone }) }),
        isManager: async () => person.manager,
      },
      receivedAt: at,
    };
  }

  function take(person: TablePerson, channel: TableChannel, reply: Reply, from: string | undefined): void {
    replies.push({ to: person.id, reply });
    if (reply.kind === 'form' || reply.kind === 'invalid') {
      checkForm(reply.form);
      const errors = reply.kind === 'invalid' ? { ...reply.errors } : {};
      const names = reply.form.fields.map((field) => field.name);
      const strange = Object.keys(errors).filter((name) => !names.includes(name));
      if (strange.length > 0) throw new Error(`errors are told of fields that are not there: ${strange}`);
      open.set(person.id, { form: reply.form, errors, channel, ...(from === undefined ? {} : { from }) });
      return;
    }
    open.delete(person.id);
    if (reply.kind === 'done') return;
    checkMessage(reply.message);
    const own = privates.get(person.id) ?? [];
    made += 1;
    const replaced = reply.replaces ? own.findIndex((one) => one.id === from) : -1;
    const kept = { id: `own-${made}`, channel: channel.id, message: reply.message, order: game.platform.sent.length };
    if (replaced >= 0) own[replaced] = { ...kept, id: own[replaced]?.id ?? kept.id };
    else own.push(kept);
    privates.set(person.id, own);
  }

  const table: Table = {
    replies,
    person: (name, more = {}) => ({ id: `U-${name}`, name, manager: false, zone: undefined, ...more }),
    channel: (name, more = {}) => ({ id: `C-${name}`, name, kind: 'channel', workspace, ...more }),
    asking,
    async act(person, channel, input, options = {}) {
      const reply = await (options.via ?? game.engine).handle(asking(person, channel, options.at), input);
      take(person, channel, reply, options.from);
      return reply;
    },
    type: (person, channel, line) => table.act(person, channel, { kind: 'line', line }),
    press(person, channel, label, id) {
      const seen = table.see(person, channel).filter((one) => id === undefined || one.id === id);
      for (const shown of seen.reverse()) {
        const button = shown.buttons.find((one) => one.label === label);
        if (!button) continue;
        const from = shown.private ? { from: shown.id } : {};
        return table.act(person, channel, { kind: 'press', action: button.action }, from);
      }
      const there = seen.map((one) => one.buttons.map((button) => button.label).join(' ')).join(' | ');
      throw new Error(`${person.name} sees no button "${label}" in #${channel.name}; there is: ${there}`);
    },
    submit(person, values) {
      const shown = open.get(person.id);
      if (!shown) throw new Error(`${person.name} has no form open`);
      const given = Object.fromEntries(
        shown.form.fields.map((field) => [field.name, values[field.name] ?? filledIn(field)]),
      );
      return table.act(
        person,
        shown.channel,
        { kind: 'submit', form: shown.form.form, values: given },
        shown.from === undefined ? {} : { from: shown.from },
      );
    },
    see(person, channel) {
      const shared = game.platform.posted(channel.id).map((post) => ({
        ...shownOf(post.id, post.message, false),
        order: Number(post.id) - 1000,
      }));
      const own = (privates.get(person.id) ?? [])
        .filter((one) => one.channel === channel.id)
        .map((one) => ({ ...shownOf(one.id, one.message, true), order: one.order }));
      return [...shared, ...own].sort((a, b) => a.order - b.order);
    },
    form: (person) => open.get(person.id),
  };
  return table;
}

function filledIn(field: Form['fields'][number]): readonly string[] {
  if (field.kind === 'checks') return field.picked;
  if (field.kind === 'choose') return field.picked === undefined ? [] : [field.picked];
  return [field.value ?? ''];
}

/** A message as it is read: its text, and its buttons apart. */
export function shownOf(id: string, message: Message, isPrivate: boolean): Shown {
  const words = { blocks: message.blocks.filter((block) => block.kind !== 'actions') };
  return {
    id,
    text: plainText(words, ({ at }) => new Date(at).toISOString()),
    buttons: message.blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : [])),
    private: isPrivate,
    message,
  };
}
