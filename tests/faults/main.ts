import { chmodSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { projectRoot } from '../../src/project-root.ts';
import { findPart, installMissing, redisPart } from '../setup/parts.ts';
import { seeded } from '../setup/random.ts';
import { type ArenaPlan, openArena } from './arena.ts';
import { writeBankFile } from './bank-file.ts';
import { bundleWorker } from './bundle.ts';
import { checkOnce } from './check.ts';
import { playDay } from './day.ts';
import { planDays } from './faults.ts';
import { type Lane, openLane } from './lane.ts';
import { neglected, newTally, type Tally, told } from './tally.ts';

/** `npm run test:faults`: see CONTRIBUTING.md. Ends with what was doubled, lost, late and unknown, and fails on the first loss. */
const { values } = parseArgs({ options: { faults: { type: 'string', default: '220' }, seed: { type: 'string' } } });
const wanted = Number(values.faults);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(seed))
  throw new Error('--faults and --seed take whole numbers');

// The servers are taken along by whatever ends the process in order.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
installMissing([redisPart]);
const redis = findPart(redisPart);
if (!redis) throw new Error('Redis is not on this machine (Debian: apt-get install redis-server)');
const folder = mkdtempSync(path.join(os.tmpdir(), 'prep-faults-'));
chmodSync(folder, 0o755);
const logFile = path.join(folder, 'workers.log');
const log = openSync(logFile, 'a');
const bankFile = path.join(folder, 'bank.json');
const [program, bank] = await Promise.all([
  bundleWorker(path.join(folder, 'worker')),
  writeBankFile(path.join(projectRoot, 'questions'), bankFile),
]);
let failure: string | undefined;
/** two queues, one worker or three */
const kindsOfArena = 4;

/** Arena after arena of one platform, until there were faults enough or one has shown something. */
async function playLane(lane: Lane, platform: ArenaPlan['platform'], faults: number, tally: Tally): Promise<void> {
  const over = (enough = faults) => tally.total() >= enough || failure !== undefined;
  // Every kind of arena has its turn.
  const turn = Math.ceil(faults / kindsOfArena);
  for (let number = 0; !over(); number += 1) {
    const plan: ArenaPlan = {
      platform,
      queue: number % 2 === 0 ? 'redis' : 'postgres',
      workers: number % 4 < 2 ? 1 : 3,
      seed: seed + 1000 * number,
    };
    const where = `${platform}, queue on ${plan.queue}, workers: ${plan.workers}, arena ${number}`;
    const arena = await openArena(lane, plan, bank, pino({ level: 'silent' }));
    const rounds: { id: string }[] = [];
    const end = tally.total() + turn;
    const { days, closes } = planDays(plan, seeded(plan.seed));
    for (const day of days) {
      if (over(Math.min(faults, end))) break;
      try {
        rounds.push((await playDay(arena, day, closes, tally)).round);
        for (const round of rounds) checkOnce(arena, round, tally);
        const [broken] = arena.chat.violations();
        if (broken) throw new Error(`the platform's rules were broken: ${broken}`);
      } catch (error) {
        failure ??= `${where}, day ${rounds.length + 1}: ${String(error)}\n${JSON.stringify(day)}\nThe workers' log: ${logFile}`;
      }
    }
    await arena.close();
    console.log(`${where}: ${rounds.length} days, ${tally.total()} faults so far`);
  }
}

const began = performance.now();
const worker = { program, bankFile, log };
const platforms = ['slack', 'discord'] as const;
const tallies = await Promise.all(
  platforms.map(async (platform) => {
    const tally = newTally();
    const lane = await openLane({ folder: path.join(folder, platform), redis, worker });
    await playLane(lane, platform, Math.ceil(wanted / platforms.length), tally);
    await lane.close();
    return tally;
  }),
);
if (failure === undefined && wanted >= 200) {
  const few = neglected(tallies);
  if (few.length > 0) failure = `fewer than five kills at: ${few.join('; ')}`;
}
if (failure === undefined) rmSync(folder, { recursive: true, force: true });
else console.log(`\nFailed with seed ${seed}: ${failure}`);
console.log(`\n${Math.round((performance.now() - began) / 1000)} s`);
for (const line of told(tallies, seed)) console.log(line);
process.exit(failure === undefined ? 0 : 1);
