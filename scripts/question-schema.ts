import { writeFile } from 'node:fs/promises';
import { questionSchema, schemaFile } from '../src/bank/json-schema.ts';

await writeFile(`questions/${schemaFile}`, questionSchema());
