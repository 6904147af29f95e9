import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import type { CommandDefinition } from './definition.ts';

/** A subcommand with what it does. `options` has only names of its definition, as a person gave them. */
export interface Command extends CommandDefinition {
  run(parts: Parts, who: Who, options: Readonly<Record<string, string>>): Promise<Reply>;
}
