import { type FakeChannel, type FakePerson, type FakeTeam, type FakeView, unique } from './state.ts';
import type { Delivery } from './transport.ts';
import type { World } from './world.ts';

/** Deliveries as Slack makes them. Contract section 1, "Slash command fields" and "Interaction and event payload fields". */

/** What a channel is called in a delivery: private ones and conversations have no name there. */
function nameInDelivery(channel: FakeChannel): string {
  if (channel.kind === 'public') return channel.name;
  return channel.kind === 'private' ? 'privategroup' : 'directmessage';
}

const app = { api_app_id: 'A0FAKE', token: 'legacy', is_enterprise_install: false };

/** `should_escape`: the three entities, and people as tokens. Contract section 7. */
export function escapeLine(team: FakeTeam, line: string): string {
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [...team.people.values()].reduce(
    (text, person) => text.replaceAll(`@${person.name}`, `<@${person.id}|${person.name.toLowerCase()}>`),
    escaped,
  );
}

/** A typed `/prep line`. `responsePath` and `trigger` tell its effects apart. */
export function commandDelivery(world: World, team: FakeTeam, person: FakePerson, channel: FakeChannel, line: string) {
  const responsePath = world.responseUrls.issue({
    team: team.id,
    channel: channel.id,
    person: person.id,
    ephemeral: true,
  });
  const trigger = world.triggers.issue(person.id);
  const payload = {
    token: 'legacy',
    command: '/prep',
    text: escapeLine(team, line),
    response_url: `${world.baseUrl}${responsePath}`,
    trigger_id: trigger,
    user_id: person.id,
    user_name: person.name.toLowerCase(),
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: nameInDelivery(channel),
    api_app_id: 'A0FAKE',
    is_enterprise_install: 'false',
  };
  return { delivery: { kind: 'command', payload } satisfies Delivery, responsePath, trigger };
}

/** What a button press stands on: a message, or one that only `person` sees. */
export interface Pressed {
  readonly ts: string;
  readonly ephemeral: boolean;
  readonly threadTs?: string | undefined;
  /** set on every message that has replies */
  readonly hasReplies?: boolean;
  readonly text: string;
  readonly blocks: readonly unknown[];
}

export function pressDelivery(
  world: World,
  team: FakeTeam,
  person: FakePerson,
  channel: FakeChannel,
  pressed: Pressed,
  action: string,
) {
  const responsePath = world.responseUrls.issue({
    team: team.id,
    channel: channel.id,
    person: person.id,
    message: pressed.ts,
    ephemeral: pressed.ephemeral,
  });
  const trigger = world.triggers.issue(person.id);
  const thread = pressed.threadTs ?? (pressed.hasReplies ? pressed.ts : undefined);
  const threaded = thread === undefined ? {} : { thread_ts: thread };
  const message = pressed.ephemeral
    ? {}
    : { message: { type: 'message', ts: pressed.ts, text: pressed.text, blocks: pressed.blocks, ...threaded } };
  const payload = {
    type: 'block_actions',
    ...app,
    user: { id: person.id, username: person.name.toLowerCase(), name: person.name.toLowerCase(), team_id: team.id },
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    channel: { id: channel.id, name: nameInDelivery(channel) },
    container: {
      type: 'message',
      message_ts: pressed.ts,
      channel_id: channel.id,
      is_ephemeral: pressed.ephemeral,
      ...threaded,
    },
    ...message,
    state: { values: {} },
    trigger_id: trigger,
    response_url: `${world.baseUrl}${responsePath}`,
    actions: [{ type: 'button', action_id: action, block_id: `b${unique()}`, action_ts: world.ts() }],
  };
  return { delivery: { kind: 'interaction', payload } satisfies Delivery, responsePath, trigger };
}

/** A submitted form; `values` as view.state.values has them. */
export function submitDelivery(world: World, team: FakeTeam, person: FakePerson, view: FakeView, values: object) {
  const trigger = world.triggers.issue(person.id);
  const payload = {
    type: 'view_submission',
    ...app,
    user: { id: person.id, username: person.name.toLowerCase(), name: person.name.toLowerCase(), team_id: team.id },
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    trigger_id: trigger,
    view: {
      id: view.id,
      team_id: team.id,
      hash: view.hash,
      root_view_id: view.id,
      previous_view_id: null,
      app_installed_team_id: team.id,
      app_id: 'A0FAKE',
      bot_id: team.bot,
      ...view.payload,
      state: { values },
    },
    response_urls: [],
  };
  return { delivery: { kind: 'interaction', payload } satisfies Delivery, trigger };
}

/** An event with its envelope; the same `id` again is a repetition. */
export function eventDelivery(
  team: FakeTeam,
  event: Readonly<Record<string, unknown>>,
  id = `Ev${unique()}`,
): Delivery {
  return {
    kind: 'event',
    payload: {
      token: 'legacy',
      team_id: team.id,
      api_app_id: 'A0FAKE',
      event,
      type: 'event_callback',
      event_id: id,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: team.id, user_id: team.botUser, is_bot: true, is_enterprise_install: false },
      ],
    },
  };
}
