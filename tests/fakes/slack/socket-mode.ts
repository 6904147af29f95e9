import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { World } from './world.ts';

const ackWithinMs = 3_000;
const mostSockets = 10;

interface Waiting {
  readonly acceptsPayload: boolean;
  readonly done: (payload: unknown) => void;
}

/** The Socket Mode side of the fake. Contract section 5 and 10.18. */
export function createSocketMode(world: World) {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open = new Set<WebSocket>();
  const waiting = new Map<string, Waiting>();
  let connections = 0;
  let refusing: string | undefined;

  function onAck(data: RawData): void {
    const { envelope_id: id, payload } = JSON.parse(String(data)) as { envelope_id?: string; payload?: unknown };
    const envelope = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !envelope) {
      world.violations.push(`Socket Mode: an acknowledgement of ${id}, which is unknown or was acknowledged before`);
      return;
    }
    waiting.delete(id);
    const isEmpty = payload === undefined || Object.keys(payload as object).length === 0;
    if (!envelope.acceptsPayload && !isEmpty) world.violations.push('Socket Mode: a payload where none is accepted');
    envelope.done(isEmpty ? undefined : payload);
  }

  function welcome(socket: WebSocket): void {
    connections += 1;
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => open.delete(socket));
    socket.on('message', onAck);
    if (open.size >= mostSockets) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'fake' } }));
      socket.close();
      return;
    }
    socket.send(
      JSON.stringify({
        type: 'hello',
        connection_info: { app_id: 'A0FAKE' },
        num_connections: open.size + 1,
        debug_info: {
          host: 'fake',
          started: '2026-01-01 00:00:00.000',
          build_number: 1,
          approximate_connection_time: 3600,
        },
      }),
    );
    open.add(socket);
  }

  return {
    /** apps.connections.open: a fresh address, good for one connection. */
    issueUrl(): string {
      const ticket = randomBytes(12).toString('hex');
      tickets.add(ticket);
      return `${world.baseUrl.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=A0FAKE`;
    },
    /** Makes apps.connections.open fail with Slack's error `word`; undefined ends that. */
    refuse(word: string | undefined): void {
      refusing = word;
    },
    refusal: () => refusing,
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const ticket = new URL(request.url ?? '', world.baseUrl).searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    /** Sends one envelope and waits for its acknowledgement; `acknowledged` is false after 3 s without one. */
    async deliver(type: 'events_api' | 'interactive' | 'slash_commands', payload: object, retry: object = {}) {
      const [socket] = [...open].sort(() => Math.random() - 0.5);
      if (!socket) return { acknowledged: false, payload: undefined };
      const envelope_id = `${randomBytes(4).toString('hex')}-${connections}`;
      const acceptsPayload = type !== 'events_api';
      return new Promise<{ acknowledged: boolean; payload: unknown }>((resolve) => {
        const late = setTimeout(() => resolve({ acknowledged: false, payload: undefined }), ackWithinMs);
        const done = (answer: unknown) => {
          clearTimeout(late);
          resolve({ acknowledged: true, payload: answer });
        };
        waiting.set(envelope_id, { acceptsPayload, done });
        socket.send(JSON.stringify({ envelope_id, type, accepts_response_payload: acceptsPayload, payload, ...retry }));
      });
    },
    /** Slack refreshes a connection: the `disconnect` message, or a close without a word. */
    refresh(reason: 'warning' | 'refresh_requested' | 'link_disabled' | 'no word'): void {
      for (const socket of open) {
        open.delete(socket);
        if (reason === 'no word') socket.terminate();
        else socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }));
      }
    },
    openSockets: () => open.size,
    /** how many connections were ever made */
    connections: () => connections,
    close(): void {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

export type SocketMode = ReturnType<typeof createSocketMode>;
