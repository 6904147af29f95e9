import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import type { Door, Input } from '../../src/platform.ts';
import { projectRoot } from '../../src/project-root.ts';
import { fragment, html } from './fragment.tsx';
import { guard } from './guard.ts';
import { Suggestions } from './pages/composer.tsx';
import { page } from './pages/layout.tsx';
import { ProblemPage } from './pages/problem.tsx';
import { addressOf, type Place } from './place.ts';
import { channelById, channels, people, personById } from './playground/cast.ts';
import type { Receive } from './receive.tsx';
import { fieldPrefix } from './render-field.tsx';
import type { Rooms } from './rooms.tsx';

const assetsFolder = path.join(projectRoot, 'adapters/web/assets');
const htmxFolder = path.dirname(createRequire(import.meta.url).resolve('htmx.org'));
/** 10,000 letters of four bytes each, percent-encoded. */
const bodyLimit = '256kb';

/** The web's routes. It answers every address it is reached by, also with "not found": mount it after all others. */
export function webRouter(parts: {
  door: Door;
  log: Logger;
  origin: () => string;
  receive: Receive;
  rooms: Rooms;
  playground: Router;
  /** the page that shows what other platforms get */
  payloads?: () => Promise<string>;
}): Router {
  const { door, log, origin, receive, rooms, playground, payloads } = parts;
  const router = express.Router();
  router.use(guard(origin));
  router.use('/assets', assets());

  router.get('/', (_request, response) => {
    response.redirect(addressOf({ channel: channels[0], person: people[0] }));
  });
  if (payloads) router.get('/payloads', async (_request, response) => void response.send(await payloads()));
  router.get('/c/:channel', async (request, response) => {
    const place = placeOf(request);
    if (!place) return notFound(request, response);
    const { before } = request.query;
    response.send(
      await rooms.page(place, typeof before === 'string' && /^\d{1,18}$/.test(before) ? before : undefined),
    );
  });
  router.get('/c/:channel/live', async (request, response) => {
    const place = placeOf(request);
    if (!place) return notFound(request, response);
    await rooms.follow(place, String(request.query.seen ?? ''), response);
  });
  router.get('/c/:channel/complete', (request, response) => {
    const suggestions = door.completeLine(String(request.query.line ?? '').slice(0, 200));
    response.send(html(<Suggestions suggestions={suggestions} />));
  });

  const body = express.urlencoded({ extended: false, limit: bodyLimit, parameterLimit: 200 });
  router.post('/c/:channel/:deed', body, async (request, response) => {
    const place = placeOf(request);
    const input = inputOf(request.params.deed, request.body ?? {});
    if (!place || !input) return notFound(request, response);
    const whence = { from: textOf(request.body.from) || 'line', slot: textOf(request.body.slot) };
    const answer = await receive(place, input, whence);
    if (answer.closesForm) response.set('HX-Trigger', 'form-taken');
    response.send(answer.html);
  });
  router.use('/playground', body, playground);

  router.use(notFound);
  router.use(failed(log));
  return router;
}

function assets(): Router {
  const router = express.Router();
  // One script: htmx begins with the page at once, and an extension that arrives after that is never asked.
  const htmx = ['htmx.min.js', 'ext/hx-sse.min.js']
    .map((file) => readFileSync(path.join(htmxFolder, file), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''))
    .join('\n');
  router.get('/htmx.js', (_request, response) => response.type('js').send(htmx));
  router.use(express.static(assetsFolder, { index: false }));
  return router;
}

function placeOf(request: Request): Place | undefined {
  const channel = channelById(request.params.channel);
  const person = personById(request.query.as ?? people[0].id);
  return channel && person && { channel, person };
}

/** A posted form as the engine's input. */
function inputOf(deed: unknown, body: Readonly<Record<string, string | string[]>>): Input | undefined {
  if (deed === 'press') return { kind: 'press', action: textOf(body.press) };
  // Somebody who is used to other platforms types the `/prep` that stands before the field already.
  if (deed === 'line')
    return {
      kind: 'line',
      line: textOf(body.line)
        .trim()
        .replace(/^\/prep\b\s*/, ''),
    };
  if (deed !== 'submit') return undefined;
  const values: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.startsWith(fieldPrefix)) values[name.slice(fieldPrefix.length)] = [value].flat();
  }
  return { kind: 'submit', form: textOf(body['form-id']), values };
}

function textOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function notFound(request: Request, response: Response): void {
  const heading = 'There is nothing here';
  const text = `Prep has no page at ${request.path}.`;
  say(request, response, 404, heading, text);
}

function failed(log: Logger): ErrorRequestHandler {
  // Express knows a handler of errors by its four arguments.
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) {
      // A stream under way: the page opens it again.
      log.warn({ err: error, path: request.path }, 'a stream broke off');
      response.destroy();
      return;
    }
    const status = clientStatus(error);
    if (status !== undefined) {
      say(request, response, status, 'That is more than Prep takes', 'Nothing was saved. Shorten it and try again.');
      return;
    }
    log.error({ err: error, path: request.path }, 'a page failed');
    say(request, response, 500, 'That did not work', 'The fault is Prep’s. Nothing was saved: please try again.');
  };
}

/** express says with a status that the request itself is at fault (too large, cut off). */
function clientStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error.status >= 400 && error.status < 500 ? error.status : undefined;
}

/** A page for whoever opened an address, a line in the page for whoever pressed something on it. */
function say(request: Request, response: Response, status: number, heading: string, text: string): void {
  response.status(status);
  if (request.headers['hx-request'] === 'true') response.send(fragment('#problem', 'innerHTML', text));
  else response.send(page({ title: `${heading} · Prep`, children: <ProblemPage heading={heading} text={text} /> }));
}
