import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { guildJson } from './guild-json.ts';
import type { World } from './world.ts';

interface Session {
  readonly id: string;
  seq: number;
  /** the last events, as they were sent: thousands of objects would be looked through by each collection of a load test */
  readonly events: { readonly s: number; readonly sent: string }[];
  socket: WebSocket | undefined;
}

export interface GatewayParts {
  readonly server: Server;
  readonly world: World;
  token(): string;
  /** the address of the gateway; resuming has one of its own */
  url(path: 'gateway' | 'resume'): string;
}

export interface Gateway {
  /** Sends an event to every session; what a session misses while it is cut off is replayed when it resumes. */
  dispatch(type: string, data: unknown): void;
  /** Sends the last event once more. */
  repeatLast(): void;
  /** Cuts every connection; `code`: with a close frame, else without one. */
  drop(code?: number): void;
  /** Asks every client to reconnect (op 7) or says that its session is invalid (op 9). */
  say(op: 7 | 9, data?: boolean): void;
  /** Heartbeats are answered no more, as from a zombie. */
  deaf(on: boolean): void;
  readonly counts: { identified: number; resumed: number; replayed: number };
  /** codes by which the gateway closed connections for a fault of the client */
  readonly closes: number[];
  connected(): boolean;
  close(): void;
}

const privileged = (1 << 1) | (1 << 8) | (1 << 15);
const mostBytes = 4096;
const mostPerMinute = 120;
const kept = 200;

/** Discord's gateway. Contract, section 2, and section 10, items 17 to 19 as far as they are cheap. */
export function createGateway({ server, world, token, url }: GatewayParts, heartbeatMs = 41_250): Gateway {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  const counts = { identified: 0, resumed: 0, replayed: 0 };
  const closes: number[] = [];
  let isDeaf = false;
  let last: { t: string; d: unknown } | undefined;

  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) => serve(client, request.url ?? ''));
  });

  const sendText = (socket: WebSocket | undefined, text: string) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
  };
  const send = (socket: WebSocket | undefined, payload: unknown) => sendText(socket, JSON.stringify(payload));

  const event = (session: Session, t: string, d: unknown) => {
    session.seq += 1;
    const sent = JSON.stringify({ op: 0, s: session.seq, t, d });
    session.events.push({ s: session.seq, sent });
    if (session.events.length > kept) session.events.shift();
    sendText(session.socket, sent);
  };

  const serve = (socket: WebSocket, path: string) => {
    let session: Session | undefined;
    let sent = 0;
    let since = Date.now();
    const refuse = (code: number) => {
      closes.push(code);
      socket.close(code);
    };
    send(socket, { op: 10, d: { heartbeat_interval: heartbeatMs } });
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = undefined;
    });
    socket.on('message', (data) => {
      const raw = data.toString();
      if (Buffer.byteLength(raw) > mostBytes) return refuse(4002);
      if (Date.now() - since > 60_000) [sent, since] = [0, Date.now()];
      sent += 1;
      if (sent > mostPerMinute) return refuse(4008);
      const { op, d } = JSON.parse(raw) as { op: number; d: Record<string, unknown> };
      if (op === 1) return isDeaf ? undefined : send(socket, { op: 11 });
      if (op === 2) {
        if (session) return refuse(4005);
        const fault = identifyFault(d, token());
        if (fault !== undefined) return refuse(fault);
        counts.identified += 1;
        session = { id: randomUUID(), seq: 0, events: [], socket };
        sessions.set(session.id, session);
        greet(session);
        return undefined;
      }
      if (op === 6) {
        if (session) return refuse(4005);
        session = resume(socket, path, d);
        return undefined;
      }
      return session ? undefined : refuse(4003);
    });
  };

  const greet = (session: Session) => {
    const here = world.guilds.filter((guild) => guild.here);
    event(session, 'READY', {
      v: 10,
      user: {
        ...world.bot,
        discriminator: '0',
        avatar: null,
        verified: true,
        mfa_enabled: false,
        flags: 0,
        email: null,
      },
      guilds: here.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url('resume'),
      shard: [0, 1],
      application: { id: world.applicationId, flags: 0 },
    });
    for (const guild of here) event(session, 'GUILD_CREATE', guildJson(world, guild));
  };

  /** Item 18: only where READY said, with a known session and a sequence it can have seen. */
  const resume = (socket: WebSocket, path: string, d: Record<string, unknown>): Session | undefined => {
    const session = sessions.get(String(d.session_id));
    const seq = Number(d.seq);
    if (!path.startsWith('/resume') || d.token !== token() || !session || seq > session.seq) {
      send(socket, { op: 9, d: false });
      return undefined;
    }
    session.socket = socket;
    counts.resumed += 1;
    for (const missed of session.events.filter(({ s }) => s > seq)) {
      counts.replayed += 1;
      sendText(socket, missed.sent);
    }
    event(session, 'RESUMED', {});
    return session;
  };

  return {
    counts,
    closes,
    dispatch(t, d) {
      last = { t, d };
      for (const session of sessions.values()) event(session, t, d);
    },
    repeatLast() {
      for (const session of sessions.values()) if (last) event(session, last.t, last.d);
    },
    drop(code) {
      for (const client of sockets.clients) {
        if (code === undefined) client.terminate();
        else client.close(code);
      }
    },
    say(op, data) {
      for (const client of sockets.clients) send(client, { op, d: data ?? null });
    },
    deaf(on) {
      isDeaf = on;
    },
    connected: () => [...sessions.values()].some(({ socket }) => socket?.readyState === WebSocket.OPEN),
    close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

/** Item 17. */
function identifyFault(d: Record<string, unknown>, token: string): number | undefined {
  if (d.token !== token) return 4004;
  if (typeof d.intents !== 'number') return 4013;
  if ((d.intents & privileged) !== 0) return 4014;
  return undefined;
}
