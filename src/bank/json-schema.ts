import { z } from 'zod';
import { conceptFile } from './format.ts';

/** Where the schema for editors lies, below the bank's root. */
export const schemaFile = 'question.schema.json';

/** The JSON Schema of a concept file, as text, for editors: completion, limits and the format's own descriptions while typing. */
export function questionSchema(): string {
  const schema = z.toJSONSchema(conceptFile, { io: 'input', reused: 'inline' });
  return `${JSON.stringify({ title: 'Questions on one concept', ...schema }, null, 2)}\n`;
}
