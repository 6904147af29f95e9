import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { actionId } from '../src/actions.ts';
import { answered, click } from '../tests/fakes/discord/clicks.ts';
import { type FakeDiscord, startFakeDiscord } from '../tests/fakes/discord/server.ts';
import { addChannel, addGuild, addPerson, type Channel, type Person } from '../tests/fakes/discord/world.ts';
import { inTurn, line, median, percentile, ratio, report } from './measure.ts';

const concurrency = 32;
const perTurn = 3_000;
const turns = 5;
const pace = 300;
const pacedSeconds = 8;
/** Beyond Discord's own 3 s, after which an answer is refused. */
const patienceMs = 5_000;

interface Target {
  readonly name: string;
  readonly fake: FakeDiscord;
  readonly channel: Channel;
  readonly people: readonly Person[];
  readonly rounds: readonly string[];
  readonly child: ChildProcessWithoutNullStreams;
  /** clicks that Discord would have called unanswered */
  late: number;
}

/** Clicks through a gateway to committed answers, against a discord.js client that only acknowledges. */
export async function benchDiscord(): Promise<void> {
  const prep = await open('prep');
  const bare = await open('bare');
  try {
    const [prepRates = [], bareRates = []] = await inTurn(
      [
        { name: 'prep', run: (n) => press(prep, n) },
        { name: 'bare', run: (n) => press(bare, n) },
      ],
      { times: turns, total: perTurn, concurrency },
    );
    line(
      `Discord clicks per second, ${concurrency} at once, medians of ${turns}: Prep ${median(prepRates).toFixed(0)}, bare discord.js ${median(bareRates).toFixed(0)}`,
    );
    report('Discord clicks to committed answers / a client that only acknowledges', ratio(prepRates, bareRates), {
      atLeast: 0.3,
    });
    await latency(prep, bare);
    line(`Clicks that Discord would have called unanswered: Prep ${prep.late}, bare discord.js ${bare.late}`);
  } finally {
    await Promise.all([end(prep), end(bare)]);
  }
}

async function latency(prep: Target, bare: Target): Promise<void> {
  const times = new Map<Target, number[][]>([
    [prep, []],
    [bare, []],
  ]);
  for (let turn = 0; turn < 3; turn += 1) {
    for (const target of [prep, bare]) times.get(target)?.push(await paced(target));
  }
  const ofAll = (target: Target, p: number) => (times.get(target) ?? []).map((one) => percentile(one, p));
  for (const p of [0.5, 0.99]) {
    line(
      `Acknowledgement at ${pace} a second, p${p * 100}: Prep ${median(ofAll(prep, p)).toFixed(1)} ms, bare discord.js ${median(ofAll(bare, p)).toFixed(1)} ms`,
    );
  }
  report('Discord acknowledgement p99, Prep / bare discord.js', ratio(ofAll(prep, 0.99), ofAll(bare, 0.99)), {
    atMost: 2,
  });
}

/** Sends at a fixed pace, whether answers come or not; times in ms, from when each click was due. */
async function paced(target: Target): Promise<number[]> {
  const taken: number[] = [];
  const waiting: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < pace * pacedSeconds; n += 1) {
    const due = began + (n * 1000) / pace;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    waiting.push(press(target, n).then(() => void taken.push(performance.now() - due)));
  }
  await Promise.all(waiting);
  return taken;
}

async function press(target: Target, n: number): Promise<void> {
  const { fake, channel, people, rounds, name } = target;
  const round = rounds[n % rounds.length] ?? 'none';
  const person = people[Math.floor(n / Math.max(rounds.length, 1)) % people.length] as Person;
  const [pressed] = channel.messages;
  const data = { component_type: 2, custom_id: actionId('answer', round, n % 3), id: 1 };
  const interaction = click(fake, person, channel, { type: 3, data, pressed });
  const inTime = await answered(interaction, patienceMs).then(
    () => true,
    () => false,
  );
  if (!inTime) target.late += 1;
  const { original } = interaction;
  if (inTime && name === 'prep' && !JSON.stringify(original?.components).includes('is in')) {
    throw new Error(`a click was answered with ${JSON.stringify(original)}`);
  }
  // What was said is read and gone, or the fake's memory would be what is measured.
  if (original && original !== pressed) channel.messages.splice(channel.messages.indexOf(original), 1);
}

async function open(name: 'prep' | 'bare'): Promise<Target> {
  const fake = await startFakeDiscord({ record: false });
  const guild = addGuild(fake.world, 'Bench');
  const channel = addChannel(fake.world, guild, 'bench');
  const people = ['Ana', 'Ben', 'Chidi', 'Dana'].map((one) => addPerson(fake.world, guild, one));
  channel.messages.push({
    id: fake.world.nextId(),
    author: fake.world.bot,
    flags: 1 << 15,
    content: '',
    components: [{ type: 10, content: 'Which one?' }],
    embeds: [],
    nonce: undefined,
    sentAt: fake.world.now(),
    onlyFor: undefined,
    mentionsAllowed: [],
  });
  const given = [name, fake.apiUrl, fake.token, fake.applicationId, guild.id, channel.id];
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/discord-bot.ts', ...given], {
    stdio: ['pipe', 'pipe', 'inherit'],
  }) as unknown as ChildProcessWithoutNullStreams;
  for await (const text of createInterface({ input: child.stdout })) {
    const { rounds } = JSON.parse(text) as { rounds: string[] };
    return { name, fake, channel, people, rounds, child, late: 0 };
  }
  throw new Error(`the bot ${name} did not start`);
}

async function end({ child, fake }: Target): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end();
  await ended;
  await fake.close();
}
