import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { slackManifest } from '../adapters/slack/manifest.ts';
import { loadBank } from '../src/bank/load.ts';
import { createCommands } from '../src/commands/index.ts';
import { projectRoot } from '../src/project-root.ts';

const usage = `npm run slack:manifest [-- --url https://prep.example.org]
  Writes slack-manifest.yaml, for Socket Mode. With --url, prints the manifest for HTTP at that address instead.`;

const { values } = parseArgs({ options: { url: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(usage);
} else if (values.url !== undefined && !/^https:\/\/[^/\s]/.test(values.url)) {
  console.error('--url must be an address that Slack can reach, such as https://prep.example.org.');
  process.exitCode = 1;
} else {
  const commands = createCommands(await loadBank(path.join(projectRoot, 'questions')));
  const manifest = slackManifest(commands, values.url);
  if (values.url === undefined) await writeFile(path.join(projectRoot, 'slack-manifest.yaml'), manifest);
  else process.stdout.write(manifest);
}
