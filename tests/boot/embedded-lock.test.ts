import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeFolderLock } from '../../src/store/embedded-lock.ts';
import { startChild } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const program = path.join(import.meta.dirname, 'hold-lock.ts');
const contend = (folder: string, moment: number) =>
  startChild(process.execPath, ['--import', 'tsx', program, folder, String(moment)]);

describe('the lock of the data folder', () => {
  it('is had by one, who is named to others, and by the next after its release', () => {
    const folder = temporaryFolder();
    const first = takeFolderLock(folder);
    expect(takeFolderLock(folder)).toMatchObject({ taken: false, holder: { pid: process.pid } });
    if (first.taken) first.release();
    expect(takeFolderLock(folder).taken).toBe(true);
  });

  it('is free after kill -9 of its holder', async () => {
    const folder = temporaryFolder();
    const holder = contend(folder, 0);
    await holder.says('taken');
    expect(takeFolderLock(folder)).toMatchObject({ taken: false, holder: { pid: holder.pid } });
    holder.kill('SIGKILL');
    await holder.ended();
    expect(takeFolderLock(folder).taken).toBe(true);
  });

  it('is not kept by a later process that has got the same number', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, '7'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
    expect(takeFolderLock(folder).taken).toBe(true);
    expect(readdirSync(folder)).toEqual(['8']);
  });

  it('goes to exactly one of several that find it abandoned at the same moment', async () => {
    for (let attempt = 0; attempt < 2; attempt++) {
      const folder = temporaryFolder();
      writeFileSync(path.join(folder, '3'), JSON.stringify({ pid: 2 ** 22 + 1, started: 'never' }));
      const moment = Date.now() + 2_500;
      const contenders = Array.from({ length: 6 }, () => contend(folder, moment));
      await Promise.all(contenders.map((contender) => contender.says(/taken|refused/)));
      expect(contenders.filter((contender) => contender.output().includes('taken'))).toHaveLength(1);
      for (const contender of contenders) contender.kill('SIGKILL');
    }
  });
});
