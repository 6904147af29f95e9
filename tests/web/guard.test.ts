import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backend, openPlayground, type Playground } from './playground.ts';

let playground: Playground;
beforeAll(async () => {
  playground = await openPlayground();
});
afterAll(() => playground.close());

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Asks by node:http, which lets a Host and an Origin be made up. */
function ask(path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const method = body === undefined ? 'GET' : 'POST';
    const asked = request(`${playground.origin}${path}`, { method, headers: { ...type, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const press = 'press=mine.x&from=m%3A1';
const pressAt = '/c/backend/press?as=ana';

describe('a page is given to whoever asks for it by our own name', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])('%s', async (name) => {
    const { port } = new URL(playground.origin);
    expect((await ask('/c/backend', { host: `${name}:${port}` })).status).toBe(200);
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '127.0.0.2'])(
    'and not by "%s"',
    async (name) => {
      const { status, text } = await ask('/c/backend', { host: name });
      expect(status).toBe(403);
      expect(text.trim().split('\n')).toHaveLength(1);
    },
  );
});

describe('a change comes from our own pages', () => {
  it('with our origin', async () => {
    expect((await ask(pressAt, { origin: playground.origin }, press)).status).toBe(200);
  });

  it.each([
    ['another page', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['a program that says nothing', {}],
    ['another page under a turned name', { origin: 'http://evil.example', host: 'evil.example' }],
  ])('not from %s', async (_, headers: Record<string, string>) => {
    for (const [path, body] of [
      [pressAt, press],
      ['/c/backend/line?as=ana', 'line=daily+off'],
      ['/playground/start-over', ''],
      ['/playground/clock', 'to=friday'],
    ] as const) {
      expect((await ask(path, headers, body)).status).toBe(403);
    }
    const messages = await playground.game.store.webMessages.latest(backend, 50);
    expect(messages.map(({ id }) => id)).toEqual(['2', '1']);
  });
});

describe('a page', () => {
  it('runs no script and no style but its own files, and is framed by nobody', async () => {
    const { headers, text } = await ask('/c/backend');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/<style|style=|<script(?! src="\/assets\/)| on[a-z]+="/);
  });

  it('that is not there says so in words, and the way on', async () => {
    for (const path of ['/nowhere', '/c/nowhere', '/c/backend?as=nobody']) {
      const { status, text } = await ask(path);
      expect(status).toBe(404);
      expect(text).toContain('There is nothing here');
      expect(text).toContain('href="/"');
    }
  });

  it('takes 10,000 letters of four bytes and refuses what is far more, without a fault of ours', async () => {
    const headers = { origin: playground.origin, 'hx-request': 'true' };
    const long = await ask('/c/backend/line?as=ana', headers, `line=${encodeURIComponent('😀'.repeat(10_000))}`);
    expect(long.status).toBe(200);
    const longer = await ask('/c/backend/line?as=ana', headers, `line=${'x'.repeat(400_000)}`);
    expect(longer.status).toBe(413);
    expect(longer.text).toContain('Nothing was saved');
    expect(playground.log).toEqual([]);
  });

  it('takes no odd addresses, fields or ids for what they are not', async () => {
    const headers = { origin: playground.origin };
    for (const body of ['', 'press=', 'press=answer.none.0', 'press[]=a', `from=${encodeURIComponent('p:"><b>')}`]) {
      const { status, text } = await ask(pressAt, headers, `${body}&slot=${encodeURIComponent('"><script>')}`);
      expect(status).toBe(200);
      expect(text).not.toContain('"><b>');
      expect(text).not.toContain('<script');
    }
    expect((await ask('/c/backend/leave?as=ana', headers, 'press=x')).status).toBe(404);
    expect((await ask('/assets/../connect.tsx')).status).toBe(404);
  });
});
