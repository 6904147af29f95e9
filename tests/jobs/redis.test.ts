import { Redis } from 'ioredis';
import { redisUrl } from '../setup/redis.ts';
import { backendSuite } from './backend.case.ts';

/** A database that no other test uses. */
const DATABASE = 40;

backendSuite({
  name: 'redis',
  async open() {
    const url = await redisUrl(DATABASE);
    if (url === undefined) return undefined;
    const client = new Redis(url);
    await client.flushdb();
    const mine = await client.client('ID');
    return {
      url,
      async connections() {
        const list = String(await client.client('LIST'));
        return list.split('\n').filter((line) => line.includes(` db=${DATABASE} `) && !line.startsWith(`id=${mine} `))
          .length;
      },
      async close() {
        await client.quit();
      },
    };
  },
});
