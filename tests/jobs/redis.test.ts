import { Redis } from 'ioredis';
import { redisUrl } from '../setup/redis.ts';
import { backendSuite } from './backend.case.ts';

/** From here on the databases are these tests', one each. */
let nextDatabase = 42;

backendSuite({
  name: 'redis',
  async open() {
    const database = nextDatabase;
    nextDatabase += 1;
    const url = await redisUrl(database);
    if (url === undefined) return undefined;
    const client = new Redis(url);
    await client.flushdb();
    const mine = await client.client('ID');
    return {
      url,
      async connections() {
        const list = String(await client.client('LIST'));
        return list.split('\n').filter((line) => line.includes(` db=${database} `) && !line.startsWith(`id=${mine} `))
          .length;
      },
      async close() {
        await client.quit();
      },
    };
  },
});
