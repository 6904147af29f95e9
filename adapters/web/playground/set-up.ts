import type { Clock } from '../../../src/clock.ts';
import type { Door, Reply } from '../../../src/platform.ts';
import type { WebMessagesStore } from '../../../src/store/web-messages.ts';
import { askingAt, channelRef } from '../place.ts';
import { homeZone, lastDailyTime } from './calendar.ts';
import { channels, people } from './cast.ts';
import { openQuestion } from './open-question.ts';
import type { World } from './world.ts';

const place = { channel: channels[0], person: people[0] };
/** How long before the first daily challenge it is set up. */
const beforeFirstMs = 30_000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes the playground ready to play: its first person sets up a daily challenge by the same line as anybody would, and
 * a question of it is open. Where it stands already nothing is done, so it is safe at every start.
 */
export async function setUp(parts: {
  door: Door;
  messages: WebMessagesStore;
  clock: Clock;
  /** undefined where others live in the same time: then the clock stays as it is */
  world: World | undefined;
}): Promise<void> {
  const { door, messages, clock, world } = parts;
  const say = (line: string) => door.handle(askingAt(place, clock), { kind: 'line', line });

  const isNew = (await messages.latest(channelRef(place), 1)).length === 0;
  if (isNew) {
    const first = lastDailyTime(clock());
    await world?.set(first - beforeFirstMs);
    await say(`daily at 09:00 ${homeZone} mon-fri`);
    if (world) {
      await world.set(first);
      await world.sweep();
    }
  }
  const recent = await messages.latest(channelRef(place), 12);
  const isOpen = recent.some(({ message }) => openQuestion(message));
  // Somebody who closed the last question a moment before a restart doesn't want the next one yet.
  const isRecent = !isNew && recent.some(({ postedAt }) => postedAt > clock() - dayMs);
  if (isOpen || isRecent) return;
  await pressOnly(await say('daily now'));

  /** Prep asks before it posts an extra question; the first button is yes. */
  async function pressOnly(reply: Reply): Promise<void> {
    if (reply.kind !== 'message') return;
    const buttons = reply.message.blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : []));
    const extra = buttons.find(({ action }) => action.startsWith('extra'));
    if (extra) await door.handle(askingAt(place, clock), { kind: 'press', action: extra.action });
  }
}
