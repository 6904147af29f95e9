import { answered, click } from '../tests/fakes/discord/clicks.ts';
import { startFakeDiscord } from '../tests/fakes/discord/server.ts';
import { visible } from '../tests/fakes/discord/visible.ts';
import { addChannel, addGuild, addPerson } from '../tests/fakes/discord/world.ts';
import type { LoadPlatform } from './load-platform.ts';
import type { Spread } from './load-spread.ts';

/** Discord: 50 requests a second, and in a channel 5 messages within 5 s. */
const requestsASecond = 50;
const [postsInChannel, withinMs] = [5, 5_000];
const commands = ['leaderboard', 'stats', 'help'];
/** Beyond Discord's own 3 s, after which an answer is refused. */
const patienceMs = 10_000;

/** Discord with a server for each workspace; the large one has more channels than Discord allows a server. */
export async function loadDiscord(spread: readonly Spread[]): Promise<LoadPlatform> {
  const fake = await startFakeDiscord();
  fake.limitAll(requestsASecond);
  fake.limitPosts(postsInChannel, withinMs);
  const places = spread.flatMap((workspace) => {
    const guild = addGuild(fake.world, workspace.name);
    const person = addPerson(fake.world, guild, 'Ana');
    return Array.from({ length: workspace.channels }, (_, n) => {
      return { person, channel: addChannel(fake.world, guild, `backend-${n}`) };
    });
  });
  let read = 0;

  return {
    name: 'discord',
    workspaces: fake.world.guilds.map(({ id, channels }) => ({ id, channels: channels.map((one) => one.id) })),
    spec: { discord: { apiUrl: fake.apiUrl, token: fake.token, applicationId: fake.applicationId } },
    fastestMs: (places.length / requestsASecond) * 1000,
    newPosts() {
      const sent = fake.traffic.sent.slice(read);
      read += sent.length;
      return sent.flatMap(({ method, path, status, at }) => {
        const channel = /^\/channels\/(\d+)\/messages$/.exec(path)?.[1];
        return method === 'POST' && status === 200 && channel !== undefined ? [{ channel, at }] : [];
      });
    },
    refused: () => `${fake.traffic.sent.filter(({ status }) => status === 429).length} refused`,
    async act(n) {
      const place = places[(n * 7_919) % places.length];
      if (!place) return undefined;
      const interaction = click(fake, place.person, place.channel, clickOf(n, place));
      const { sentAt } = interaction;
      await answered(interaction, patienceMs).catch(() => undefined);
      const { answeredAt } = interaction;
      return answeredAt === undefined ? undefined : answeredAt - sentAt;
    },
    close: () => fake.close(),
  };

  function clickOf(n: number, { channel }: (typeof places)[number]) {
    const pressed = channel.messages.find(({ onlyFor }) => onlyFor === undefined);
    const button = pressed && visible(pressed).buttons[0];
    if (n % 2 === 0 || !pressed || !button) {
      const command = fake.world.commands.global.find(({ name }) => name === 'prep');
      const options = [{ type: 1, name: commands[(n >> 1) % commands.length], options: [] }];
      return { type: 2, data: { id: command?.id, name: 'prep', type: 1, options } };
    }
    return { type: 3, data: { component_type: 2, custom_id: button.action, id: 1 }, pressed };
  }
}
