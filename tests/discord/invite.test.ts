import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

function invite(env: Record<string, string>) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'scripts/discord-invite.ts'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
}

test('the link asks for the bot, its commands, and to see, post in and read channels: nothing more', () => {
  const { stdout, status } = invite({ DISCORD_APPLICATION_ID: '1234567890123456789' });
  const link = new URL(stdout.trim());
  expect(`${link.origin}${link.pathname}`).toBe('https://discord.com/oauth2/authorize');
  expect(Object.fromEntries(link.searchParams)).toEqual({
    client_id: '1234567890123456789',
    scope: 'bot applications.commands',
    permissions: String((1 << 10) | (1 << 11) | (1 << 16)),
    integration_type: '0',
  });
  expect(status).toBe(0);
});

test('without an application it says what is missing', () => {
  const { stderr, status } = invite({ DISCORD_APPLICATION_ID: '' });
  expect(stderr).toMatch(/^DISCORD_APPLICATION_ID is not set\./);
  expect(status).toBe(1);
});
