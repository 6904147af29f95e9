import { actionId } from '../src/actions.ts';
import { answered, click } from '../tests/fakes/discord/clicks.ts';
import { type FakeDiscord, startFakeDiscord } from '../tests/fakes/discord/server.ts';
import { addChannel, addGuild, addPerson, type Channel, type Person } from '../tests/fakes/discord/world.ts';
import { type Clicked, compareLatency } from './latency.ts';
import { inTurn, line, median, ratio, report, throughput } from './measure.ts';
import { type Program, startProgram } from './program.ts';
import { reportGrowth, type Use } from './use.ts';

const concurrency = 32;
const perTurn = 3_000;
const turns = 5;
/** Beyond Discord's own 3 s, after which an answer is refused. */
const patienceMs = 5_000;
const earlyClicks = 1_000;
const lateClicks = 100_000;

interface Target {
  readonly name: string;
  readonly fake: FakeDiscord;
  readonly channel: Channel;
  readonly people: readonly Person[];
  readonly rounds: readonly string[];
  readonly program: Program;
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
    await compareLatency('Discord', clicked('Prep', prep), clicked('bare discord.js', bare));
    await memory(prep);
    line(`Clicks that Discord would have called unanswered: Prep ${prep.late}, bare discord.js ${bare.late}`);
  } finally {
    await Promise.all([end(prep), end(bare)]);
  }
}

function clicked(name: string, target: Target): Clicked {
  return {
    name,
    click(n) {
      const done = press(target, n);
      return { acknowledged: done, done };
    },
  };
}

async function memory(prep: Target): Promise<void> {
  await throughput({ name: 'prep', run: (n) => press(prep, n) }, 0, earlyClicks, concurrency);
  const before = await prep.program.ask<Use>('use');
  await throughput({ name: 'prep', run: (n) => press(prep, n) }, earlyClicks, lateClicks, concurrency);
  reportGrowth('Discord', lateClicks, before, await prep.program.ask<Use>('use'));
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
  // What was said is read and gone, or the fake's memory, and its collections, would be what is measured.
  fake.interactions.forget(interaction);
  if (original && original !== pressed) channel.messages.splice(channel.messages.indexOf(original), 1);
}

async function open(name: 'prep' | 'bare'): Promise<Target> {
  const fake = await startFakeDiscord({ record: false, checksAnswers: false });
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
  const program = startProgram('discord-bot', given);
  const { rounds } = await program.next<{ rounds: string[] }>();
  return { name, fake, channel, people, rounds, program, late: 0 };
}

async function end({ program, fake }: Target): Promise<void> {
  await program.end();
  await fake.close();
}
