import type { Suggestion } from '../platform.ts';

/**
 * One option of a subcommand. Platforms with named options (Discord) use name, about, choices and complete; in a typed
 * line (Slack, web) an option takes words from the front by `take`, or the words after its `keyword`.
 */
export interface OptionDefinition {
  /** 1 to 32 lower-case letters, digits, `-` */
  readonly name: string;
  /** 1 to 100 characters */
  readonly about: string;
  /** at most 25; a value that is none of them is refused with a near match */
  readonly choices?: readonly Suggestion[];
  /** suggestions while typing, at most 25; not together with `choices`. `have`: the options before it, in a typed line */
  readonly complete?: (typed: string, have?: Readonly<Record<string, string>>) => readonly Suggestion[];
  /** in a typed line, the value follows this word: `closes 17:00` */
  readonly keyword?: string;
  /**
   * in a typed line: takes a word that is nothing else's and no slip, so that its own refusal can say what is near it; asked
   * with the options that stand before it
   */
  readonly fallback?: (have: Readonly<Record<string, string>>) => boolean;
  /**
   * in a typed line: how many of these words (the rest of the line) are this option's, and the value they make; undefined
   * if none. `have`: the options that stand before them
   */
  readonly take: (
    words: readonly string[],
    have: Readonly<Record<string, string>>,
  ) => { readonly value: string; readonly words: number } | undefined;
}

/** One subcommand of `/prep`: what registration, parsing, completion and help are made from. */
export interface CommandDefinition {
  readonly name: string;
  /** 1 to 100 characters, as a menu shows it */
  readonly about: string;
  /** what follows `/prep`, as help shows it */
  readonly usage: string;
  readonly options: readonly OptionDefinition[];
}
