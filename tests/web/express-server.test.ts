import express from 'express';
import { expect, it } from 'vitest';
import { createExpressServer } from '../../adapters/web/express-server.ts';
import { openHttp } from '../../src/http.ts';

it('makes requests and responses as Express wants them, so that Express sets no prototypes', async () => {
  const app = express();
  app.use((request, response) => void response.json({ ip: request.ip, json: request.is('json') }));
  const http = await openHttp(createExpressServer(app), '127.0.0.1', 0);
  const before: object[] = [];
  http.server.prependListener('request', (request, response) => {
    before.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
  });
  const answer = await fetch(http.url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  expect(await answer.json()).toEqual({ ip: '127.0.0.1', json: 'json' });
  expect(before).toEqual([app.request, app.response]);
  await http.close();
});
