import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { optionalScopes, requiredScopes } from '../../adapters/slack/install.ts';
import { slackManifest } from '../../adapters/slack/manifest.ts';
import { createCommands } from '../../src/commands/index.ts';
import { projectRoot } from '../../src/project-root.ts';
import { theBank } from '../setup/game.ts';

describe('slack-manifest.yaml', () => {
  it('is what the commands and scopes in the code make of it (npm run slack:manifest)', async () => {
    const commands = createCommands(await theBank());
    const file = await readFile(path.join(projectRoot, 'slack-manifest.yaml'), 'utf8');
    expect(file).toBe(slackManifest(commands));
    for (const reason of Object.values({ ...requiredScopes, ...optionalScopes })) expect(file).toContain(`# ${reason}`);
  });

  it('keeps Slack’s limits, and asks for no more than it uses', async () => {
    const commands = createCommands(await theBank());
    const manifest = parse(slackManifest(commands));
    const [command] = manifest.features.slash_commands;
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    expect(command.usage_hint.split(' | ')).toEqual(commands.map((each) => each.name));
    expect(command.usage_hint.length).toBeLessThanOrEqual(1000);
    expect(command.should_escape).toBe(true);
    expect(manifest.oauth_config.scopes.bot).toEqual(['commands', 'chat:write', 'users:read']);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toContain('http');
  });

  it('names one address for everything in HTTP mode', async () => {
    const text = slackManifest(createCommands(await theBank()), 'https://prep.example.org/');
    expect(text).toContain('SLACK_SIGNING_SECRET');
    expect(text).not.toContain('SLACK_APP_TOKEN');
    const manifest = parse(text);
    const address = 'https://prep.example.org/slack/events';
    expect(manifest.features.slash_commands[0].url).toBe(address);
    expect(manifest.settings.event_subscriptions.request_url).toBe(address);
    expect(manifest.settings.interactivity.request_url).toBe(address);
    expect(manifest.settings.socket_mode_enabled).toBe(false);
  });

  it('is not made for an address that is none', () => {
    const script = path.join(projectRoot, 'scripts/slack-manifest.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, '--url', 'prep'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('--url must be an address');
  });
});
