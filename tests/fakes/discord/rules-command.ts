import { length } from './parts.ts';
import { type Fault, fault, refuseFaults } from './refusal.ts';
import { schemaFaults } from './schemas.ts';

/** A command or an option of one, as a bot registers it. */
export interface CommandPart {
  readonly type?: number;
  readonly name: string;
  readonly description?: string;
  readonly options?: readonly CommandPart[];
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly autocomplete?: boolean;
  readonly required?: boolean;
  readonly contexts?: readonly number[];
  readonly integration_types?: readonly number[];
}

const subcommand = [1, 2];
const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Refuses commands that Discord would refuse. Contract, section 10, item 14 (limits of section 3). */
export function checkCommands(commands: readonly CommandPart[]): void {
  const faults: Fault[] = [];
  if (commands.length > 100) faults.push(fault([], 'APPLICATION_COMMANDS_LIMIT', 'At most 100 commands.'));
  faults.push(...duplicateNames(commands, []));
  commands.forEach((command, index) => {
    faults.push(...partFaults(command, [index]));
    if (sizeOf(command) > 8000)
      faults.push(fault([index], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)'));
  });
  refuseFaults(faults);
  refuseFaults(commands.flatMap((command, index) => schemaFaults('command', command, [index])));
}

function partFaults(part: CommandPart, path: readonly PropertyKey[]): Fault[] {
  const { name, description, options = [], choices = [] } = part;
  const faults: Fault[] = [];
  if (!namePattern.test(name) || name !== name.toLowerCase()) {
    faults.push(fault([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid'));
  }
  if (!description || length(description) > 100) {
    faults.push(fault([...path, 'description'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.'));
  }
  if (options.length > 25)
    faults.push(fault([...path, 'options'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.'));
  if (choices.length > 25)
    faults.push(fault([...path, 'choices'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.'));
  for (const [index, choice] of choices.entries()) {
    if (!choice.name || length(choice.name) > 100 || length(choice.value) > 100) {
      faults.push(fault([...path, 'choices', index], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.'));
    }
  }
  if (part.autocomplete && choices.length > 0) {
    faults.push(
      fault(path, 'APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE', 'Not choices and autocomplete together.'),
    );
  }
  faults.push(...orderFaults(options, path), ...duplicateNames(options, [...path, 'options']));
  return [...faults, ...options.flatMap((option, index) => partFaults(option, [...path, 'options', index]))];
}

/** Required options come first, and a subcommand never stands beside a plain option. */
function orderFaults(options: readonly CommandPart[], path: readonly PropertyKey[]): Fault[] {
  const faults: Fault[] = [];
  const firstOptional = options.findIndex(({ required, type }) => !required && !subcommand.includes(type ?? 0));
  if (firstOptional >= 0 && options.slice(firstOptional).some(({ required }) => required)) {
    faults.push(
      fault(
        [...path, 'options'],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      ),
    );
  }
  const subcommands = options.filter(({ type }) => subcommand.includes(type ?? 0)).length;
  if (subcommands > 0 && subcommands < options.length) {
    faults.push(
      fault(
        [...path, 'options'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      ),
    );
  }
  return faults;
}

function duplicateNames(parts: readonly CommandPart[], path: readonly PropertyKey[]): Fault[] {
  const names = parts.map(({ name }) => name);
  return new Set(names).size === names.length
    ? []
    : [fault(path, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')];
}

function sizeOf({ name, description, options = [], choices = [] }: CommandPart): number {
  return (
    length(name) +
    length(description) +
    choices.reduce((sum, choice) => sum + length(choice.name) + length(String(choice.value)), 0) +
    options.reduce((sum, option) => sum + sizeOf(option), 0)
  );
}
