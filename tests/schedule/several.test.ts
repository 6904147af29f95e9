import { afterEach, describe, expect, it } from 'vitest';
import { day, hour } from '../setup/game.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

const own = () => game.table.see(game.ana, game.channel).findLast((one) => one.private);
const type = (line: string) => game.table.type(game.ana, game.channel, line);
const schedules = async () => {
  const [row] = await game.database.sql<{ id: string }[]>`select id from channels`;
  return game.store.schedules.schedulesOfChannel(row?.id ?? '');
};

describe('several daily challenges in a channel', () => {
  it('have their own time and topics, one day number, and each its own yesterday', async () => {
    game = await openDaily('daily at 09:00 UTC every day python');
    await type('daily add 14:00 sql every day');
    expect(game.lastText()).toMatch(/^Ana set up daily challenge 2 here\. Every day at 14:00 \(UTC\), on /);
    expect(await schedules()).toMatchObject([
      { number: 1, localTime: '09:00' },
      { number: 2, localTime: '14:00', zone: 'UTC' },
    ]);
    await game.advance(game.first - game.clock());
    await game.advance(5 * hour);
    expect(await game.rounds()).toMatchObject([{ challenge_day: 1 }, { challenge_day: 1 }]);
    expect(game.lastText()).not.toContain('Yesterday');
    await game.advance(day - 5 * hour);
    expect(game.lastText()).toContain('Yesterday: ');
    await game.advance(5 * hour);
    expect(await game.rounds()).toMatchObject([{}, {}, { challenge_day: 2 }, { challenge_day: 2 }]);
    const [python, sql] = await game.database.sql<
      { id: string }[]
    >`select question_id as id from rounds order by opened_at`;
    expect(python?.id).toMatch(/^python\//);
    expect(sql?.id).toMatch(/^databases-sql\//);
    expect(game.platform.violations).toEqual([]);
  });

  it('are named by number, and asked back where none is named', async () => {
    game = await openDaily();
    await type('daily add 14:00 sql');
    for (const line of ['daily off', 'daily now', 'daily change', 'daily pause 3 Jan', 'daily at 10:00 closes 6h']) {
      await type(line);
      expect(own()?.text).toBe('There are 2 daily challenges here. Which one? Nothing was changed.');
      expect(own()?.buttons.map(({ label }) => label)).toEqual(['1: 09:00', '2: 14:00']);
    }
    await game.table.press(game.ana, game.channel, '2: 14:00', own()?.id);
    expect(await schedules()).toMatchObject([{ localTime: '09:00' }, { localTime: '10:00', closes: '6h' }]);
    await type('daily pause 2 3 Jan');
    expect(game.lastText()).toMatch(/^Ana paused daily challenge 2 until 3 January 2027\./);
    await type('daily resume 2');
    await type('daily off 1');
    expect(game.lastText()).toMatch(/^Ana turned daily challenge 1 off\./);
    // Only one is on: that is the one that is meant.
    await type('daily skip 25 Dec');
    expect(await schedules()).toMatchObject([{ enabled: false, skipDates: [] }, { skipDates: ['2026-12-25'] }]);
    await type('daily off 3');
    expect(own()?.text).toBe('There is no daily challenge 3 here. Nothing was changed.');
  });

  it('are taken back each by its own Undo', async () => {
    game = await openDaily();
    await type('daily add 14:00 sql');
    const added = game.table.see(game.ana, game.channel).findLast((one) => !one.private);
    await type('daily at 10:00 #1');
    await game.table.press(game.ana, game.channel, 'Undo', added?.id);
    expect(await schedules()).toMatchObject([{ localTime: '10:00', enabled: true }, { enabled: false }]);
  });

  it('are five at most; one that is off makes room', async () => {
    game = await openDaily();
    for (const time of ['10:00', '11:00', '12:00', '13:00']) await type(`daily add ${time}`);
    await type('daily add 14:00');
    expect(own()?.text).toBe('A channel has at most 5 daily challenges, and this one has them. Nothing was saved.');
    await type('daily off 3');
    await type('daily add 14:00');
    expect((await schedules()).map(({ localTime }) => localTime)).toEqual([
      '09:00',
      '10:00',
      '14:00',
      '12:00',
      '13:00',
    ]);
    await type('daily');
    expect(own()?.text).toMatch(/^5 daily challenges here\./);
    expect(game.platform.violations).toEqual([]);
  });

  it('another one without its time is a form, and the form makes it', async () => {
    game = await openDaily();
    await type('daily add sql');
    await game.table.submit(game.ana, { time: ['noon'] });
    expect(await schedules()).toMatchObject([{ localTime: '09:00' }, { localTime: '12:00', number: 2 }]);
    await type('daily add 12:00 sql');
    expect(own()?.text).toBe('There is one like that already. Nothing was changed.');
  });
});
