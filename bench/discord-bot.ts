import { Client, Events, GatewayIntentBits } from 'discord.js';
import { pino } from 'pino';
import { createDiscord } from '../adapters/discord/index.ts';
import { openRounds } from './open-rounds.ts';
import { openStage } from './stage.ts';
import { tellUse } from './use.ts';

/*
 * A bot in a process of its own, for Discord and the clicks to come from another: `prep` is the engine behind the Discord
 * adapter, `bare` a discord.js client that only acknowledges. Prints one line of JSON when it is connected, and what it
 * uses whenever a line comes in; ends with its standard input. Arguments: which, the API's address, token, application, server, channel.
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
  rounds = await openRounds(stage, { platform: 'discord', workspace: guild, channel }, openRoundsNeeded);
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
tellUse(close);
