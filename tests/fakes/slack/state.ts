/** What the fake remembers: workspaces, people, channels, messages, open forms. */

export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly zone: string;
  readonly isAdmin: boolean;
}

export interface FakeMessage {
  readonly ts: string;
  readonly channel: string;
  /** the bot that wrote it, or 'person' */
  readonly author: string;
  text: string;
  blocks: readonly unknown[];
  metadata?: unknown;
  readonly threadTs?: string | undefined;
  edits: number;
}

/** A message that one person alone sees. */
export interface FakeEphemeral {
  readonly ts: string;
  readonly channel: string;
  readonly person: string;
  readonly threadTs?: string | undefined;
  text: string;
  blocks: readonly unknown[];
}

export interface FakeChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct' | 'between people';
  readonly members: Set<string>;
  botIsIn: boolean;
  archived: boolean;
  deleted: boolean;
  /** a policy of the workspace: the error that posts get */
  postingRefused?: string;
  readonly messages: FakeMessage[];
  readonly ephemerals: FakeEphemeral[];
}

export interface FakeView {
  readonly id: string;
  readonly person: string;
  readonly hash: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What is wrong with a workspace's token, as Slack's error says it. */
export type TokenTrouble = 'token_revoked' | 'account_inactive' | 'token_expired';

export interface FakeTeam {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly botToken: string;
  readonly botUser: string;
  readonly bot: string;
  scopes: Set<string>;
  trouble?: TokenTrouble | undefined;
  /** after app_uninstalled: any call fails the test */
  uninstalled: boolean;
  readonly people: Map<string, FakePerson>;
  readonly channels: Map<string, FakeChannel>;
  /** person → their stack of open forms */
  readonly views: Map<string, FakeView[]>;
}

/** One call of the Web API or of a response_url, for counting and for the search of leaks. */
export interface SentCall {
  readonly method: string;
  readonly team: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly at: number;
  /** a response_url's: where it went */
  readonly to?: { readonly channel: string; readonly person: string };
  /** undefined while it runs */
  outcome: string | undefined;
}

let last = 0;
/** A number that no other call gets. */
export function unique(): number {
  last += 1;
  return last;
}

/** The conversation of `person` with the app; made when first needed. */
export function directChannel(team: FakeTeam, person: string): FakeChannel {
  const id = `D${person.slice(1)}`;
  const known = team.channels.get(id);
  if (known) return known;
  const made = newChannel(id, 'directmessage', 'direct');
  made.members.add(person);
  team.channels.set(id, made);
  return made;
}

/** An empty channel that the bot is in. */
export function newChannel(id: string, name: string, kind: FakeChannel['kind']): FakeChannel {
  return {
    id,
    name,
    kind,
    members: new Set(),
    botIsIn: true,
    archived: false,
    deleted: false,
    messages: [],
    ephemerals: [],
  };
}
