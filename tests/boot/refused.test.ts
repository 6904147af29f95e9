import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../setup/free-port.ts';
import { agedPostgres } from './old-postgres.ts';
import { addressOf, linesOf, projectFolder, serverIn, startPrep } from './prep.ts';
import { smallDisk } from './small-disk.ts';
import { temporaryFolder } from './temporary-folder.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Starts Prep, which has to end by itself with exit code 1; gives its last line, the paragraph. */
async function refusal(folder: string, variables: NodeJS.ProcessEnv): Promise<string> {
  const prep = startPrep(folder, variables);
  expect(await prep.ended(), prep.output()).toEqual({ code: 1, signal: null });
  const lines = linesOf(prep);
  // A stack trace is many lines that begin with "at"; a log line is JSON.
  expect(lines.filter((line) => /^\s+at |^\{|Error:/.test(line))).toEqual([]);
  expect(serverIn(folder)).toBeUndefined();
  return lines.at(-1) ?? '';
}

describe('a start is refused with one paragraph, exit code 1 and no stack trace', () => {
  it('when another process has the same .data/', async () => {
    const folder = projectFolder();
    const first = startPrep(folder, { PORT: '0' });
    const address = await addressOf(first);
    const second = startPrep(folder, { PORT: '0' });
    expect(await second.ended()).toEqual({ code: 1, signal: null });
    expect(linesOf(second)).toEqual([expect.stringContaining(`is using ${path.join(folder, '.data')}.`)]);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    first.kill('SIGTERM');
    await first.ended();
  });

  it('when PORT is set and taken', async () => {
    const holder = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void holder.close());
    expect(await refusal(projectFolder(), { PORT: String(port) })).toContain(`PORT is ${port}`);
  });

  it('when nothing answers at DATABASE_URL', async () => {
    const url = `postgres://prep:hush@127.0.0.1:${await freePort()}/prep`;
    const paragraph = await refusal(projectFolder(), { DATABASE_URL: url });
    expect(paragraph).toContain('DATABASE_URL');
    expect(paragraph).not.toContain('hush');
  });

  it('when DATABASE_URL names a server that is too old', async () => {
    const url = await agedPostgres(inject('postgresUrl'));
    const paragraph = await refusal(projectFolder(), { DATABASE_URL: url });
    expect(paragraph).toMatch(/DATABASE_URL.* 14\.9.* 15 or newer/);
  });

  it('when nothing answers at REDIS_URL', async () => {
    const url = `redis://:hush@127.0.0.1:${await freePort()}`;
    const paragraph = await refusal(projectFolder(), { REDIS_URL: url });
    expect(paragraph).toContain('REDIS_URL');
    expect(paragraph).not.toContain('hush');
  });

  it('when a group of variables is half set', async () => {
    const folder = projectFolder();
    expect(await refusal(folder, { SLACK_BOT_TOKEN: 'xoxb-1' })).toBe(
      'SLACK_BOT_TOKEN is set, but SLACK_APP_TOKEN is not. Socket Mode needs both; HTTP mode needs ' +
        'SLACK_SIGNING_SECRET instead. Add one, or unset SLACK_BOT_TOKEN to run the playground.',
    );
    expect(existsSync(path.join(folder, '.data'))).toBe(false);
  });

  it('when root starts it in a folder that others can’t enter', async ({ skip }) => {
    if (process.getuid?.() !== 0) return skip('this process is not root');
    const closed = path.join(temporaryFolder(), 'closed');
    const folder = path.join(closed, 'prep');
    mkdirSync(folder, { recursive: true });
    chmodSync(closed, 0o700);
    expect(await refusal(projectFolder(folder), {})).toContain(`can't enter ${closed} `);
  });

  it('when the disk is full', async ({ skip }) => {
    const disk = smallDisk(20);
    if (!disk) return skip('this process may not mount a small disk');
    const paragraph = await refusal(projectFolder(disk), {});
    expect(paragraph).toContain(`The disk that holds ${path.join(disk, '.data')} is full`);
  });

  it('when the disk fills up between the server’s start and the tables', async ({ skip }) => {
    const disk = smallDisk(41);
    if (!disk) return skip('this process may not mount a small disk');
    expect(await refusal(projectFolder(disk), {})).toMatch(/is full|No space left/);
  });
});
