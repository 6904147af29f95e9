// Refuses imports that the architecture forbids: npm run imports
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../src/project-root.ts';
import { importsOf, refusal } from './import-rules.ts';

const packageFile = z.object({ dependencies: z.record(z.string(), z.string()) });
const manifest = packageFile.parse(JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')));
const dependencies = new Set(Object.keys(manifest.dependencies));

const files = ['src', 'adapters', 'jobs', 'drizzle'].flatMap((folder) =>
  readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/'))),
);

let refused = 0;
for (const file of files) {
  for (const found of importsOf(file, readFileSync(path.join(projectRoot, file), 'utf8'))) {
    const reason = refusal(found, dependencies);
    if (!reason) continue;
    refused++;
    console.error(`${file} imports ${found.to}: ${reason}.`);
  }
}
console.log(`${files.length} files, ${refused} refused imports.`);
process.exitCode = refused > 0 ? 1 : 0;
