// Run as a process of its own by embedded.test.ts: holds an embedded Postgres until it is killed or told to end.
import { startEmbeddedPostgres } from '../../src/store/embedded.ts';

const [dir] = process.argv.slice(2);
if (!dir) throw new Error('name a folder');
const server = await startEmbeddedPostgres({ dir, onProgress: (line) => console.log(line) });
console.log(`ready ${server.url}`);
setInterval(() => undefined, 60_000);
