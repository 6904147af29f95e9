/** A person or a channel of a stage; `id` is the platform's own. */
export interface Actor {
  readonly id: string;
  readonly name: string;
}

/** A message as one person sees it. */
export interface Seen {
  readonly id: string;
  /** what is read, mark-up gone; buttons are left out */
  readonly text: string;
  /** labels, in order */
  readonly buttons: readonly string[];
  /** nobody else sees it */
  readonly private: boolean;
}

export interface SeenField {
  readonly name: string;
  readonly label: string;
  /** what can be ticked or picked; empty for a line of text */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** what is ticked, picked or filled in */
  readonly values: readonly string[];
}

/** A form that is open before one person. */
export interface SeenForm {
  readonly title: string;
  /** everything that is read in it besides its fields, errors among it */
  readonly text: string;
  readonly fields: readonly SeenField[];
}

/** What a person's device got: every payload, whole, as it was sent. */
export interface RawPayload {
  /** undefined: everybody in the channel reads it */
  readonly to: string | undefined;
  readonly json: string;
}

/**
 * One platform with Prep in it, as people have it before them. An act resolves once its first effect can be seen; more may
 * follow. The first person manages the workspace and nobody else does.
 */
export interface Stage {
  readonly people: { readonly ana: Actor; readonly ben: Actor; readonly chidi: Actor; readonly dana: Actor };
  readonly channels: { readonly backend: Actor; readonly quiet: Actor };
  /** Types `/prep <line>`. */
  command(person: Actor, channel: Actor, line: string): Promise<void>;
  /** Presses the button `label` of the message `id`, or of the newest that has it. */
  press(person: Actor, channel: Actor, label: string, id?: string): Promise<void>;
  /** Sends the form that is open before the person; what is left out stays as it is filled in. */
  submit(person: Actor, values: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /** A moderator deletes a message of the channel. */
  remove(channel: Actor, id: string): Promise<void>;
  /** What the person sees in the channel, oldest first. */
  see(person: Actor, channel: Actor): Promise<readonly Seen[]>;
  form(person: Actor): Promise<SeenForm | undefined>;
  /** Everything that was ever sent, to whomever. */
  payloads(): readonly RawPayload[];
  /** The stage's present (epoch ms). */
  now(): number;
  /** Moves the present on and does what has become due. */
  advance(ms: number): Promise<void>;
  /** Standings that are not the sum of their answers; none, or something is broken. */
  wrongStandings(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** What the suite is told about a platform. */
export interface Descriptor {
  readonly platform: string;
  open(): Promise<Stage>;
  /** Cases that this platform can't have; each with its reason, which is printed. */
  readonly skips: readonly { readonly reason: string; readonly tests: readonly string[] }[];
  /** Rooms of an adapter (`install`) that this platform's folder does without; each with its reason. */
  readonly leftOut?: Readonly<Record<string, string>>;
}
