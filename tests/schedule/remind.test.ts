import { afterEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/platform.ts';
import { day, hour, minute } from '../setup/game.ts';
import { shownOf, type TablePerson } from '../setup/table.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

/** What somebody was told in private, without being asked. */
const told = (person: TablePerson): string[] =>
  game.platform.told.filter((one) => one.person === person.id).map(({ message }) => shownOf('', message, true).text);

async function choose(person: TablePerson, label: string): Promise<void> {
  await game.table.type(person, game.channel, 'daily');
  await game.table.press(person, game.channel, 'Remind me');
  await game.table.press(person, game.channel, label);
}

async function answer(person: TablePerson): Promise<void> {
  const [open] = (await game.rounds()).filter(({ state }) => state === 'open').slice(-1);
  await game.table.act(person, game.channel, { kind: 'press', action: `answer.${open?.id}.0` });
}

/** Does what was planned for this moment, as the queue would. */
async function wakePlanned(): Promise<void> {
  for (const { wakeUp, at } of [...game.wakeUps.planned]) if (at <= game.clock()) await game.engine.wake(wakeUp);
}

describe('a reminder', () => {
  it('comes with the post to those who asked, and to nobody else', async () => {
    game = await openDaily();
    const chidi = game.table.person('Chidi');
    await choose(game.ben, 'When it is posted');
    game.clock.set(game.first);
    await wakePlanned();
    await wakePlanned();
    expect(told(game.ben)).toEqual([
      expect.stringMatching(
        /^.+: a new question in #backend\. It is open until 2026-11-25T08:59:00\.000Z\.\nGo to the question/,
      ),
    ]);
    expect([...told(game.ana), ...told(chidi)]).toEqual([]);
    await game.advance(5 * minute);
    expect(told(game.ben)).toHaveLength(1);
    await game.advance(day);
    expect(told(game.ben)).toHaveLength(2);
  });

  it('is sent to nobody twice when a process dies before it is sent, and still to the others', async () => {
    let dies = true;
    game = await openDaily('daily at 09:00 UTC mon-fri', {
      reached: (point) => {
        if (!dies || point !== 'reminder marked, not sent') return undefined;
        dies = false;
        return Promise.reject(new Error('killed'));
      },
    });
    await choose(game.ana, 'When it is posted');
    await choose(game.ben, 'When it is posted');
    await game.advance(game.first - game.clock());
    expect(dies).toBe(false);
    expect([...told(game.ana), ...told(game.ben)]).toEqual([]);
    for (let sweeps = 0; sweeps < 2; sweeps += 1) await game.another().sweep();
    // Whether the one who was marked has been told is something that nobody can know.
    expect([...told(game.ana), ...told(game.ben)]).toHaveLength(1);
  });

  it('comes an hour before the close to those who haven’t answered', async () => {
    game = await openDaily();
    const chidi = game.table.person('Chidi');
    await choose(game.ben, 'An hour before it closes');
    await choose(chidi, 'An hour before it closes');
    await game.advance(game.first - game.clock());
    await answer(chidi);
    await game.advance(22 * hour + 58 * minute);
    expect(told(game.ben)).toEqual([]);
    await game.advance(minute);
    expect(told(game.ben)).toEqual([
      expect.stringMatching(
        /^.+: the question in #backend closes soon\. You haven't answered it yet\. It is open until /,
      ),
    ]);
    await Promise.all([game.advance(minute), game.another().sweep()]);
    expect(told(game.ben)).toHaveLength(1);
    expect(told(chidi)).toEqual([]);
  });

  it('is planned with the queue, and found by the sweep where the queue lost it', async () => {
    game = await openDaily();
    await choose(game.ben, 'An hour before it closes');
    await game.advance(game.first - game.clock());
    const planned = game.wakeUps.planned.filter(({ wakeUp }) => wakeUp.kind === 'remind').map(({ at }) => at);
    expect(planned).toEqual([game.first, game.first + 23 * hour - minute]);
    game.clock.set(game.first + 23 * hour + 10 * minute);
    await game.engine.sweep();
    expect(told(game.ben)).toHaveLength(1);
  });

  it('is taken back, and what is open already is not reminded of at its post', async () => {
    game = await openDaily();
    await game.advance(game.first - game.clock());
    await choose(game.ben, 'When it is posted');
    await game.advance(hour);
    expect(told(game.ben)).toEqual([]);
    await game.advance(day - hour);
    expect(told(game.ben)).toHaveLength(1);
    await choose(game.ben, 'Not at all');
    await game.advance(day);
    expect(told(game.ben)).toHaveLength(1);
    expect(game.platform.violations).toEqual([]);
  });

  it('of a closed question never comes', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri closes 2h');
    await choose(game.ben, 'An hour before it closes');
    await game.advance(game.first - game.clock());
    game.clock.set(game.first + 2 * hour);
    await game.engine.sweep();
    expect(told(game.ben)).toEqual([]);
  });

  it.each([
    ['is logged for somebody who takes no private messages', 'cannot_tell', 0],
    ['is sent again where it was surely not sent', 'rate_limited', 1],
    ['is not sent again where nobody knows', 'unknown_outcome', 0],
  ] as const)('%s', async (_, code, times) => {
    game = await openDaily();
    await choose(game.ben, 'When it is posted');
    const { tell } = game.platform;
    game.platform.tell = async () => {
      throw new PlatformError('slack', code);
    };
    await game.advance(game.first - game.clock());
    expect(game.log.some(({ msg }) => msg === 'a person could not be reminded')).toBe(true);
    game.platform.tell = tell;
    await game.advance(2 * minute);
    expect(told(game.ben)).toHaveLength(times);
  });

  it('can’t be asked for in a channel of another workspace', async () => {
    game = await openDaily();
    const elsewhere = game.table.channel('other', { workspace: 'W2' });
    const [channel] = await game.database.sql<{ id: string }[]>`select id from channels`;
    await game.table.act(game.ben, elsewhere, { kind: 'press', action: `remind.${channel?.id}.post` });
    expect(game.table.see(game.ben, elsewhere).at(-1)?.text).toMatch(/^This button is from a message I no longer know/);
    expect(await game.database.sql`select 1 from reminders`).toHaveLength(0);
  });
});
