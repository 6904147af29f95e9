import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answers } from './interactions.ts';
import { editMessage, openDirect, postMessage, readMessages } from './messages.ts';
import type { MessageBody } from './parts.ts';
import { fault, Refusal, refuse, refuseFaults } from './refusal.ts';
import { type CommandPart, checkCommands } from './rules-command.ts';
import { schemaFaults } from './schemas.ts';
import { type createBuckets, limited, type Traffic } from './traffic.ts';
import { findChannel, findGuild, findMessage, messageJson, type RegisteredCommand, type World } from './world.ts';

interface Request {
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** without the bot's token: the address itself holds a secret */
  readonly open?: boolean;
  handle(request: Request): unknown;
}

export interface RestParts {
  readonly world: World;
  readonly traffic: Traffic;
  readonly answers: Answers;
  readonly buckets: ReturnType<typeof createBuckets>;
  token(): string;
  gatewayUrl(): string;
}

/** Discord's REST API below `/api/v10`, as far as a quiz needs it. */
export function createRest(parts: RestParts) {
  const routes = routesOf(parts);
  const { traffic, world } = parts;

  const answer = async (request: IncomingMessage, path: string, query: URLSearchParams) => {
    const method = request.method ?? 'GET';
    const body = await readBody(request);
    const found = routes.find((one) => one.method === method && one.path.test(path));
    checkHeaders(request, parts.token(), found?.open ?? false, body !== undefined);
    // Interactions are answered outside of the limit of all requests.
    if (!found?.open) parts.buckets.takeAny();
    if (!found) refuse(404, 0, '404: Not Found');
    const params = (found.path.exec(path) ?? []).slice(1);
    const headers = method === 'POST' && /^\/channels\/\d+\/messages$/.test(path) ? parts.buckets.take(path) : {};
    return { body, headers, result: () => found.handle({ params, query, body }) };
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/, ''));
    const method = request.method ?? 'GET';
    const trouble = traffic.take(method, path);
    let status = 200;
    let body: unknown;
    try {
      if (trouble?.kind === 'cut') return void request.socket.destroy();
      if (trouble?.kind === 'status') throw new Refusal(trouble.status, trouble.body ?? { message: 'fault', code: 0 });
      if (trouble?.kind === 'limit') throw limited(trouble.retryAfterMs, trouble.scope);
      if (!url.pathname.startsWith('/api/v10/')) refuse(404, 0, 'Only version 10 is spoken here.');
      const given = await answer(request, path, url.searchParams);
      body = given.body;
      const result = given.result();
      if (trouble?.kind === 'drop answer') return void request.socket.destroy();
      if (trouble?.kind === 'slow') await sleep(trouble.ms);
      status = result === undefined ? 204 : 200;
      reply(response, status, result, given.headers);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, { message: String(error), code: 0 });
      status = refusal.status;
      reply(response, status, refusal.body, refusal.headers);
    } finally {
      traffic.record({ method, path, body, status, at: world.now() });
    }
  };
}

function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const text = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuseFaults([fault([], 'INVALID_JSON', 'The body is no JSON.')]);
  }
}

/** Contract, section 10, item 1. */
function checkHeaders(request: IncomingMessage, token: string, open: boolean, hasBody: boolean): void {
  if (!request.headers['user-agent']?.startsWith('DiscordBot (')) refuse(403, 40333, 'internal network error');
  if (!open && request.headers.authorization !== `Bot ${token}`) refuse(401, 0, '401: Unauthorized');
  if (hasBody && !request.headers['content-type']?.startsWith('application/json')) {
    refuseFaults([
      fault([], 'CONTENT_TYPE_INVALID', 'Expected "Content-Type" header to be one of {\'application/json\'}.'),
    ]);
  }
}

function routesOf({ world, traffic, answers, gatewayUrl }: RestParts): Route[] {
  const message = (body: unknown): MessageBody => {
    if (typeof body !== 'object' || body === null) refuse(400, 50006, 'Cannot send an empty message');
    return body as MessageBody;
  };
  const own = (application: string | undefined) => {
    if (application !== world.applicationId) refuse(404, 10002, 'Unknown Application');
  };
  return [
    {
      method: 'GET',
      path: /^\/gateway\/bot$/,
      handle: () => ({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
      }),
    },
    {
      method: 'GET',
      path: /^\/applications\/(\d+)\/commands$/,
      handle: ({ params: [application] }) => {
        own(application);
        return world.commands.global;
      },
    },
    {
      method: 'PUT',
      path: /^\/applications\/(\d+)\/commands$/,
      handle: ({ params: [application], body }) => {
        own(application);
        world.commands.global = registered(world, body);
        return world.commands.global;
      },
    },
    {
      method: 'GET',
      path: /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/,
      handle: ({ params: [application, guild = ''] }) => {
        own(application);
        if (!world.guilds.some(({ id, here }) => id === guild && here)) refuse(403, 50001, 'Missing Access');
        return world.commands.guild.get(guild) ?? [];
      },
    },
    {
      method: 'PUT',
      path: /^\/applications\/(\d+)\/guilds\/(\d+)\/commands$/,
      handle: ({ params: [application, guild = ''], body }) => {
        own(application);
        findGuild(world, guild);
        world.commands.guild.set(guild, registered(world, body));
        return world.commands.guild.get(guild);
      },
    },
    {
      method: 'POST',
      path: /^\/channels\/(\d+)\/messages$/,
      handle: ({ params: [channel = ''], body }) => postMessage(world, traffic, channel, message(body)),
    },
    {
      method: 'GET',
      path: /^\/channels\/(\d+)\/messages$/,
      handle: ({ params: [channel = ''], query }) => readMessages(world, channel, query),
    },
    {
      method: 'GET',
      path: /^\/channels\/(\d+)\/messages\/(\d+)$/,
      handle: ({ params: [id = '', messageId = ''] }) => {
        const channel = findChannel(world, id);
        return messageJson(channel, findMessage(channel, messageId));
      },
    },
    {
      method: 'PATCH',
      path: /^\/channels\/(\d+)\/messages\/(\d+)$/,
      handle: ({ params: [channel = '', id = ''], body }) => editMessage(world, traffic, channel, id, message(body)),
    },
    {
      method: 'POST',
      path: /^\/users\/@me\/channels$/,
      handle: ({ body }) => {
        refuseFaults(schemaFaults('direct', body));
        return openDirect(world, (body as { recipient_id?: string }).recipient_id ?? '');
      },
    },
    {
      method: 'POST',
      open: true,
      path: /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
      handle: ({ params: [id = '', token = ''], body, query }) =>
        answers.callback(id, token, (body ?? {}) as { type?: number }, query.get('with_response') === 'true'),
    },
    {
      method: 'POST',
      open: true,
      path: /^\/webhooks\/\d+\/([^/]+)$/,
      handle: ({ params: [token = ''], body }) => answers.followUp(token, message(body)),
    },
    {
      method: 'PATCH',
      open: true,
      path: /^\/webhooks\/\d+\/([^/]+)\/messages\/(@original|\d+)$/,
      handle: ({ params: [token = '', id = ''], body }) => answers.editOriginal(token, id, message(body)),
    },
    {
      method: 'GET',
      open: true,
      path: /^\/webhooks\/\d+\/([^/]+)\/messages\/(@original|\d+)$/,
      handle: ({ params: [token = '', id = ''] }) => answers.readOriginal(token, id),
    },
    {
      method: 'DELETE',
      open: true,
      path: /^\/webhooks\/\d+\/([^/]+)\/messages\/(@original|\d+)$/,
      handle: ({ params: [token = '', id = ''] }) => answers.removeOriginal(token, id),
    },
  ];
}

/** Stored as Discord gives it back: with ids, and without what is false or empty. */
function registered(world: World, body: unknown): RegisteredCommand[] {
  const commands = body as readonly CommandPart[];
  checkCommands(commands);
  return commands.map((command) => ({
    ...bare(command),
    id: world.nextId(),
    version: world.nextId(),
    application_id: world.applicationId,
    default_member_permissions: null,
    nsfw: false,
  }));
}

function bare(part: CommandPart): CommandPart {
  const { required, autocomplete, options, ...rest } = part;
  return {
    ...rest,
    ...(required ? { required } : {}),
    ...(autocomplete ? { autocomplete } : {}),
    ...(options && options.length > 0 ? { options: options.map(bare) } : {}),
  };
}
