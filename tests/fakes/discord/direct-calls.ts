import type { FakeDiscord } from './server.ts';

/** What the fake answered to a request sent straight to it. */
export interface Answer {
  readonly status: number;
  readonly code: unknown;
  /** the paths of a 50035's `errors` tree, with their codes */
  readonly faults: readonly string[];
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** Sends a request as a bot would, past any client that could tidy it up. */
export async function call(
  fake: FakeDiscord,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  const all = {
    'User-Agent': 'DiscordBot (https://example.org, 1.0)',
    Authorization: `Bot ${fake.token}`,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  };
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  const response = await fetch(`${fake.apiUrl}/v10${path}`, {
    method,
    headers: given,
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  });
  const text = await response.text();
  const parsed = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return {
    status: response.status,
    code: parsed.code,
    faults: pathsOf(parsed.errors),
    body: parsed,
    headers: response.headers,
  };
}

function pathsOf(tree: unknown, at: readonly string[] = []): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) =>
    key === '_errors'
      ? (value as { code: string }[]).map(({ code }) => `${at.join('.')}: ${code}`)
      : pathsOf(value, [...at, key]),
  );
}
