// Run as a process of its own by embedded-lock.test.ts: tries for a lock at a given moment and says whether it got it.
import { takeFolderLock } from '../../src/store/embedded-lock.ts';

const [folder, moment] = process.argv.slice(2);
if (!folder || !moment) throw new Error('name a folder and a moment');
while (Date.now() < Number(moment));
console.log(takeFolderLock(folder).taken ? 'taken' : 'refused');
setInterval(() => undefined, 60_000);
