import { setTimeout as sleep } from 'node:timers/promises';
import { commandDelivery, eventDelivery, type Pressed, pressDelivery, submitDelivery } from './deliveries.ts';
import { type FormField, formFields, stateValues } from './form-values.ts';
import { newView, replaceView } from './methods/views.ts';
import { typedEntities } from './rules/text-safety.ts';
import type { FakeSlack } from './server.ts';
import { directChannel, type FakeChannel, type FakePerson, type FakeTeam, newChannel, unique } from './state.ts';
import type { Acknowledged, Delivery, Transport } from './transport.ts';
import { decoded, type VisibleButton, visibleButtons, visibleText } from './visible.ts';
import { checkContent, type Effect } from './world.ts';

/** A message as one person sees it. */
export interface Seen {
  readonly id: string;
  /** nobody else sees it */
  readonly isPrivate: boolean;
  readonly text: string;
  /** what a lock screen or screen reader gets instead */
  readonly fallback: string;
  readonly buttons: readonly VisibleButton[];
  readonly blocks: readonly unknown[];
}

/** A form that is open on somebody's screen. */
export interface SeenForm {
  readonly title: string;
  readonly text: string;
  readonly fields: readonly FormField[];
  readonly errors: Readonly<Record<string, string>>;
}

/** How long a use case may take until its first effect is seen, and how long a private one may come after a public one (ms). */
const effectWithinMs = 8_000;
const privateAfterMs = 400;

/**
 * People at their keyboards in a fake Slack: they type, press and fill in, over whichever transport is given, and see
 * what Slack would show them. Each act ends when its first effect is to be seen.
 */
export class SlackDriver {
  private readonly errors = new Map<string, Readonly<Record<string, string>>>();
  private readonly acknowledgements: { readonly person: string; readonly payload: unknown }[] = [];
  readonly fake: FakeSlack;
  readonly transport: Transport;

  constructor(fake: FakeSlack, transport: Transport) {
    this.fake = fake;
    this.transport = transport;
  }

  newWorkspace(name?: string): FakeTeam {
    return this.fake.newTeam(name);
  }

  person(team: FakeTeam, name: string, more: Partial<Omit<FakePerson, 'id' | 'name'>> = {}): FakePerson {
    const person = { id: `U0${unique()}`, name, realName: name, zone: 'Europe/Berlin', isAdmin: false, ...more };
    team.people.set(person.id, person);
    this.noteTyped(person.name, person.realName);
    return person;
  }

  channel(
    team: FakeTeam,
    name: string,
    members: readonly FakePerson[],
    kind: FakeChannel['kind'] = 'public',
  ): FakeChannel {
    const letter = kind === 'private' ? 'G' : kind === 'public' ? 'C' : 'D';
    const channel = newChannel(`${letter}0${unique()}`, name, kind);
    for (const member of members) channel.members.add(member.id);
    team.channels.set(channel.id, channel);
    return channel;
  }

  /** The person's own conversation with Prep. */
  direct(team: FakeTeam, person: FakePerson): FakeChannel {
    return directChannel(team, person.id);
  }

  /** Types `/prep line`. */
  async command(team: FakeTeam, person: FakePerson, channel: FakeChannel, line: string): Promise<Acknowledged> {
    this.noteTyped(line);
    const { delivery, responsePath, trigger } = commandDelivery(this.fake.world, team, person, channel, line);
    return this.act(team, person, channel, delivery, { responsePath, trigger });
  }

  /** Presses the button that reads `label` in the message `id` (or in the newest one that has it). */
  async press(
    team: FakeTeam,
    person: FakePerson,
    channel: FakeChannel,
    label: string,
    id?: string,
  ): Promise<Acknowledged> {
    const { pressed, button } = this.find(person, channel, label, id);
    return this.pressAction(team, person, channel, pressed, button.action);
  }

  /** Presses whatever `action` says on `pressed`; for crafted ids. */
  async pressAction(
    team: FakeTeam,
    person: FakePerson,
    channel: FakeChannel,
    pressed: Pressed,
    action: string,
  ): Promise<Acknowledged> {
    const { delivery, responsePath, trigger } = pressDelivery(this.fake.world, team, person, channel, pressed, action);
    return this.act(team, person, channel, delivery, { responsePath, trigger });
  }

  /** Sends the form on top of the person's screen; what is not given stays as it was. */
  async submit(
    team: FakeTeam,
    person: FakePerson,
    values: Readonly<Record<string, readonly string[]>>,
  ): Promise<Acknowledged> {
    const view = team.views.get(person.id)?.at(-1);
    if (!view) throw new Error(`${person.name} has no form open`);
    this.noteTyped(...Object.values(values).flat());
    const state = stateValues(view, values);
    const { delivery, trigger } = submitDelivery(this.fake.world, team, person, view, state);
    return this.act(team, person, undefined, delivery, { trigger }, (acknowledged) => {
      this.afterSubmit(team, person, acknowledged);
    });
  }

  /**
   * An event such as app_uninstalled, sent again up to three times under the same id while it is not acknowledged (without
   * Slack's pauses of up to five minutes between). The same `id` once more is a repetition. Contract 10.16.
   */
  async event(team: FakeTeam, event: Readonly<Record<string, unknown>>, id?: string): Promise<Acknowledged> {
    const delivery = eventDelivery(team, event, id);
    let answer = await this.transport.deliver(delivery);
    for (let attempt = 1; attempt <= 3 && !answer.acknowledged; attempt++) {
      const reason = answer.status === undefined || answer.status === 200 ? 'http_timeout' : 'http_error';
      answer = await this.transport.deliver(delivery, { attempt, reason });
    }
    return answer;
  }

  /** What `person` sees in `channel`, oldest first. */
  see(person: FakePerson, channel: FakeChannel): Seen[] {
    const shared = channel.messages.map((message) => seen(message, false));
    const own = channel.ephemerals.filter((each) => each.person === person.id).map((message) => seen(message, true));
    return [...shared, ...own].sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** The form on top of the person's screen. */
  form(team: FakeTeam, person: FakePerson): SeenForm | undefined {
    const view = team.views.get(person.id)?.at(-1);
    if (!view) return undefined;
    const { title, blocks } = view.payload as { title: { text: string }; blocks: readonly unknown[] };
    return {
      title: title.text,
      text: visibleText(blocks),
      fields: formFields(view),
      errors: this.errors.get(view.id) ?? {},
    };
  }

  /** Everything that was ever sent in the workspace, whole and in order; `to` is the one person who got it, or undefined. */
  everythingSent(team: FakeTeam): { readonly to: string | undefined; readonly json: string }[] {
    const { calls, triggers } = this.fake.world;
    const sent = calls
      .filter((call) => call.team === team.id && call.method !== 'auth.test' && call.method !== 'users.info')
      .map(({ args, to }) => {
        if (to) return { to: args.response_type === 'in_channel' ? undefined : to.person, args };
        if (typeof args.trigger_id === 'string') return { to: triggers.owner(args.trigger_id), args };
        const person = args.user ?? (team.people.has(String(args.channel)) ? args.channel : undefined);
        return { to: person === undefined ? undefined : String(person), args };
      });
    const acknowledged = this.acknowledgements.map(({ person, payload }) => ({ to: person, args: payload }));
    return [...sent, ...acknowledged].map(({ to, args }) => ({ to, json: JSON.stringify(args) }));
  }

  private noteTyped(...texts: readonly string[]): void {
    for (const entity of texts.flatMap(typedEntities)) this.fake.world.typed.add(entity);
  }

  private find(person: FakePerson, channel: FakeChannel, label: string, id?: string) {
    const candidates = [
      ...channel.messages.map((message) => ({ ...message, ephemeral: false })),
      ...channel.ephemerals.filter((each) => each.person === person.id).map((each) => ({ ...each, ephemeral: true })),
    ].sort((a, b) => Number(b.ts) - Number(a.ts));
    for (const pressed of candidates.filter((each) => id === undefined || each.ts === id)) {
      const button = visibleButtons(pressed.blocks).find((each) => each.label === label);
      if (button) return { pressed, button };
    }
    const there = candidates
      .map((each) =>
        visibleButtons(each.blocks)
          .map((button) => button.label)
          .join(' '),
      )
      .join(' | ');
    throw new Error(`${person.name} sees no button "${label}" in #${channel.name}; there is: ${there}`);
  }

  private async act(
    team: FakeTeam,
    person: FakePerson,
    channel: FakeChannel | undefined,
    delivery: Delivery,
    own: { readonly responsePath?: string; readonly trigger: string },
    acknowledged: (answer: Acknowledged) => void = () => {},
  ): Promise<Acknowledged> {
    const { world } = this.fake;
    const effect = this.firstEffect((each) => {
      if (each.team !== team.id) return 'no';
      if (each.trigger === own.trigger) return 'own';
      if (each.responsePath !== undefined)
        return each.responsePath === own.responsePath
          ? 'own'
          : delivery.payload.type === 'view_submission' && each.person === person.id
            ? 'own'
            : 'no';
      if (each.person !== undefined) return each.person === person.id ? 'own' : 'no';
      return channel === undefined || each.channel === channel.id ? 'shared' : 'no';
    });
    const answer = await this.transport.deliver(delivery);
    if (!answer.acknowledged) {
      effect.stop();
      // A refusal is the app's own; a late 200 or none is a fault that the person sees as a warning. Contract 10.16.
      if (answer.status === undefined || answer.status === 200) world.violations.push('not acknowledged within 3 s');
      return answer;
    }
    if (delivery.kind === 'command' && answer.payload !== undefined && channel) {
      const said = answer.payload as { text?: string; blocks?: readonly unknown[] };
      const blocks = checkContent(world, said, 'an acknowledgement');
      channel.ephemerals.push({
        ts: world.ts(),
        channel: channel.id,
        person: person.id,
        text: said.text ?? '',
        blocks,
      });
    }
    if (answer.payload !== undefined) this.acknowledgements.push({ person: person.id, payload: answer.payload });
    acknowledged(answer);
    if (answer.payload === undefined) await effect.come;
    else effect.stop();
    return answer;
  }

  /** Waits for an effect that is the act's own, or for a public one and then a moment longer for a private one. */
  private firstEffect(whose: (effect: Effect) => 'own' | 'shared' | 'no') {
    const { effects } = this.fake.world;
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const onEffect = (effect: Effect) => {
      const kind = whose(effect);
      if (kind === 'own') finish();
      if (kind === 'shared') setTimeout(finish, privateAfterMs).unref();
    };
    effects.on('effect', onEffect);
    const patience = new AbortController();
    const late = sleep(effectWithinMs, undefined, { signal: patience.signal }).catch(() => {});
    const come = Promise.race([done, late]).finally(() => {
      effects.off('effect', onEffect);
      patience.abort();
    });
    return { come, stop: () => finish() };
  }

  /** Does what an acknowledged submission says: close, errors, another view. Contract section 2 and 10.17. */
  private afterSubmit(team: FakeTeam, person: FakePerson, { payload }: Acknowledged): void {
    const { world } = this.fake;
    const stack = team.views.get(person.id) ?? [];
    const view = stack.at(-1);
    if (!view) return;
    const answer = (payload ?? {}) as {
      response_action?: string;
      errors?: Record<string, string>;
      view?: Record<string, unknown>;
    };
    switch (answer.response_action) {
      case undefined:
        team.views.set(person.id, stack.slice(0, -1));
        return;
      case 'clear':
        team.views.set(person.id, []);
        return;
      case 'errors': {
        const fields = formFields(view).map((field) => field.name);
        const foreign = Object.keys(answer.errors ?? {}).filter((name) => !fields.includes(name));
        if (foreign.length > 0)
          world.violations.push(`a view's errors name ${foreign.join(', ')}, which are no inputs`);
        this.errors.set(view.id, answer.errors ?? {});
        return;
      }
      case 'update':
        replaceView(team, view, newView(world, team, person.id, answer.view ?? {}, 'modal', view.id));
        return;
      default:
        world.violations.push(`a submission was answered with ${answer.response_action}`);
    }
  }
}

function seen(message: { ts: string; text: string; blocks: readonly unknown[] }, isPrivate: boolean): Seen {
  return {
    id: message.ts,
    isPrivate,
    text: message.blocks.length > 0 ? visibleText(message.blocks) : decoded(message.text),
    fallback: message.text,
    buttons: visibleButtons(message.blocks),
    blocks: message.blocks,
  };
}
