import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { actionId } from '../src/actions.ts';
import { startProgram } from './program.ts';
import type { Use } from './use.ts';

const signingSecret = 'bench-signing-secret';
const team = 'T0BENCH';
const channel = 'C0BENCH';
const people = 20;

/** Slack as far as clicks need it: it says who we are and takes the receipts; nothing is checked, to cost little. */
export interface ClickSlack {
  readonly url: string;
  /** Resolves with the receipt of click `n`. */
  receipt(n: number): Promise<string>;
  close(): void;
}

export async function startClickSlack(): Promise<ClickSlack> {
  const waiting = new Map<number, (body: string) => void>();
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const click = /^\/actions\/(\d+)$/.exec(request.url ?? '')?.[1];
      if (click !== undefined) {
        response.end('ok');
        waiting.get(Number(click))?.(body);
        waiting.delete(Number(click));
        return;
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(apiAnswer(request.url ?? '')));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    receipt: (n) => new Promise((resolve) => waiting.set(n, resolve)),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function apiAnswer(path: string): object {
  if (path.endsWith('users.info')) {
    return { ok: true, user: { id: 'U1', name: 'ana', profile: { display_name: 'Ana' }, tz: 'Europe/London' } };
  }
  return {
    ok: true,
    url: 'https://bench.slack.com/',
    team: 'Bench',
    user: 'prep',
    team_id: team,
    user_id: 'U0',
    bot_id: 'B0',
  };
}

/** One server under load: Prep, or bare Bolt. */
export interface ClickTarget {
  readonly name: 'prep' | 'bare';
  /** Sends click `n`; resolves when it is acknowledged. `committed` resolves when the receipt came (bare: at once). */
  press(n: number): { readonly acknowledged: Promise<void>; readonly committed: Promise<void> };
  use(): Promise<Use>;
  end(): Promise<void>;
}

/** Starts a server in a process of its own. */
export async function openTarget(name: 'prep' | 'bare', slack: ClickSlack): Promise<ClickTarget> {
  const given = [name, `${slack.url}/api/`, 'xoxb-bench', signingSecret, team, channel];
  const program = startProgram('slack-server', given);
  const { origin, rounds } = await program.next<{ origin: string; rounds: string[] }>();
  const pool = new Pool(origin, { connections: 64 });

  return {
    name,
    press(n) {
      const body = clickBody(slack, rounds, n);
      const receipt = name === 'prep' ? slack.receipt(n) : undefined;
      const acknowledged = send(pool, body);
      return { acknowledged, committed: receipt === undefined ? acknowledged : checked(acknowledged, receipt) };
    },
    use: () => program.ask('use'),
    async end() {
      await pool.close();
      await program.end();
    },
  };
}

async function checked(acknowledged: Promise<void>, receipt: Promise<string>): Promise<void> {
  await acknowledged;
  const body = await receipt;
  if (!body.includes('is in')) throw new Error(`a click was answered with ${body.slice(0, 300)}`);
}

async function send(pool: Pool, body: string): Promise<void> {
  const timestamp = Math.floor(Date.now() / 1000);
  const hash = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await pool.request({
    method: 'POST',
    path: '/slack/events',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${hash}`,
    },
    body,
  });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`a click was answered with ${answer.statusCode}`);
}

/** A press on a letter, with the message that it stands on, as Slack sends it. */
function clickBody(slack: ClickSlack, rounds: readonly string[], n: number): string {
  const round = rounds[n % Math.max(rounds.length, 1)] ?? 'none';
  const person = `U${Math.floor(n / Math.max(rounds.length, 1)) % people}`;
  const payload = {
    type: 'block_actions',
    user: { id: person, username: person, name: person, team_id: team },
    api_app_id: 'A0BENCH',
    token: 'legacy',
    container: { type: 'message', message_ts: '1795514400.000001', channel_id: channel, is_ephemeral: false },
    trigger_id: `${n}.${n}.bench`,
    team: { id: team, domain: 'bench' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: 'bench' },
    message: { type: 'message', ts: '1795514400.000001', text: 'Which one? '.repeat(40), bot_id: 'B0' },
    state: { values: {} },
    response_url: `${slack.url}/actions/${n}`,
    actions: [{ type: 'button', action_id: actionId('answer', round, n % 3), block_id: 'b', action_ts: '1.1' }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
