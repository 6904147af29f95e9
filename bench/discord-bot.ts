import { Client, Events, GatewayIntentBits } from 'discord.js';
import { nanoid } from 'nanoid';
import { pino } from 'pino';
import { createDiscord } from '../adapters/discord/index.ts';
import { revisionOf } from '../src/bank/format.ts';
import { type BenchStage, openStage } from './stage.ts';

/*
 * A bot in a process of its own, for Discord and the clicks to come from another: `prep` is the engine behind the Discord
 * adapter, `bare` a discord.js client that only acknowledges. Prints one line of JSON when it is connected; ends with its
 * standard input. Arguments: which, the API's address, token, application, server, channel.
 */
const [which, apiUrl = '', token = '', applicationId = '', guild = '', channel = ''] = process.argv.slice(2);
const openRoundsNeeded = 400;
let rounds: string[] = [];
let close: () => Promise<void>;

if (which === 'prep') {
  const stage = await openStage({ connections: 16 });
  const discord = createDiscord({
    config: { token, applicationId, apiUrl, publicKey: undefined, guildId: undefined },
    door: stage.engine,
    commands: stage.engine.commands,
    log: pino({ level: 'warn' }, pino.destination(2)),
    clock: Date.now,
  });
  stage.engine.addPlatform(discord.platform);
  rounds = await openRounds(stage);
  await discord.start();
  close = async () => {
    await discord.close();
    await stage.close();
  };
} else {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: apiUrl } });
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isButton()) interaction.deferUpdate().catch((error: unknown) => process.stderr.write(`${error}\n`));
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
  close = () => client.destroy();
}

process.stdout.write(`${JSON.stringify({ rounds })}\n`);
process.stdin.resume();
process.stdin.on('end', async () => {
  process.stdout.write(`${JSON.stringify({ heap: process.memoryUsage().heapUsed })}\n`);
  await close();
  process.exit(0);
});

async function openRounds({ store, bank }: BenchStage): Promise<string[]> {
  const workspace = await store.people.ensureWorkspace('discord', guild, 'Bench', Date.now());
  const place = await store.people.ensureChannel(workspace.id, channel, 'bench');
  const asker = await store.people.ensurePlayer(workspace.id, 'asker', { name: 'Ana' }, Date.now());
  const question = [...bank.questions.values()].find((one) => one.pick === 'one');
  if (!question) throw new Error('the bank has no question with one right answer');
  const ids = Array.from({ length: openRoundsNeeded }, () => nanoid());
  for (const id of ids) {
    await store.rounds.openRound({
      id,
      workspace: workspace.id,
      channel: place.id,
      kind: 'extra',
      occurrence: undefined,
      askedBy: asker.id,
      question,
      revision: revisionOf(question),
      optionOrder: question.options.map((_, index) => index),
      feedback: 'at reveal',
      counts: true,
      localDate: '2026-11-24',
      weekStart: '2026-11-23',
      monthStart: '2026-11-01',
      challengeDay: undefined,
      openedAt: Date.now(),
      closesAt: Date.now() + 24 * 60 * 60 * 1000,
    });
  }
  return ids;
}
