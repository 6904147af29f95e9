import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig, variableNames } from '../../src/config.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const http = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };
const oauth = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'hush',
  SLACK_SIGNING_SECRET: 'secret',
  ENCRYPTION_KEY: key,
};
const discord = { DISCORD_TOKEN: 'token', DISCORD_APPLICATION_ID: '42' };

describe('without any variable', () => {
  it('the playground runs on this machine alone, on the embedded Postgres', () => {
    expect(parseConfig({})).toEqual({
      databaseUrl: undefined,
      redisUrl: undefined,
      slack: undefined,
      discord: undefined,
      encryptionKeys: [],
      host: '127.0.0.1',
      port: undefined,
      publicUrl: undefined,
      playground: 'on',
      roles: new Set(['http', 'gateway', 'worker']),
      logLevel: 'info',
      notices: [],
    });
  });

  it('a blank one counts as unset', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: ' ', SLACK_BOT_TOKEN: '' })).toEqual(parseConfig({}));
  });
});

describe('the playground', () => {
  it.each([
    [{}, 'on'],
    [{ HOST: 'localhost' }, 'on'],
    [{ HOST: '::1' }, 'on'],
    [{ HOST: '0.0.0.0' }, 'off'],
    [socket, 'off'],
    [discord, 'off'],
    [{ ...socket, PLAYGROUND: 'on' }, 'on'],
    [{ HOST: '0.0.0.0', PLAYGROUND: 'public' }, 'public'],
    [{ PLAYGROUND: 'off' }, 'off'],
  ] as const)('with %o is %s', (env, mode) => {
    expect(parseConfig(env).playground).toBe(mode);
  });

  it('that is off because others can reach HOST says so', () => {
    expect(parseConfig({ HOST: '0.0.0.0' }).notices).toEqual([expect.stringContaining('PLAYGROUND=on')]);
    expect(parseConfig({ HOST: '0.0.0.0', ...discord }).notices).toEqual([]);
  });

  it('that others can reach, but by no name that it answers to, says so', () => {
    const env = { HOST: '0.0.0.0', PLAYGROUND: 'public' };
    expect(parseConfig(env).notices).toEqual([expect.stringContaining('Set PUBLIC_URL')]);
    expect(parseConfig({ ...env, PUBLIC_URL: 'https://prep.example.org' }).notices).toEqual([]);
    expect(parseConfig({ ...env, HOST: '192.0.2.1' }).notices).toEqual([]);
    expect(parseConfig({ PLAYGROUND: 'public' }).notices).toEqual([]);
    expect(parseConfig({ HOST: '0.0.0.0', PLAYGROUND: 'off' }).notices).toEqual([]);
  });
});

describe('a whole group', () => {
  it.each([
    ['Socket Mode', socket, { botToken: 'xoxb-1', appToken: 'xapp-1', signingSecret: undefined, oauth: undefined }],
    ['HTTP for one workspace', http, { botToken: 'xoxb-1', appToken: undefined, signingSecret: 'secret' }],
    ['HTTP for many', oauth, { botToken: undefined, oauth: { clientId: '1.2', clientSecret: 'hush' } }],
  ])('%s', (_name, env, slack) => {
    expect(parseConfig(env).slack).toMatchObject(slack);
  });

  it('Discord, by gateway and by HTTP', () => {
    expect(parseConfig(discord).discord).toMatchObject({ token: 'token', applicationId: '42', publicKey: undefined });
    const publicKey = 'ab'.repeat(32);
    expect(parseConfig({ ...discord, DISCORD_PUBLIC_KEY: publicKey }).discord).toMatchObject({ publicKey });
  });

  it('several keys, the first of which encrypts', () => {
    const older = Buffer.alloc(32, 2).toString('base64');
    expect(parseConfig({ ENCRYPTION_KEY: `${key}, ${older}` }).encryptionKeys.map((one) => one[0])).toEqual([1, 2]);
  });

  it('some of the roles', () => {
    expect(parseConfig({ PREP_ROLES: 'worker, http' }).roles).toEqual(new Set(['http', 'worker']));
  });
});

describe('refused in one paragraph that names the variables and no secret', () => {
  const cases: [NodeJS.ProcessEnv, string[]][] = [
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN']],
    [{ SLACK_SIGNING_SECRET: 'hush' }, ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID']],
    [{ SLACK_CLIENT_ID: '1.2' }, ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET']],
    [{ SLACK_CLIENT_SECRET: 'hush' }, ['SLACK_CLIENT_SECRET', 'SLACK_CLIENT_ID']],
    [{ ...oauth, SLACK_SIGNING_SECRET: '' }, ['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_ID']],
    [{ ...oauth, ENCRYPTION_KEY: '' }, ['ENCRYPTION_KEY', 'openssl rand -base64 32']],
    [{ ...socket, SLACK_SIGNING_SECRET: 'hush' }, ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'Unset one']],
    [{ ...oauth, SLACK_BOT_TOKEN: 'xoxb-hush' }, ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID']],
    [{ DISCORD_TOKEN: 'hush' }, ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID']],
    [{ DISCORD_APPLICATION_ID: '42' }, ['DISCORD_APPLICATION_ID', 'DISCORD_TOKEN']],
    [{ DISCORD_PUBLIC_KEY: 'ab'.repeat(32) }, ['DISCORD_PUBLIC_KEY', 'DISCORD_TOKEN and DISCORD_APPLICATION_ID']],
    [{ SLACK_BOT_TOKEN: 'hush' }, ['SLACK_BOT_TOKEN must begin with xoxb-']],
    [{ PORT: 'http' }, ['PORT must be a number']],
    [{ PORT: '70000' }, ['PORT must be a number']],
    [{ DATABASE_URL: 'hush' }, ['DATABASE_URL must be an address']],
    [{ REDIS_URL: 'http://hush' }, ['REDIS_URL must be an address']],
    [{ ENCRYPTION_KEY: Buffer.from('hush').toString('base64') }, ['ENCRYPTION_KEY']],
    [{ PLAYGROUND: 'yes' }, ['PLAYGROUND must be on, off or public']],
    [{ PREP_ROLES: 'http,chef' }, ['PREP_ROLES', 'chef']],
    [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL must be']],
    [{ PUBLIC_URL: 'prep.example.org' }, ['PUBLIC_URL must be an address']],
    [{ PORT: 'x', LOG_LEVEL: 'y' }, ['PORT must be', 'LOG_LEVEL must be']],
  ];
  it.each(cases)('%o', (env, parts) => {
    let message = 'nothing was refused';
    try {
      parseConfig(env);
    } catch (error) {
      expect(error).toMatchObject({ name: 'StartupError' });
      message = error instanceof Error ? error.message : '';
    }
    for (const part of parts) expect(message).toContain(part);
    expect(message).not.toMatch(/hush|\n/);
  });
});

it('.env.example documents every variable, and no other', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual([...variableNames].sort());
});
