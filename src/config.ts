import { z } from 'zod';
import { type DiscordConfig, readDiscord } from './config-discord.ts';
import { describeIssue, present } from './config-issues.ts';
import { readSlack, type SlackConfig } from './config-slack.ts';
import { StartupError } from './startup-error.ts';

/** A part of Prep that a process may run; several processes can share the work. */
export type Role = 'http' | 'gateway' | 'worker';
const roles: readonly Role[] = ['http', 'gateway', 'worker'];

/** Everything that the environment decides, parsed once at start. */
export interface Config {
  /** `undefined`: the embedded Postgres. */
  readonly databaseUrl: string | undefined;
  /** `undefined`: the queue runs on Postgres. */
  readonly redisUrl: string | undefined;
  readonly slack: SlackConfig | undefined;
  readonly discord: DiscordConfig | undefined;
  /** 32 bytes each; the first encrypts, all decrypt. Empty: nothing is encrypted. */
  readonly encryptionKeys: readonly Uint8Array[];
  readonly host: string;
  /** `undefined`: 3000 or the next free one. 0: any free one. */
  readonly port: number | undefined;
  /** Without a slash at the end. `undefined`: `http://HOST:PORT`. */
  readonly publicUrl: string | undefined;
  readonly playground: 'on' | 'off' | 'public';
  readonly roles: ReadonlySet<Role>;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Lines for whoever starts Prep about what the variables together mean; usually none. */
  readonly notices: readonly string[];
}

const urlOf = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be an address such as ${example}` });

const webUrl = urlOf(/^https?$/, 'https://prep.example.org');

const environment = z.object({
  DATABASE_URL: urlOf(/^postgres(ql)?$/, 'postgres://user:password@host:5432/prep').optional(),
  REDIS_URL: urlOf(/^rediss?$/, 'redis://host:6379').optional(),
  SLACK_BOT_TOKEN: token('xoxb-').optional(),
  SLACK_APP_TOKEN: token('xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_API_URL: webUrl.optional(),
  DISCORD_TOKEN: z.string().optional(),
  DISCORD_APPLICATION_ID: z
    .string()
    .regex(/^\d+$/, 'must be the number that Discord shows as application id')
    .optional(),
  DISCORD_PUBLIC_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be the 64 hexadecimal digits that Discord shows as public key')
    .optional(),
  DISCORD_GUILD_ID: z.string().regex(/^\d+$/, 'must be the number of a server').optional(),
  DISCORD_API_URL: webUrl.optional(),
  ENCRYPTION_KEY: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')
    .optional(),
  PUBLIC_URL: webUrl.optional(),
  PLAYGROUND: z.enum(['on', 'off', 'public'], 'must be on, off or public').optional(),
  PREP_ROLES: z.string().default(roles.join(',')),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
});

/** The names of all variables that Prep reads. */
export const variableNames: readonly string[] = Object.keys(environment.shape);

/** The variables as text, checked one by one; what they mean together is decided after. */
export type Environment = z.output<typeof environment>;

/**
 * Reads Prep's variables. An empty or blank one counts as unset, as compose files write it.
 *
 * @throws {StartupError} naming every variable that is malformed, or the group that is half set or set twice. The
 * values of secrets are never quoted.
 */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(present(env));
  if (!parsed.success) throw new StartupError(parsed.error.issues.map(describeIssue).join(' '));
  const values = parsed.data;
  const slack = readSlack(values);
  const discord = readDiscord(values);
  const encryptionKeys = readKeys(values.ENCRYPTION_KEY);
  if (slack?.oauth && encryptionKeys.length === 0) {
    throw new StartupError(
      'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set, but ENCRYPTION_KEY is not. Prep would store the tokens of many ' +
        'workspaces and encrypts them: set ENCRYPTION_KEY to the output of openssl rand -base64 32.',
    );
  }
  const playground = readPlayground(values, slack !== undefined || discord !== undefined);
  return {
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    slack,
    discord,
    encryptionKeys,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    playground: playground.mode,
    roles: readRoles(values.PREP_ROLES),
    logLevel: values.LOG_LEVEL,
    notices: playground.notices,
  };
}

/** Whether only this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function token(beginning: string) {
  return z.string().startsWith(beginning, `must begin with ${beginning}`);
}

function readPlayground(values: Environment, hasPlatform: boolean): { mode: Config['playground']; notices: string[] } {
  if (values.PLAYGROUND) {
    // The guard of its pages takes no name that it wasn't told, or a page elsewhere could turn one to this machine.
    const unnamed = ['0.0.0.0', '::'].includes(values.HOST) && values.PUBLIC_URL === undefined;
    const notice =
      `HOST is ${values.HOST}, but PUBLIC_URL is not set, so the playground answers by the name localhost alone. ` +
      'Set PUBLIC_URL to the address that others type, to let them play.';
    return { mode: values.PLAYGROUND, notices: unnamed && values.PLAYGROUND !== 'off' ? [notice] : [] };
  }
  if (hasPlatform) return { mode: 'off', notices: [] };
  if (isLoopback(values.HOST)) return { mode: 'on', notices: [] };
  return {
    mode: 'off',
    notices: [
      `HOST is ${values.HOST}, which others can reach, so the playground is off, and no chat platform is set up. ` +
        'Set PLAYGROUND=on to play anyway, or the variables of Slack or Discord.',
    ],
  };
}

function readRoles(text: string): ReadonlySet<Role> {
  const named = text.split(',').map((name) => name.trim());
  const chosen = roles.filter((role) => named.includes(role));
  if (chosen.length === 0 || chosen.length !== new Set(named).size) {
    throw new StartupError(
      `PREP_ROLES is "${text}", but may only name ${roles.join(', ')}, with commas between. Unset it to run all three.`,
    );
  }
  return new Set(chosen);
}

function readKeys(text: string | undefined): Uint8Array[] {
  const keys = text?.split(',').map((key) => Buffer.from(key.trim(), 'base64')) ?? [];
  if (keys.some((key) => key.length !== 32)) {
    throw new StartupError(
      'ENCRYPTION_KEY must be one or more keys of 32 bytes in base64, with commas between; the first encrypts. ' +
        'Make one with openssl rand -base64 32.',
    );
  }
  return keys;
}
