import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { methods } from './methods/index.ts';
import { needScope } from './methods/method.ts';
import type { FakeTeam, SentCall } from './state.ts';
import { type Fault, Refusal, type World } from './world.ts';

type Args = Readonly<Record<string, unknown>>;

/** Plays POST /api/<method>. Answers like Slack: HTTP 200 with `ok`, or 429. Contract section 4 and 10.1, 10.2, 10.7, 10.12. */
export async function answerApi(
  world: World,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const call: SentCall = { method: name, team: '', args: {}, at: Date.now(), outcome: undefined };
  world.calls.push(call);
  try {
    const args = parseArgs(body, request.headers['content-type'] ?? '');
    const team = authenticate(world, name, token);
    Object.assign(call, { team: team.id, args });
    const limited = world.limits.check(team.id, name, methods[name]?.tier ?? 'none', String(args.channel ?? ''));
    if (limited) {
      if (limited.early) world.violations.push(`${name}: called before Retry-After was over`);
      call.outcome = 'ratelimited';
      response.writeHead(429, { 'retry-after': String(limited.retryAfter), 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
      return;
    }
    const fault = world.faults.get(`${name} ${args.channel}`)?.shift() ?? world.faults.get(name)?.shift();
    if (fault?.kind === 'delay') await sleep(fault.ms);
    if (fault && fault.kind !== 'delay') return suffer(fault, call, () => perform(world, name, args, team), response);
    const result = perform(world, name, args, team);
    call.outcome = 'ok';
    reply(response, { ok: true, ...result }, team);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    call.outcome = error.error;
    reply(response, { ok: false, error: error.error, ...error.more });
  }
}

function suffer(
  fault: Exclude<Fault, { kind: 'delay' }>,
  call: SentCall,
  performed: () => Args,
  response: ServerResponse,
): void {
  if (fault.perform) performed();
  call.outcome = fault.kind;
  if (fault.kind === 'silence') return;
  if (fault.kind === 'drop') response.socket?.destroy();
  else if (fault.kind === 'status') response.writeHead(fault.status).end('upstream trouble');
  else reply(response, { ok: false, error: fault.error });
}

function authenticate(world: World, name: string, token: string | undefined): FakeTeam {
  if (token === undefined) throw new Refusal('not_authed');
  if (token === world.appToken) throw new Refusal('not_allowed_token_type');
  const team = [...world.teams.values()].find((each) => each.botToken === token);
  if (!team) throw new Refusal('invalid_auth');
  if (team.uninstalled) world.violations.push(`${name}: called for a workspace that uninstalled Prep`);
  if (team.trouble) throw new Refusal(team.trouble);
  return team;
}

function perform(world: World, name: string, args: Args, team: FakeTeam): Args {
  const method = methods[name];
  if (!method) {
    world.violations.push(`${name}: not a method that Prep needs`);
    throw new Refusal('unknown_method');
  }
  if (method.scope !== undefined) needScope(team, method.scope);
  const parsed = method.args.safeParse(args);
  if (!parsed.success) {
    const unknown = parsed.error.issues.find((issue) => issue.code === 'unrecognized_keys');
    if (unknown) world.violations.push(`${name}: unknown arguments ${unknown.keys.join(', ')}`);
    const messages = parsed.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
    );
    throw new Refusal('invalid_arguments', { response_metadata: { messages } });
  }
  return method.run(parsed.data, team, world);
}

function reply(response: ServerResponse, body: Args, team?: FakeTeam): void {
  const scopes = team === undefined ? {} : { 'x-oauth-scopes': [...team.scopes].join(',') };
  response.writeHead(200, { 'content-type': 'application/json', ...scopes });
  response.end(JSON.stringify(body));
}

/** The whole body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const jsonArguments = new Set(['blocks', 'attachments', 'metadata', 'view']);
const textArguments = new Set(['text', 'channel', 'ts', 'thread_ts', 'oldest', 'latest', 'cursor', 'user']);

/** Slack takes arguments as a form (objects as JSON strings) or as JSON. Contract 10.2: blocks as an object are refused. */
function parseArgs(body: string, contentType: string): Args {
  if (contentType.startsWith('application/json')) return body === '' ? {} : JSON.parse(body);
  const args = Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, parseArgument(key, value)]));
}

function parseArgument(key: string, value: string): unknown {
  if (jsonArguments.has(key)) {
    try {
      return JSON.parse(value);
    } catch {
      throw new Refusal(key === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments');
    }
  }
  if (textArguments.has(key)) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d{1,6}$/.test(value) ? Number(value) : value;
}
