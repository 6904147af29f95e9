import type { FakeSlack } from '../fakes/slack/server.ts';
import type { FakeTeam } from '../fakes/slack/state.ts';

/** What the fake answered to a call sent straight to it. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: { readonly ok: boolean; readonly error?: string; readonly [more: string]: unknown };
}

/** Calls a method of the fake's Web API with a JSON body, past any client of ours. */
export async function callFake(
  fake: FakeSlack,
  team: Pick<FakeTeam, 'botToken'> | undefined,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const answer = await fetch(`${fake.apiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(team === undefined ? {} : { authorization: `Bearer ${team.botToken}` }),
    },
    body: JSON.stringify(args),
  });
  const text = await answer.text();
  const body = text.startsWith('{') ? JSON.parse(text) : { ok: false, error: text };
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body };
}
