import type { Suggestion } from '../platform.ts';
import type { CommandDefinition } from './definition.ts';
import { parseLine } from './parse.ts';

const mostOfAnOption = 25;
const mostOfALine = 10;

/** Suggestions for one option of a subcommand, for platforms with named options. */
export function completeOption(
  commands: readonly CommandDefinition[],
  command: string,
  option: string,
  typed: string,
): readonly Suggestion[] {
  const definition = commands.find((one) => one.name === command)?.options.find((one) => one.name === option);
  return (definition?.complete?.(typed) ?? []).slice(0, mostOfAnOption);
}

/** Suggestions for a line typed after `/prep`; each `value` is the whole line with the suggestion taken. */
export function completeLine(commands: readonly CommandDefinition[], line: string): readonly Suggestion[] {
  const words = line.trimStart().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length <= 1) {
    return commands
      .filter((command) => command.name.startsWith(last.toLowerCase()))
      .map((command) => ({ value: command.name, label: command.about }));
  }
  const before = words.slice(0, -1).join(' ');
  const parsed = parseLine(commands, before);
  if (parsed.kind !== 'command') return [];
  const command = commands.find((one) => one.name === parsed.name);
  const open = (command?.options ?? []).filter((option) => parsed.options[option.name] === undefined);
  const suggestions = open.flatMap((option) => {
    if (option.keyword !== undefined) return [{ value: option.keyword, label: option.about }];
    return [
      ...(option.choices ?? []),
      ...(last === '' && option.choices === undefined ? [] : (option.complete?.(last, parsed.options) ?? [])),
    ];
  });
  return suggestions
    .filter((one) => wordBegins(`${one.value} ${one.label}`, last))
    .slice(0, mostOfALine)
    .map((one) => ({ value: `${before} ${one.value}`, label: one.label }));
}

/** Does any word of `words` begin with what was typed so far? */
function wordBegins(words: string, typed: string): boolean {
  return ` ${words.toLowerCase()}`.replaceAll(/[-/(,]/g, ' ').includes(` ${typed.toLowerCase()}`);
}
