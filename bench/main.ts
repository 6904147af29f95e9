import { parseArgs } from 'node:util';
import { benchAnswers } from './answers.ts';
import { benchBank } from './bank.ts';
import { benchClicks } from './clicks.ts';
import { benchDaily } from './daily.ts';
import { benchDiscord } from './discord.ts';
import { benchLoad, type LoadOptions } from './load.ts';
import { line, withNeighbours } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchSlack } from './slack.ts';

/** `npm run bench`, on the Node that the image has (`bench:here`: on the one at hand): every bench but `load`, which takes as long as the platforms' limits say; `npm run bench -- answers`: those named. Figures are ratios of things measured in the same run. */
const benches: Readonly<Record<string, (options: LoadOptions) => Promise<void>>> = {
  answers: benchAnswers,
  clicks: benchClicks,
  daily: benchDaily,
  memory: benchMemory,
  bank: benchBank,
  slack: benchSlack,
  discord: benchDiscord,
  load: benchLoad,
};

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    channels: { type: 'string' },
    large: { type: 'string' },
    platform: { type: 'string' },
    queue: { type: 'string' },
  },
});
const unknown = wanted.filter((name) => !benches[name]);
if (unknown.length > 0) {
  line(`There is no bench "${unknown[0]}". There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
line(`Node ${process.versions.node}`);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 ? !wanted.includes(name) : name === 'load') continue;
  line(`== ${name}`);
  await withNeighbours(() => bench(options));
}
