import { createServer, type Server } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHttp } from '../../src/http.ts';

async function taken(port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function saying(text: string): Server {
  return createServer((_request, response) => response.end(text));
}

describe('openHttp', () => {
  it('refuses a PORT that is set and taken', async () => {
    const port = await taken();
    await expect(openHttp(createServer(), '127.0.0.1', port)).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining(`PORT is ${port}, and another program listens on it already`),
    });
  });

  it('without one takes 3000 or the next free one, and says so', async () => {
    const first = await openHttp(saying('first'), '127.0.0.1');
    const second = await openHttp(saying('second'), '127.0.0.1');
    expect(second.port).toBeGreaterThan(first.port);
    expect(second.notice).toContain(`uses ${second.port}`);
    expect(await (await fetch(second.url)).text()).toBe('second');
    await Promise.all([first.close(), second.close()]);
  });

  it('names HOST when this machine has no such address', async () => {
    await expect(openHttp(createServer(), '192.0.2.1', 0)).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('HOST is 192.0.2.1'),
    });
  });

  it('lets a request under way finish, and cuts a stream that never ends', async () => {
    const http = await openHttp(
      createServer((request, response) => {
        if (request.url === '/stream') response.write('begun');
        else setTimeout(() => response.end('whole'), 300);
      }),
      '127.0.0.1',
      0,
    );
    const stream = await fetch(`${http.url}/stream`);
    const slow = fetch(`${http.url}/slow`).then((response) => response.text());
    await new Promise((resolve) => setTimeout(resolve, 100));
    await http.close();
    expect(await slow).toBe('whole');
    await expect(stream.text()).rejects.toThrow();
  });
});
