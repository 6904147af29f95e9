import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDiscordGame } from '../discord/conformance-stage.ts';
import { type OwnPostgres, startOwnPostgres } from '../faults/postgres.ts';
import { makeTemplate, withDatabase } from '../setup/database-template.ts';
import { type openEngine, openGame } from '../setup/game.ts';
import { createTable } from '../setup/table.ts';
import { openSlackStage } from '../slack/stage.ts';
import type { Stage } from './descriptor.ts';
import { type Play, playOn } from './play.ts';

type Options = Parameters<typeof openEngine>[0];

/** Not the web: its messages are rows, so its pages can't be read meanwhile, and say so. */
const platforms: Readonly<Record<string, (options: Options) => Promise<Stage>>> = {
  'Slack over HTTP': (options) => openSlackStage('http', options),
  'Slack over Socket Mode': (options) => openSlackStage('socket', options),
  Discord: async (options) => (await openDiscordGame(options)).stage,
};

/** Longer than Discord and Slack wait for a first answer. */
const longer = 3_500;
/** Shorter than a minute, so that a test can wait for the end of it; it begins anew with each action. */
const patienceMs = 5_000;

const folder = mkdtempSync(path.join(tmpdir(), 'prep-outage-'));
let server: OwnPostgres;
beforeAll(async () => {
  server = await startOwnPostgres(folder);
  await makeTemplate(server.url);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

// No receipt says "saved" before it is. The fakes themselves refuse what is acknowledged too late.
describe.each(Object.entries(platforms))('while the database is away, on %s', (_, open) => {
  let play: Play;
  afterEach(() => play.stage.close());

  const begin = async (options: Options = {}) => {
    play = await playOn(await open({ server: server.url, ...options }));
    return play.ask(play.stage.people.ana);
  };

  /** How many answers and rounds there are, asked from outside. */
  async function stored(): Promise<{ answers: number; rounds: number }> {
    const admin = postgres(server.url, { max: 1 });
    const [newest] = await admin`select datname from pg_database where datname like 'test%' order by oid desc limit 1`;
    const sql = postgres(withDatabase(server.url, String(newest?.datname)), { max: 1 });
    const [row] = await sql<{ answers: number; rounds: number }[]>`
      select (select count(*)::int from answers) as answers, (select count(*)::int from rounds) as rounds`;
    await Promise.all([admin.end(), sql.end()]);
    if (!row) throw new Error('nothing was counted');
    return row;
  }

  it('an answer waits for it, is stored once, and is told when it is', async () => {
    const asked = await begin();
    const { ben, chidi } = play.stage.people;
    const [right = ''] = asked.right;
    await play.type(ben, 'help');
    await server.stop();
    // Chidi has never been seen here.
    const [bens, chidis] = [play.answer(ben, asked, [right]), play.answer(chidi, asked, [right])];
    let told = false;
    void Promise.race([bens, chidis]).then(() => {
      told = true;
    });
    await sleep(longer);
    expect(told).toBe(false);
    await server.start();
    for (const receipt of await Promise.all([bens, chidis])) expect(receipt.text).toMatch(/^Right: /);
    expect(await stored()).toEqual({ answers: 2, rounds: 1 });
    expect((await play.press(ben, 'My answer', asked.id)).text).toContain(right);
  });

  it('what cannot be stored in time is told as not saved, and is done when it is tried again', async () => {
    const asked = await begin({ patienceMs });
    const { ben, chidi } = play.stage.people;
    const [right = ''] = asked.right;
    await play.type(ben, 'help');
    await server.stop();
    const [bens, chidis] = [play.answer(ben, asked, [right]), play.type(chidi, 'question')];
    bens.catch(() => undefined);
    chidis.catch(() => undefined);
    await sleep(patienceMs + 1_000);
    await server.start();
    for (const refused of await Promise.all([bens, chidis])) {
      expect(refused.text).toMatch(/^That didn't reach me: nothing was saved\. Please try again\./);
    }
    expect(await stored()).toEqual({ answers: 0, rounds: 1 });
    expect((await play.answer(ben, asked, [right])).text).toMatch(/^Right: /);
    expect(await stored()).toEqual({ answers: 1, rounds: 1 });
  });
});

it('what the channel was told already is told once, and saved when the database is back', async () => {
  const game = await openGame({ server: server.url });
  const table = createTable(game);
  const ana = table.person('Ana', { manager: true });
  const channel = table.channel('backend');
  await table.type(ana, channel, 'help');
  const { post } = game.platform;
  let back: Promise<void> = Promise.resolve();
  game.platform.post = async (...message) => {
    const posted = await post(...message);
    await server.stop();
    back = sleep(1_000).then(() => server.start());
    return posted;
  };
  expect(await table.type(ana, channel, 'daily at 09:00 UTC')).toEqual({ kind: 'done' });
  await back;
  expect(game.platform.posts).toHaveLength(1);
  expect([...(await game.database.sql`select local_time, enabled from schedules`)]).toEqual([
    { local_time: '09:00', enabled: true },
  ]);
  await game.close();
});

it('whoever waits for a database that stands still reads that nobody can tell', async () => {
  const game = await openGame({ server: server.url, patienceMs: 1_500 });
  const table = createTable(game);
  const [ana, channel] = [table.person('Ana'), table.channel('backend')];
  await table.type(ana, channel, 'question one');
  await game.database.sql.begin(async (tx) => {
    await tx`lock table answers in access exclusive mode`;
    await table.press(ana, channel, 'A');
  });
  expect(table.see(ana, channel).at(-1)?.text).toMatch(/^Something broke on my side halfway, so I can't tell/);
  // It was under way, and is stored once it is let.
  await expect
    .poll(async () => {
      await table.press(ana, channel, 'My answer');
      return table.see(ana, channel).at(-1)?.text;
    })
    .toMatch(/(Right|Not A)/);
  await game.close();
});

it('whoever asked a question whose post could not be recorded reads that nobody can tell', async () => {
  const game = await openGame({ server: server.url, patienceMs: 1_500 });
  const table = createTable(game);
  const [ana, channel] = [table.person('Ana'), table.channel('backend')];
  await table.type(ana, channel, 'help');
  const { post } = game.platform;
  game.platform.post = async (...message) => {
    const posted = await post(...message);
    await server.stop();
    return posted;
  };
  await table.type(ana, channel, 'question one');
  await server.start();
  expect(table.see(ana, channel).at(-1)?.text).toMatch(/^Something broke on my side halfway, so I can't tell/);
  // The question stands, and works.
  expect(game.platform.posts).toHaveLength(1);
  await table.press(ana, channel, 'A');
  expect(table.see(ana, channel).at(-1)?.text).toMatch(/^(Right|Not A)/);
  await game.close();
});
