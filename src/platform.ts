import type { Form, Message } from './view/message.ts';

export type PlatformName = 'slack' | 'discord' | 'web';

/** A Slack team, a Discord guild or a playground, by the platform's own id. */
export interface WorkspaceRef {
  readonly platform: PlatformName;
  readonly workspace: string;
}

export interface ChannelRef extends WorkspaceRef {
  readonly channel: string;
}

/** A posted message; `message` is whatever the platform needs to find it again in its channel. */
export interface MessageRef extends ChannelRef {
  readonly message: string;
}

export interface PersonRef extends WorkspaceRef {
  readonly person: string;
}

/** What a post is for: the same key always means the same one message. At most 25 characters of `[A-Za-z0-9_-]` (Discord's nonce). */
export type IdempotencyKey = string;

/** What a platform can and cannot do; what it lacks is a flag here, not an optional method. */
export interface Capabilities {
  /** the person's IANA zone comes with their profile */
  readonly knowsZones: boolean;
  /** earlier posts can be looked up, so an unknown outcome can be settled */
  readonly findsPosts: boolean;
  /** the platform's own word for a workspace, as players read it */
  readonly workspaceWord: 'workspace' | 'server';
  /** how fast it takes posts where many are to be sent; absent where it takes them as they come */
  readonly posts?: PostLimit;
}

/** A post every `everyMs`, and `burst` at once after a rest, within each workspace or in all of the platform together. */
export interface PostLimit {
  readonly per: 'workspace' | 'platform';
  readonly everyMs: number;
  readonly burst: number;
}

/** `absent` and `found` are certain; `unknown` means that history may not be read. */
export type Found = { readonly kind: 'found'; readonly message: MessageRef } | { readonly kind: 'absent' | 'unknown' };

/**
 * What a chat platform does for the engine. Every member may throw {@link PlatformError}; none retries by itself for
 * longer than its own time-out of 10 s.
 */
export interface Platform {
  readonly name: PlatformName;
  readonly can: Capabilities;
  /** Sends `message` to `channel`, marked with `key`. One request; an unknown outcome is thrown as `unknown_outcome` and settled by {@link find}. */
  post(channel: ChannelRef, message: Message, key: IdempotencyKey): Promise<MessageRef>;
  /** Replaces a posted message. */
  edit(message: MessageRef, content: Message): Promise<void>;
  /** Looks for the message posted earlier with `key`, not older than `since` (epoch ms). */
  find(channel: ChannelRef, key: IdempotencyKey, since: number): Promise<Found>;
  /** Says `message` to one person alone, outside of an interaction (a DM). */
  tell(person: PersonRef, message: Message): Promise<void>;
  /** An address that opens the message, if the platform has one. */
  link(message: MessageRef): string | undefined;
}

/** The platform's failures as the engine sees them. */
export type PlatformErrorCode =
  | 'not_in_channel' // the bot must be invited
  | 'no_permission' // a policy or a missing permission forbids posting
  | 'channel_gone' // archived, deleted, or never there
  | 'message_gone' // the message was deleted
  | 'not_a_channel' // a thread or a direct message, where rounds can't live
  | 'token_revoked' // the installation is over
  | 'rate_limited' // retryAfterMs says for how long
  | 'unreachable' // not sent: refused before anything could have been done
  | 'unknown_outcome' // it may have been done
  | 'refused_payload' // our fault: the message was refused
  | 'cannot_tell'; // the person takes no private messages

/** One failure of a platform. `permanent`: trying again without a person's doing something is useless. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly platform: PlatformName;
  readonly code: PlatformErrorCode;
  readonly permanent: boolean;
  readonly retryAfterMs: number | undefined;
  /** The limit is the one of {@link Capabilities.posts}, so whoever comes under it must wait; otherwise it is one channel's. */
  readonly shared: boolean;

  constructor(
    platform: PlatformName,
    code: PlatformErrorCode,
    options: { retryAfterMs?: number; shared?: boolean; cause?: unknown } = {},
  ) {
    super(`${platform}: ${code}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.platform = platform;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.shared = options.shared ?? false;
    this.permanent = !['rate_limited', 'unreachable', 'unknown_outcome'].includes(code);
  }
}

export interface Profile {
  /** display name, plain text as the person typed it */
  readonly name: string;
  /** IANA zone, where the platform knows it */
  readonly zone?: string;
}

/** Who asks, where, and when Prep received it. Made by an adapter from one event. */
export interface Asking {
  readonly platform: PlatformName;
  readonly workspace: { readonly id: string; readonly name: string };
  /** `direct`: a private conversation with Prep; `thread`: a place where rounds can't live */
  readonly channel: { readonly id: string; readonly name: string; readonly kind: 'channel' | 'direct' | 'thread' };
  readonly person: {
    readonly id: string;
    /** asked only when the player's name is unknown or a day old; adapters cache it */
    profile(): Promise<Profile>;
    /** may this person manage the workspace in the platform's own eyes (Slack: admin or owner; Discord: Manage Server) */
    isManager(): Promise<boolean>;
  };
  /** epoch ms; the moment that counts for an answer */
  readonly receivedAt: number;
}

/** What the person did. `line` is everything after `/prep`; named options come from platforms that have them. */
export type Input =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'command'; readonly name: string; readonly options: Readonly<Record<string, string>> }
  /** `message`: the platform's id of the channel's message whose button it was, if it was one */
  | { readonly kind: 'press'; readonly action: string; readonly message?: string }
  | { readonly kind: 'submit'; readonly form: string; readonly values: Readonly<Record<string, readonly string[]>> };

/**
 * What the adapter shows to that person alone; public messages go through {@link Platform.post}.
 * `replaces`: if the press came from a private message, this one takes its place; a press on a channel's message always gets a new one.
 */
export type Reply =
  | { readonly kind: 'message'; readonly message: Message; readonly replaces: boolean }
  | { readonly kind: 'form'; readonly form: Form }
  /** a submitted form is refused: field name → what is wrong and what to do; the form stays open with what was typed */
  | { readonly kind: 'invalid'; readonly errors: Readonly<Record<string, string>>; readonly form: Form }
  /** nothing to show: the channel's message says it all */
  | { readonly kind: 'done' };

/** One suggestion while a command is being typed. */
export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

/** What an adapter is given: the engine's side of the port. */
export interface Door {
  /** Runs one use case. Never throws for what a person did; a fault of ours comes back as a message with a code. */
  handle(asking: Asking, input: Input): Promise<Reply>;
  /** Suggestions for an option of a subcommand, at most 25. */
  complete(command: string, option: string, typed: string): readonly Suggestion[];
  /** Suggestions for a whole line typed after `/prep`, at most 10; `value` is the whole line with the suggestion taken. */
  completeLine(line: string): readonly Suggestion[];
  /** The workspace is gone (uninstalled, removed): its schedules stop, its data stays until it is deleted. */
  workspaceGone(workspace: WorkspaceRef): Promise<void>;
  /** The platform's own ids of its workspaces in which a daily challenge is on; an adapter that was away finds out which of them are gone. */
  workspacesAtWork(platform: PlatformName): Promise<readonly string[]>;
}
