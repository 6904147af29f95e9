import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../src/store/embedded.ts';
import { addressOf, linesOf, projectFolder, serverIn, startPrep } from './prep.ts';

// Whole starts, two at a time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const anyPort = { PORT: '0' };

describe('npm start', () => {
  it('prepares everything, says so, ends with the address, and is quicker to say the second time', async () => {
    const folder = projectFolder();
    const first = startPrep(folder, anyPort);
    const address = await addressOf(first);
    expect(linesOf(first)[0]).toContain('Preparing a Postgres');
    expect(linesOf(first).at(-1)).toBe(`Prep is running: ${address}`);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    first.kill('SIGTERM');
    expect(await first.ended()).toEqual({ code: 0, signal: null });
    expect(serverIn(folder)).toBeUndefined();

    const second = startPrep(folder, anyPort);
    await addressOf(second);
    expect(second.output()).not.toContain('Preparing');
    second.kill('SIGTERM');
    expect(await second.ended()).toEqual({ code: 0, signal: null });
  });

  it('reads .env', async () => {
    const folder = projectFolder();
    writeFileSync(path.join(folder, '.env'), 'PORT=many\n');
    const prep = startPrep(folder);
    expect(await prep.ended()).toEqual({ code: 1, signal: null });
    expect(linesOf(prep)).toEqual(['PORT must be a number from 0 to 65535.']);
  });

  it('works again after kill -9, which leaves its Postgres behind', async () => {
    const folder = projectFolder();
    const killed = startPrep(folder, anyPort);
    await addressOf(killed);
    process.kill(-killed.pid, 'SIGKILL');
    await killed.ended();
    expect(serverIn(folder)).toBeDefined();

    const again = startPrep(folder, anyPort);
    const address = await addressOf(again);
    expect(linesOf(again)).toContain('Stopping the Postgres that an earlier Prep left behind.');
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    again.kill('SIGTERM');
    expect(await again.ended()).toEqual({ code: 0, signal: null });
  });
});

describe('it ends in order', () => {
  it('on Ctrl-C, which reaches the whole group at once, and on a second one', async () => {
    const folder = projectFolder();
    const prep = startPrep(folder, anyPort);
    await addressOf(prep);
    process.kill(-prep.pid, 'SIGINT');
    await sleep(50);
    process.kill(-prep.pid, 'SIGINT');
    expect((await prep.ended()).signal).not.toBe('SIGKILL');
    expect(prep.output()).not.toMatch(/\n\s+at |without waiting/);
    expect(serverIn(folder)).toBeUndefined();
    const again = startPrep(folder, anyPort);
    await addressOf(again);
    expect(again.output()).not.toContain('left behind');
    again.kill('SIGTERM');
    again.kill('SIGTERM');
    expect(await again.ended()).toEqual({ code: 0, signal: null });
  });

  it.each(['Preparing a Postgres', 'Database:', 'Bank:', 'Queue:'])(
    'on SIGTERM during start, after it has said "%s"',
    async (line) => {
      const folder = projectFolder();
      const prep = startPrep(folder, anyPort);
      await prep.says(line, 120_000);
      prep.kill('SIGTERM');
      expect(await prep.ended()).toEqual({ code: 0, signal: null });
      expect(prep.output()).not.toMatch(/\n\s+at |without waiting/);
      expect(serverIn(folder)).toBeUndefined();
      // Neither the lock nor half a cluster is in the way of the next.
      const lines: string[] = [];
      const onProgress = (line: string) => lines.push(line);
      await (await startEmbeddedPostgres({ dir: path.join(folder, '.data'), onProgress })).stop();
      expect(lines).not.toContainEqual(expect.stringContaining('left behind'));
    },
  );

  it('when its Postgres dies, saying so in one paragraph, and starts again with what was stored', async () => {
    const folder = projectFolder();
    const prep = startPrep(folder, anyPort);
    const address = await addressOf(prep);
    const stream = await fetch(`${(await fetch(address)).url.split('?')[0]}/live`);
    expect(stream.ok).toBe(true);
    process.kill(serverIn(folder) ?? 0, 'SIGKILL');
    expect((await prep.ended()).code).toBe(1);
    const after = prep.output().slice(prep.output().indexOf('Prep is running'));
    expect(after.match(/^Prep's Postgres has ended \(killed by SIGKILL\), and Prep ends with it\..*$/gm)).toHaveLength(
      1,
    );
    expect(after).not.toMatch(/\n\s+at |without waiting/);

    const again = startPrep(folder, anyPort);
    expect((await fetch(`${await addressOf(again)}/readyz`)).status).toBe(200);
    again.kill('SIGTERM');
    expect(await again.ended()).toEqual({ code: 0, signal: null });
  });

  it('while a browser listens to the page’s stream', async () => {
    const folder = projectFolder();
    const prep = startPrep(folder, anyPort);
    const address = await addressOf(prep);
    const page = await fetch(address);
    const stream = await fetch(`${page.url.split('?')[0]}/live`);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    prep.kill('SIGTERM');
    expect(await prep.ended()).toEqual({ code: 0, signal: null });
    expect(prep.output()).not.toContain('without waiting');
  });
});
