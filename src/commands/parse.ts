import { distance } from 'fastest-levenshtein';
import type { CommandDefinition } from './definition.ts';

/** A line understood, or a slip with what was probably meant. */
export type Parsed =
  | { readonly kind: 'command'; readonly name: string; readonly options: Readonly<Record<string, string>> }
  /** the first word is no subcommand; `meant` is a whole line to offer, if one is near */
  | { readonly kind: 'unknown command'; readonly word: string; readonly meant: string | undefined }
  /** a word that no option of the subcommand takes, after the subcommand or a keyword; '' if one is missing there */
  | {
      readonly kind: 'unknown word';
      readonly command: string;
      readonly after: string;
      readonly word: string;
      readonly meant: string | undefined;
    };

/** Reads what follows `/prep`. An empty line is `help`. */
export function parseLine(commands: readonly CommandDefinition[], line: string): Parsed {
  const words = line.trim().split(/\s+/).filter(Boolean);
  const [first = 'help', ...rest] = words;
  const command = commands.find((one) => one.name === first.toLowerCase());
  if (!command) {
    const near = nearest(
      first.toLowerCase(),
      commands.map((one) => one.name),
    );
    return { kind: 'unknown command', word: first, meant: near && [near, ...rest].join(' ') };
  }
  return readOptions(command, rest);
}

function readOptions(command: CommandDefinition, given: readonly string[]): Parsed {
  const options: Record<string, string> = {};
  let words = given;
  while (words.length > 0) {
    const known = takeOption(command, options, words);
    const slip = unknownWord(command, options, given, words);
    const isAnybodys = slip.meant === undefined && slip.after === command.name;
    const taken = known ?? (isAnybodys ? takeFallback(command, options, words) : undefined);
    if (!taken) return slip;
    options[taken.name] = taken.value;
    words = words.slice(taken.words);
  }
  return { kind: 'command', name: command.name, options };
}

function takeOption(command: CommandDefinition, have: Readonly<Record<string, string>>, words: readonly string[]) {
  const [first = '', ...rest] = words;
  const open = command.options.filter((option) => have[option.name] === undefined);
  const keyed = open.find((option) => option.keyword === first.toLowerCase());
  if (keyed && rest.length > 0) {
    const taken = keyed.take(rest, have);
    return taken && { name: keyed.name, value: taken.value, words: taken.words + 1 };
  }
  for (const option of open) {
    if (option.keyword !== undefined) continue;
    const taken = option.take(words, have);
    if (taken) return { name: option.name, ...taken };
  }
  return undefined;
}

/** The rest of the line up to a keyword belongs to the option that answers for words nobody knows. */
function takeFallback(command: CommandDefinition, have: Readonly<Record<string, string>>, words: readonly string[]) {
  const option = command.options.find((one) => one.fallback?.(have) && have[one.name] === undefined);
  return option && { name: option.name, value: words[0] ?? '', words: 1 };
}

function unknownWord(
  command: CommandDefinition,
  have: Readonly<Record<string, string>>,
  given: readonly string[],
  left: readonly string[],
): Extract<Parsed, { kind: 'unknown word' }> {
  const open = command.options.filter((option) => have[option.name] === undefined);
  const keyed = open.find((option) => option.keyword === left[0]?.toLowerCase());
  const [word = '', ...rest] = keyed ? left.slice(1) : left;
  const before = given.slice(0, given.length - left.length + (keyed ? 1 : 0));
  // Of a keyword only what may follow it; what was said already can't be meant once more.
  const known = (keyed ? [keyed] : open).flatMap((option) => [
    ...(option.choices ?? []).map((choice) => choice.value),
    ...(option.keyword && !keyed ? [option.keyword] : []),
    ...(option.complete ? option.complete(word, have).map((suggestion) => suggestion.value) : []),
  ]);
  const near = word === '' ? undefined : nearest(word.toLowerCase(), known);
  const meant = near && near !== word ? [command.name, ...before, near, ...rest].join(' ') : undefined;
  const after = keyed ? `${command.name} ${keyed.keyword}` : command.name;
  return { kind: 'unknown word', command: command.name, after, word, meant };
}

/** Nobody misspells a longer word; comparing one would only take time. */
const longestSlip = 60;

/** The one of `known` that is spelled nearest to `word`, if it is near enough to be a slip. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > longestSlip) return undefined;
  const ranked = known
    .map((one) => ({ one, off: one.startsWith(word) && word.length > 1 ? 0.5 : slipsBetween(word, one) }))
    .sort((a, b) => a.off - b.off);
  const best = ranked[0];
  return best && best.off <= Math.max(1, Math.floor(best.one.length / 3)) ? best.one : undefined;
}

/** Letters to add, leave out or change; two neighbours in the wrong order are one slip, as `daliy` is. */
function slipsBetween(typed: string, meant: string): number {
  const at = typed.split('').findIndex((letter, index) => letter !== meant[index]);
  const swapped = typed.slice(0, at) + (typed[at + 1] ?? '') + (typed[at] ?? '') + typed.slice(at + 2);
  return at >= 0 && swapped === meant ? 1 : distance(typed, meant);
}
