import pino from 'pino';
import { createDiscord, type Discord } from '../../adapters/discord/index.ts';
import type { CommandDefinition } from '../../src/commands/definition.ts';
import type { DiscordConfig } from '../../src/config-discord.ts';
import type { Asking, Door, Input, Reply, WorkspaceRef } from '../../src/platform.ts';
import { actions, message, paragraph } from '../../src/view/message.ts';
import { createDiscordDriver, type DiscordDriver } from '../fakes/discord/driver.ts';
import { type FakeDiscord, type FakeOptions, startFakeDiscord } from '../fakes/discord/server.ts';

/** A door that answers as a test says and remembers what came through it. */
export interface StandInDoor extends Door {
  readonly asked: { readonly asking: Asking; readonly input: Input }[];
  readonly gone: WorkspaceRef[];
  /** servers in which a daily challenge is on */
  readonly atWork: string[];
  /** what the next inputs are answered with */
  answer: (input: Input, asking: Asking) => Reply | Promise<Reply>;
}

export const said = (words: string, ...buttons: string[]): Reply => ({
  kind: 'message',
  replaces: false,
  message: message(paragraph(words), actions(...buttons.map((label) => ({ label, action: `mine.${label}` })))),
});

export function standInDoor(): StandInDoor {
  const asked: StandInDoor['asked'] = [];
  const gone: WorkspaceRef[] = [];
  const atWork: string[] = [];
  return {
    asked,
    gone,
    atWork,
    answer: () => said('Heard.'),
    async handle(asking, input) {
      asked.push({ asking, input });
      return this.answer(input, asking);
    },
    complete: (_command, _option, typed) =>
      Array.from({ length: 30 }, (_, index) => ({ value: `${typed}${index}`, label: `Topic ${typed}${index}` })),
    completeLine: () => [],
    workspaceGone: async (workspace) => {
      gone.push(workspace);
    },
    workspacesAtWork: async () => atWork,
  };
}

/** Two subcommands as the engine defines its own. */
export const commands: readonly CommandDefinition[] = [
  {
    name: 'question',
    about: 'Asks this channel a question now',
    usage: 'question [topic] [difficulty]',
    options: [
      {
        name: 'difficulty',
        about: 'How hard it is',
        choices: [
          { value: 'warm-up', label: 'A warm-up' },
          { value: 'senior', label: 'Expected of a senior' },
        ],
        take: (words) =>
          ['warm-up', 'senior'].includes(words[0] ?? '') ? { value: words[0] ?? '', words: 1 } : undefined,
      },
      {
        name: 'topic',
        about: 'What it is about',
        complete: () => [],
        take: (words) => (words[0] ? { value: words[0], words: 1 } : undefined),
      },
    ],
  },
  { name: 'help', about: 'Says what Prep does', usage: 'help', options: [] },
];

/** A fake Discord with the adapter connected to it. */
export interface Stage {
  readonly fake: FakeDiscord;
  readonly driver: DiscordDriver;
  readonly door: StandInDoor;
  readonly discord: Discord;
  /** every line that was logged, as JSON */
  readonly logged: string[];
  readonly started: string;
  close(): Promise<void>;
}

export interface StageOptions extends FakeOptions {
  readonly config?: Partial<DiscordConfig>;
  /** breaks the start off */
  readonly signal?: AbortSignal;
  /** before the bot connects */
  prepare?(fake: FakeDiscord, door: StandInDoor): void;
}

export async function openStage({ config = {}, prepare, signal, ...options }: StageOptions = {}): Promise<Stage> {
  const fake = await startFakeDiscord(options);
  const door = standInDoor();
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const discord = createDiscord({
    config: { ...configOf(fake), ...config },
    door,
    commands,
    log,
    clock: fake.world.now,
  });
  prepare?.(fake, door);
  try {
    const started = await discord.start(signal);
    const close = async () => {
      await discord.close();
      await fake.close();
    };
    return { fake, driver: createDiscordDriver(fake, commands), door, discord, logged, started, close };
  } catch (error) {
    await fake.close();
    throw error;
  }
}

export function configOf(fake: FakeDiscord): DiscordConfig {
  return {
    token: fake.token,
    applicationId: fake.applicationId,
    publicKey: undefined,
    guildId: undefined,
    apiUrl: fake.apiUrl,
  };
}

/** Waits until something is so, for at most some seconds. */
export async function eventually(check: () => boolean, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!check()) {
    if (Date.now() > end) throw new Error('It did not come to be so.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
