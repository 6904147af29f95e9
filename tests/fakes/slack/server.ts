import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerReplyUrl } from './reply-urls.ts';
import { createSocketMode } from './socket-mode.ts';
import { type FakeTeam, unique } from './state.ts';
import { answerApi } from './web-api.ts';
import { createWorld, type Fault, type World } from './world.ts';

/**
 * Slack as Prep meets it: the Web API, addresses for replies, and Socket Mode, by the contract's rules. What Slack
 * would let pass and Prep must never send is kept in `world.violations`, which has to stay empty.
 */
export interface FakeSlack {
  readonly world: World;
  readonly sockets: ReturnType<typeof createSocketMode>;
  /** for SLACK_API_URL */
  readonly apiUrl: string;
  newTeam(name?: string): FakeTeam;
  /** The next call of `method` (or `response_url`), in one channel or in any, suffers `fault`; several queue up. */
  failNext(method: string, fault: Fault, channel?: string): void;
  /** 429 with Retry-After for all calls of `method` in `team` from now on, for that long. */
  limit(team: string, method: string, seconds: number): void;
  /** How many calls of `method` came, whatever became of them. */
  count(method: string, team?: string): number;
  close(): Promise<void>;
}

/** Starts the fake on a free port of this machine. Rate limits run by the machine's clock unless `limitsClock` is another. */
export async function startFakeSlack(
  clock: () => number = Date.now,
  limitsClock: () => number = Date.now,
): Promise<FakeSlack> {
  const world = createWorld(clock, limitsClock);
  const sockets = createSocketMode(world);
  const server = createServer((request, response) => {
    route(world, sockets, request, response).catch((error: unknown) => {
      world.violations.push(`the fake failed: ${String(error)}`);
      response.writeHead(500).end();
    });
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    world,
    sockets,
    apiUrl: `${world.baseUrl}/api/`,
    newTeam(name = 'Acme') {
      const number = unique();
      const team: FakeTeam = {
        id: `T0${number}`,
        name,
        domain: `${name.toLowerCase().replace(/\W+/g, '-')}-${number}`,
        botToken: `xoxb-${number}-fake`,
        botUser: `U0BOT${number}`,
        bot: `B0${number}`,
        scopes: new Set(['commands', 'chat:write', 'users:read']),
        uninstalled: false,
        people: new Map(),
        channels: new Map(),
        views: new Map(),
      };
      world.teams.set(team.id, team);
      return team;
    },
    failNext(method, fault, channel) {
      const key = channel === undefined ? method : `${method} ${channel}`;
      world.faults.set(key, [...(world.faults.get(key) ?? []), fault]);
    },
    limit: (team, method, seconds) => world.limits.hold(team, method, seconds),
    count: (method, team) =>
      world.calls.filter((call) => call.method === method && (team === undefined || call.team === team)).length,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function route(
  world: World,
  sockets: ReturnType<typeof createSocketMode>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', world.baseUrl);
  if (request.method !== 'POST') {
    response.writeHead(405).end();
    return;
  }
  if (pathname === '/api/apps.connections.open') return openConnection(world, sockets, request, response);
  if (pathname.startsWith('/api/')) return answerApi(world, pathname.slice('/api/'.length), request, response);
  if (pathname.startsWith('/actions/')) return answerReplyUrl(world, pathname, request, response);
  world.violations.push(`${pathname}: no such address at Slack`);
  response.writeHead(404).end();
}

/** apps.connections.open takes the app-level token alone. Contract section 5. */
function openConnection(
  world: World,
  sockets: ReturnType<typeof createSocketMode>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  request.resume();
  const token = request.headers.authorization?.replace('Bearer ', '');
  const error =
    sockets.refusal() ??
    (token === undefined
      ? 'not_authed'
      : token.startsWith('xoxb-')
        ? 'not_allowed_token_type'
        : token !== world.appToken
          ? 'invalid_auth'
          : undefined);
  world.calls.push({ method: 'apps.connections.open', team: '', args: {}, at: Date.now(), outcome: error ?? 'ok' });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(error === undefined ? { ok: true, url: sockets.issueUrl() } : { ok: false, error }));
}
