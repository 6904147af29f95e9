import { afterEach, describe, expect, it } from 'vitest';
import { day, hour, minute } from '../setup/game.ts';
import { shownOf, type TablePerson } from '../setup/table.ts';
import { type Daily, openDaily } from './setup.ts';

let game: Daily;
afterEach(() => game.close());

const at = (local: string): number => Date.parse(`${local}:00Z`);
const recaps = () =>
  game.platform.posts
    .map(({ message, at: when }) => ({ ...shownOf('', message, false), at: new Date(when).toISOString() }))
    .filter(({ text }) => /^The (week|month) in /.test(text));

/** Moves on, waking at every hour and a minute before it, as the queue would. */
async function until(local: string): Promise<void> {
  while (game.clock() < at(local)) {
    const next = Math.min(at(local), (Math.floor(game.clock() / hour) + 1) * hour);
    // Closes come a minute before the hour.
    for (const moment of [next - minute, next]) if (moment > game.clock()) await game.advance(moment - game.clock());
  }
}

/** Answers what was posted last: all of the right ones, or one that isn't. */
async function answer(person: TablePerson, right: boolean): Promise<void> {
  const [open] = (await game.rounds()).filter(({ state }) => state === 'open').slice(-1);
  const round = await game.store.rounds.roundById(open?.id ?? '');
  if (!round) throw new Error('nothing is open');
  const places = round.optionOrder.flatMap((option, place) =>
    round.question.options[option]?.right ? [String(place)] : [],
  );
  const wrong = round.optionOrder.findIndex((option) => !round.question.options[option]?.right);
  const picked = right ? places : [String(wrong)];
  await game.table.act(person, game.channel, { kind: 'submit', form: `choose.${round.id}`, values: { picked } });
}

describe('the weekly recap', () => {
  it('goes out when the week’s last question closes, never before it, and once', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri');
    const chidi = game.table.person('Chidi');
    for (const date of ['24', '25', '26', '27']) {
      await until(`2026-11-${date}T09:30`);
      await answer(game.ana, true);
      await answer(game.ben, date !== '26');
      if (date !== '24') await answer(chidi, false);
    }
    await until('2026-11-30T08:30');
    expect(recaps()).toEqual([]);
    await until('2026-11-30T09:30');
    const [week, ...more] = recaps();
    expect(more).toEqual([]);
    expect(week?.at).toBe('2026-11-30T08:59:00.000Z');
    const lines = week?.text.split('\n') ?? [];
    expect(lines[0]).toMatch(/^The week in #backend: 4 questions, 3 people, \d\d% right$/);
    expect(lines[1]).toMatch(/^First: Ana, \d+ points\. Then Ben, \d+\.$/);
    expect(lines[2]).toBe('Answered every day: Ana and Ben. Longest streak: Ana and Ben, 4 days.');
    expect(lines[3]).toMatch(/^Hardest: .+ on Thursday, 1 of 3 right\.$/);
    // Chidi was never right, and is named nowhere.
    expect(week?.text).not.toContain('Chidi');
    expect(week?.buttons.map(({ label }) => label)).toEqual(['Read why', 'Leaderboard']);
    const [post] = game.platform.posts.filter(({ message }) => shownOf('', message, false).text === week?.text);
    // Discord finds a message again by its buttons.
    expect(week?.buttons.some(({ action }) => action.includes(post?.key ?? '?'))).toBe(true);
    await game.table.press(game.ben, game.channel, 'Read why');
    expect(game.table.see(game.ben, game.channel).at(-1)?.text).toMatch(/^You picked /);
    await until('2026-12-01T12:00');
    // November's last question closed on 1 December.
    expect(recaps().map(({ text }) => text.split(':')[0])).toEqual(['The week in #backend', 'The month in #backend']);
    expect(game.platform.violations).toEqual([]);
  });

  it('names the areas that the next week leans on, and it does', async () => {
    game = await openDaily('daily at 09:00 UTC every day closes 6h');
    await game.table.type(game.ana, game.channel, 'settings areas demand');
    for (const date of ['25', '26', '27', '28', '29']) {
      await until(`2026-11-${date}T09:30`);
      await answer(game.ben, true);
    }
    await until('2026-11-29T16:00');
    const [, named = ''] = /\nNext week leans on (.+)\.$/.exec(recaps()[0]?.text ?? '') ?? [];
    const areas = named.split(' and ');
    expect(areas).toHaveLength(2);
    await until('2026-12-06T16:00');
    const asked = await game.database.sql<{ area: string }[]>`
      select split_part(question_id, '/', 1) as area from rounds where local_date between '2026-11-30' and '2026-12-06'`;
    expect(asked).toHaveLength(7);
    for (const title of areas) {
      const slug = game.bank.taxonomy.areas.find((area) => area.title === title)?.slug;
      expect(asked.filter(({ area }) => area === slug).length, title).toBeGreaterThan(1);
    }
  });

  it('does not come after a week without an answer, nor twice where two processes close', async () => {
    game = await openDaily('daily at 09:00 UTC tue,fri closes 6h');
    await until('2026-11-28T09:00');
    expect(recaps()).toEqual([]);
    await until('2026-12-01T10:00');
    await answer(game.ana, true);
    await until('2026-12-04T14:30');
    game.clock.set(at('2026-12-04T15:00'));
    const other = game.another();
    await Promise.all([game.engine.sweep(), other.sweep()]);
    await Promise.all([game.engine.sweep(), other.sweep()]);
    // One answered, one question: no more than that is said, and the month is not over.
    expect(recaps().map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The week in #backend: 2 questions, 1 person\nFirst: Ana, \d+ points\.$/),
    ]);
  });

  it('waits for a question asked by hand, and for another schedule’s', async () => {
    game = await openDaily('daily at 09:00 UTC tue closes 6h');
    await game.table.type(game.ana, game.channel, 'daily add 10:00 fri closes 6h sql');
    await until('2026-11-24T09:30');
    await answer(game.ben, true);
    await until('2026-11-27T15:00');
    await game.table.type(game.ana, game.channel, 'question');
    await until('2026-11-27T18:30');
    expect(recaps()).toEqual([]);
    await until('2026-11-27T19:30');
    // The next ones come in December, so the month is over, too.
    expect(recaps()).toMatchObject([{ at: '2026-11-27T19:00:00.000Z' }, { at: '2026-11-27T19:00:00.000Z' }]);
  });

  it('comes within the hour where what was still to come is called off', async () => {
    game = await openDaily('daily at 09:00 UTC tue,fri closes 6h');
    await until('2026-11-24T09:30');
    await answer(game.ben, true);
    await until('2026-11-25T12:10');
    await game.table.type(game.ana, game.channel, 'daily off');
    await until('2026-11-25T13:30');
    expect(recaps()).toHaveLength(2);
  });

  it.each(['drop after posting', 'rate limited', 'gone'] as const)(
    'is sent once where its post goes wrong: %s',
    async (fault) => {
      game = await openDaily('daily at 09:00 UTC mon,tue closes 6h');
      await until('2026-11-24T09:30');
      await answer(game.ben, true);
      game.clock.set(at('2026-11-24T15:00'));
      // The week's, then the month's is not over.
      if (fault === 'drop after posting') game.platform.fail('post', { kind: 'drop after posting' });
      else game.platform.fail('post', { kind: 'refuse', code: fault === 'gone' ? 'channel_gone' : 'rate_limited' });
      await game.engine.sweep();
      expect(recaps()).toHaveLength(fault === 'drop after posting' ? 1 : 0);
      await game.advance(2 * minute);
      await game.advance(hour);
      await game.advance(day);
      expect(recaps()).toHaveLength(fault === 'gone' ? 0 : 1);
    },
  );

  it('names nobody where the channel hides names', async () => {
    game = await openDaily('daily at 09:00 UTC mon,tue closes 6h');
    await game.database.sql`update channels set settings = '{"names":"hidden"}'`;
    game.engine.forget();
    await until('2026-11-24T09:30');
    await answer(game.ben, true);
    await until('2026-11-24T15:30');
    expect(recaps().map(({ text }) => text)).toEqual(['The week in #backend: 1 question, 1 person']);
  });
});

describe('what a channel reads unasked', () => {
  it('is one message a day and schedule, apart from recaps, over three weeks', async () => {
    game = await openDaily('daily at 09:00 UTC mon-fri');
    await game.table.type(game.ana, game.channel, 'daily add 14:00 sql every day closes 6h');
    await until('2026-11-24T09:30');
    const before = game.platform.posts.length;
    const perDay = new Map<string, number>();
    for (let date = at('2026-11-25T09:00'); date < at('2026-12-12T00:00'); date += day) {
      // Each gets its answer, or it would stop by itself.
      for (const hours of [1, 6]) {
        await until(new Date(date + hours * hour).toISOString().slice(0, 16));
        await answer(game.ben, true);
      }
    }
    const isRecap = (text: string) => /^The (week|month) in /.test(text);
    const unasked = game.platform.posts
      .slice(before)
      .filter(({ message }) => !isRecap(shownOf('', message, false).text));
    for (const { at: when } of unasked) {
      const date = new Date(when).toISOString().slice(0, 10);
      perDay.set(date, (perDay.get(date) ?? 0) + 1);
    }
    for (const [date, count] of perDay) {
      const weekend = [0, 6].includes(new Date(date).getUTCDay());
      expect([date, count]).toEqual([date, weekend || date === '2026-11-24' ? 1 : 2]);
    }
    expect(recaps().map(({ text }) => text.split(' ')[1])).toEqual(['week', 'month', 'week']);
  });
});
