import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * The address of a server that is the real one at `url` in everything but its age: it says that it is version 14.9,
 * which no machine of ours has. The texts have the same length, so the protocol's frames stay whole.
 */
export async function agedPostgres(url: string): Promise<string> {
  const real = new URL(url);
  const server = createServer((client) => {
    const upstream = connect(Number(real.port), real.hostname);
    client.pipe(upstream);
    upstream.on('data', (data) => {
      const text = data
        .toString('latin1')
        .replaceAll(/18000\d/g, '140009')
        .replaceAll(/18\.\d/g, '14.9');
      client.write(Buffer.from(text, 'latin1'));
    });
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const aged = new URL(url);
  aged.port = String(typeof address === 'object' && address ? address.port : 0);
  return aged.href;
}
