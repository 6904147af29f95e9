import { commandDelivery, eventDelivery, type Pressed, pressDelivery, submitDelivery } from './deliveries.ts';
import { firstEffect, whoseEffect } from './effects.ts';
import { type FormField, formFields, stateValues } from './form-values.ts';
import { typedEntities } from './rules/text-safety.ts';
import type { FakeSlack } from './server.ts';
import { directChannel, type FakeChannel, type FakePerson, type FakeTeam, newChannel, unique } from './state.ts';
import { finishSubmission } from './submissions.ts';
import type { Acknowledged, Delivery, Transport } from './transport.ts';
import { decoded, type VisibleButton, visibleButtons, visibleText } from './visible.ts';
import { checkContent } from './world.ts';

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

/**
 * People at their keyboards in a fake Slack: they type, press and fill in, over whichever transport is given, and see
 * what Slack would show them. Each act ends when its first effect is to be seen.
 */
export class SlackDriver {
  private readonly errors = new Map<string, Readonly<Record<string, string>>>();
  private readonly typed = new Map<string, Readonly<Record<string, readonly string[]>>>();
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
    const typed = { ...this.typed.get(view.id), ...values };
    const state = stateValues(view, typed);
    const { delivery, trigger } = submitDelivery(this.fake.world, team, person, view, state);
    return this.act(team, person, undefined, delivery, { trigger }, (acknowledged) => {
      const errors = finishSubmission(this.fake.world, team, person, acknowledged.payload);
      this.errors.set(view.id, errors);
      // A form that stays open keeps what was typed into it.
      if (Object.keys(errors).length > 0) this.typed.set(view.id, typed);
      else this.typed.delete(view.id);
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
      fields: formFields(view).map((field) => ({
        ...field,
        initial: this.typed.get(view.id)?.[field.name] ?? field.initial,
      })),
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
    const act = { team: team.id, person: person.id, channel: channel?.id, responsePath: undefined, ...own };
    const effect = firstEffect(world, (each) => whoseEffect(act, each));
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
