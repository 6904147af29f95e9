import { commandDelivery, pressDelivery } from '../tests/fakes/slack/deliveries.ts';
import { SlackDriver } from '../tests/fakes/slack/driver.ts';
import { startFakeSlack } from '../tests/fakes/slack/server.ts';
import type { FakeChannel, FakePerson, FakeTeam } from '../tests/fakes/slack/state.ts';
import { overSignedHttp } from '../tests/fakes/slack/transport.ts';
import { visibleButtons } from '../tests/fakes/slack/visible.ts';
import type { LoadPlatform } from './load-platform.ts';
import type { Spread } from './load-spread.ts';

/** The fake's limit in one workspace: 300 posts a minute, 30 at once. */
const [postsASecond, burst] = [5, 30];
const lines = ['leaderboard', 'stats', 'help', 'daily status'];

/** Slack with a team for each workspace. */
export async function loadSlack(spread: readonly Spread[]): Promise<LoadPlatform> {
  const fake = await startFakeSlack();
  const driver = new SlackDriver(fake, overSignedHttp(fake, 'http://127.0.0.1'));
  const places = spread.flatMap((workspace) => {
    const team = fake.newTeam(workspace.name);
    const person = driver.person(team, 'Ana');
    return Array.from({ length: workspace.channels }, (_, n) => {
      return { team, person, channel: driver.channel(team, `backend-${n}`, [person]) };
    });
  });
  // Questions show entities as people write them.
  for (const entity of ['amp', 'lt', 'gt']) fake.world.typed.add(entity);
  let read = 0;

  return {
    name: 'slack',
    workspaces: [...fake.world.teams.values()].map(({ id, channels }) => ({ id, channels: [...channels.keys()] })),
    spec: {
      slack: {
        apiUrl: fake.apiUrl,
        signingSecret: fake.world.signingSecret,
        teams: [...fake.world.teams.values()].map(({ id, name, botToken, botUser, bot }) => ({
          id,
          name,
          botToken,
          botUser,
          bot,
        })),
      },
    },
    fastestMs: Math.max(...spread.map(({ channels }) => Math.max(0, channels - burst) / postsASecond)) * 1000,
    newPosts() {
      const calls = fake.world.calls.slice(read);
      const open = calls.findIndex(({ outcome }) => outcome === undefined);
      read += open < 0 ? calls.length : open;
      return calls
        .slice(0, open < 0 ? calls.length : open)
        .filter(
          ({ method, outcome, args }) =>
            method === 'chat.postMessage' && outcome === 'ok' && args.metadata !== undefined,
        )
        .map(({ args, at }) => ({ channel: String(args.channel), at }));
    },
    refused() {
      const { calls, violations } = fake.world;
      return `${calls.filter(({ outcome }) => outcome === 'ratelimited').length} refused, ${violations.length} breaches of Slack's rules ${violations.slice(0, 3).join('; ')}`;
    },
    async act(n, origin) {
      const place = places[(n * 7_919) % places.length];
      if (!place) return undefined;
      const { delivery } = deliveryOf(n, place);
      const began = performance.now();
      const { acknowledged } = await overSignedHttp(fake, origin).deliver(delivery);
      return acknowledged ? performance.now() - began : undefined;
    },
    close: () => fake.close(),
  };

  function deliveryOf(
    n: number,
    { team, person, channel }: { team: FakeTeam; person: FakePerson; channel: FakeChannel },
  ) {
    const posted = channel.messages.at(-1);
    const [button] = visibleButtons(posted?.blocks ?? []);
    if (n % 2 === 0 || !posted || !button) {
      return commandDelivery(fake.world, team, person, channel, lines[(n >> 1) % lines.length] ?? 'help');
    }
    return pressDelivery(fake.world, team, person, channel, { ...posted, ephemeral: false }, button.action);
  }
}
