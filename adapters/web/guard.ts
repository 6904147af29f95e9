import type { RequestHandler } from 'express';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

const pageHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Lets through what comes to our own name and, where it changes something, from our own pages. The playground has no
 * passwords: a page elsewhere must reach it neither by a form nor by a name that is turned to this machine (DNS
 * rebinding). Everything else gets 403 and one sentence. Sets the headers of every page.
 */
export function guard(origin: () => string): RequestHandler {
  return (request, response, next) => {
    response.set(pageHeaders);
    const { host, origin: from } = request.headers;
    const name = hostname(`http://${host ?? ''}`);
    if (name === undefined || !(loopbackNames.has(name) || name === hostname(origin()))) {
      response.status(403).type('text').send(`Prep does not answer to this name: open it at ${origin()}.\n`);
      return;
    }
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (changes && !(from !== undefined && URL.canParse(from) && new URL(from).host === host)) {
      response.status(403).type('text').send(`This came from another page, so nothing was done: use ${origin()}.\n`);
      return;
    }
    next();
  };
}

function hostname(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
