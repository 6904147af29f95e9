import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/project-root.ts';
import { SlackDriver } from '../fakes/slack/driver.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/server.ts';
import { overSignedHttp, overSocketMode } from '../fakes/slack/transport.ts';
import { freshDatabase } from '../setup/database.ts';
import { freePort } from '../setup/free-port.ts';

describe('Prep as it is started, in Slack', { timeout: 90_000 }, () => {
  let fake: FakeSlack;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    fake = await startFakeSlack();
    database = await freshDatabase();
  });
  afterEach(async () => {
    if (child && child.exitCode === null) child.kill('SIGKILL');
    await fake.close();
    await database.drop();
  });

  /** Starts the process and resolves with what it printed, once `until` is in it or it has ended. */
  function start(variables: Readonly<Record<string, string>>, until: string): Promise<string> {
    const env = { ...bareEnvironment(), DATABASE_URL: database.url, SLACK_API_URL: fake.apiUrl, ...variables };
    const running = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], { cwd: projectRoot, env });
    child = running;
    return new Promise((resolve) => {
      let printed = '';
      const read = (part: Buffer) => {
        printed += part.toString();
        if (printed.includes(until)) resolve(printed);
      };
      running.stdout.on('data', read);
      running.stderr.on('data', read);
      running.on('exit', () => resolve(printed));
    });
  }

  it.each(['http', 'socket'] as const)('plays over %s, and ends in time', async (transport) => {
    const team = fake.newTeam();
    const port = String(await freePort());
    const mode: Record<string, string> =
      transport === 'http'
        ? { SLACK_SIGNING_SECRET: fake.world.signingSecret }
        : { SLACK_APP_TOKEN: fake.world.appToken };
    const printed = await start({ SLACK_BOT_TOKEN: team.botToken, PORT: port, ...mode }, 'Prep is running');
    expect(printed).toContain(`Slack: connected as prep in Acme`);

    const over = transport === 'http' ? overSignedHttp(fake, `http://127.0.0.1:${port}`) : overSocketMode(fake);
    const driver = new SlackDriver(fake, over);
    const ana = driver.person(team, 'Ana');
    const room = driver.channel(team, 'backend', [ana]);
    await driver.command(team, ana, room, 'question one');
    await expect.poll(() => driver.see(ana, room).filter((seen) => !seen.isPrivate)).toHaveLength(1);
    await driver.press(team, ana, room, 'A', room.messages[0]?.ts);
    await expect.poll(() => driver.see(ana, room).at(-1)?.text).toMatch(/^(Right: A|Not A)/);

    child?.kill('SIGTERM');
    const [code] = child ? await once(child, 'exit', { signal: AbortSignal.timeout(10_000) }) : [];
    expect(code).toBe(0);
    expect(fake.world.violations).toEqual([]);
  });

  it('says the one thing that is missing, in one paragraph', async () => {
    const variables = { SLACK_BOT_TOKEN: 'xoxb-mistyped', SLACK_APP_TOKEN: fake.world.appToken, PORT: '0' };
    const printed = await start(variables, 'nothing that is printed');
    expect(printed).toContain('Slack does not accept SLACK_BOT_TOKEN (invalid_auth)');
    expect(printed).not.toMatch(/\n\s+at |xoxb-mistyped/);
    expect(child?.exitCode).toBe(1);
  });
});

/** The environment without any variable of Prep's own. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const own =
    /^(SLACK_|DISCORD_|PREP_|REDIS_URL|DATABASE_URL|PORT|HOST|PUBLIC_URL|PLAYGROUND|ENCRYPTION_KEY|LOG_LEVEL)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
