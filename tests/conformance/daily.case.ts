import { expect } from 'vitest';
import { day, hour, minute } from '../setup/game.ts';
import type { Play } from './play.ts';
import type { Cases } from './suite.ts';

/** The stage begins on a Tuesday at 10:00 UTC. */
const nextMorning = 23 * hour;

async function setUp({ stage, posted }: Play, line = 'daily at 09:00 UTC every day'): Promise<void> {
  await stage.command(stage.people.ana, stage.channels.backend, line);
  await posted(stage.people.ana, /^Ana set up a daily challenge here\./);
}

export const dailyCases: Cases = {
  async 'says that there is none yet, and how to start one'(play) {
    const { ana } = play.stage.people;
    const state = await play.type(ana, 'daily');
    expect(state.text).toMatch(/^No daily challenge here yet\. \/prep daily at 09:00 starts one/);
    expect(state.buttons).toEqual(['Set it up']);
  },

  async 'asks for the zone the first time, in a form that keeps what was typed'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    const form = await play.form(ana, () => play.stage.command(ana, backend, 'daily at 08:30 mon,wed,fri'));
    const value = (name: string) => form.fields.find((field) => field.name === name)?.values[0];
    expect(value('time')).toBe('08:30');
    expect(value('weekdays')).toMatch(/mon,wed,fri|Monday, Wednesday and Friday/);
    expect(value('zone')).toBe('');
    await play.stage.submit(ana, { zone: ['Berlin'] });
    await play.posted(
      ana,
      /^Ana set up a daily challenge here\. Monday, Wednesday and Friday at 08:30 \(Berlin\), on every topic\./,
    );
    // Said once, it is the channel's.
    await play.stage.command(ana, backend, 'daily at 10:15');
    await play.posted(ana, /^Ana changed the daily challenge\. Monday, Wednesday and Friday at 10:15 \(Berlin\)/);
  },

  async 'asks back what could be two places, and takes the one that is pressed'(play) {
    const { ana } = play.stage.people;
    const asked = await play.type(ana, 'daily at 09:00 CST tue,thu python closes 17:00');
    expect(asked.text).toBe('CST could be Chicago or Shanghai. Nothing was saved.');
    expect(asked.buttons).toEqual(['Chicago', 'Shanghai', 'Another city']);
    await play.stage.press(ana, play.stage.channels.backend, 'Shanghai', asked.id);
    await play.posted(
      ana,
      /^Ana set up a daily challenge here\. Tuesday and Thursday at 09:00 \(Shanghai\), on Python\. Each question closes at 17:00\./,
    );
  },

  async 'takes a city, days, topics and the close in one line, and tells how it stands'(play) {
    const { ana, ben } = play.stage.people;
    await setUp(play, 'daily at 9am New York mon-fri databases, http closes 6h');
    await play.posted(
      ana,
      /Monday to Friday at 09:00 \(New York\), on Databases & SQL and HTTP & APIs\. Each question closes after 6 hours\./,
    );
    const state = await play.type(ana, 'daily');
    expect(state.text).toMatch(/The next one: .* for you, 09:00 in New York\./);
    expect(state.text).toMatch(/\d+ questions are left that this channel hasn't had\./);
    expect(state.buttons).toEqual(['Change', 'Post it now', 'Turn it off', 'Status', 'Remind me']);
    // The moment is told in the reader's own zone.
    const [terms = '', , closes = ''] = state.text.split('\n');
    const theirs = await play.type(ben, 'daily');
    expect(theirs.text).toContain(terms);
    expect(theirs.text).toContain(closes);
  },

  async 'keeps a form open that says something wrong, and says what'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    const state = await play.type(ana, 'daily');
    await play.form(ana, () => play.stage.press(ana, backend, 'Set it up', state.id));
    await play.stage.submit(ana, { time: ['25:00'], zone: ['Berlin'] });
    await play.until(async () => {
      const form = await play.stage.form(ana);
      expect(form?.text).toContain('"25:00" is not a time: the last one of a day is 23:59.');
      expect(form?.fields.find(({ name }) => name === 'zone')?.values).toEqual(['Berlin']);
    });
    await play.stage.submit(ana, { time: ['23:00'], zone: ['Berlin'] });
    await play.posted(ana, /^Ana set up a daily challenge here\. Monday to Friday at 23:00 \(Berlin\)/);
    expect((await play.stage.see(ana, backend)).filter((seen) => !seen.private)).toHaveLength(1);
  },

  async 'posts at its time, and says the day before’s result at its foot'(play) {
    const { ana, ben } = play.stage.people;
    await setUp(play);
    await play.stage.advance(nextMorning);
    const first = await play.question(ana);
    expect(first.text).toMatch(/Open until .*Nobody has answered yet\./s);
    expect(first.text).not.toMatch(/Asked by|Yesterday|practice/);
    await play.answer(ben, first, first.right);
    await play.answer(ana, first, first.right);
    await play.stage.advance(day - minute);
    await play.posted(ana, /It was [A-E]/);
    await play.stage.advance(minute);
    const second = await play.until(async () => {
      const shown = await play.question(ana);
      expect(shown.id).not.toBe(first.id);
      return shown;
    });
    const letters = first.right.join('|');
    expect(second.text).toMatch(new RegExp(`Yesterday: (${letters})[A-E, and]*\\. 2 of 2 were right\\.`));
    const why = await play.press(ben, 'Why', second.id);
    expect(why.text).toMatch(/^You picked .*: right, \d+ points\./);
    const streak = await play.type(ben, 'stats');
    expect(streak.text).toMatch(/^You in #\S+: \d+ points, 1 of 1 right \(100%\)\nDay 1 of your streak\./);
  },

  async 'takes a question back that was deleted, and posts it never again'(play) {
    const { ana, ben } = play.stage.people;
    const { backend } = play.stage.channels;
    await setUp(play);
    await play.stage.advance(nextMorning);
    const first = await play.question(ana);
    await play.answer(ben, first, first.right);
    await play.stage.advance(day);
    const second = await play.until(async () => {
      const shown = await play.question(ana);
      expect(shown.id).not.toBe(first.id);
      return shown;
    });
    await play.answer(ana, second, second.right);
    await play.stage.remove(backend, second.id);
    await play.stage.advance(day - hour);
    expect((await play.stage.see(ana, backend)).map(({ id }) => id)).not.toContain(second.id);
    await play.stage.advance(hour);
    const third = await play.until(async () => {
      const shown = await play.question(ana);
      expect(shown.id).not.toBe(first.id);
      return shown;
    });
    // The foot tells of the last one that was played, and nobody has lost a day or gained a point.
    expect(third.text).not.toContain('Yesterday:');
    await play.answer(ben, third, third.right);
    expect((await play.type(ben, 'stats')).text).toMatch(/1 of 1 right \(100%\)\nDay 2 of your streak\./);
    expect((await play.type(ana, 'stats')).text).toMatch(/^You haven't answered anything here yet\./);
    expect(await play.stage.wrongStandings()).toEqual([]);
  },

  async 'tells when the last ones came'(play) {
    const { ana, ben } = play.stage.people;
    await setUp(play);
    expect((await play.type(ana, 'daily status')).text).toMatch(
      /^The next one: .* for you, 09:00 in .*\.\nNothing was due here yet\./,
    );
    await play.stage.advance(nextMorning);
    await play.question(ana);
    const state = await play.type(ben, 'daily');
    expect(state.buttons).toContain('Status');
    const status = await play.press(ben, 'Status', state.id);
    expect(status.text).toMatch(/The last ones, as planned and as they came:\n.*: posted at .*\.$/);
  },

  async 'can be turned off and back on by what was posted'(play) {
    const { ana, ben } = play.stage.people;
    const { backend } = play.stage.channels;
    await setUp(play);
    await play.stage.command(ben, backend, 'daily off');
    const off = await play.posted(ana, /^Ben turned the daily challenge off\./);
    expect(off.buttons).toEqual(['Undo']);
    await play.stage.press(ana, backend, 'Undo', off.id);
    await play.posted(ana, /^Ana changed the daily challenge\. Every day at 09:00/);
    await play.stage.advance(nextMorning);
    await play.question(ana);
  },

  async "says why today's question was chosen, and when it comes again"(play) {
    const { ana, ben } = play.stage.people;
    expect((await play.type(ben, 'daily why')).text).toBe('No daily challenge was posted here yet.');
    await setUp(play, 'daily at 09:00 UTC every day');
    await play.stage.advance(nextMorning);
    await play.question(ana);
    const why = await play.type(ben, 'daily why');
    expect(why.text).toMatch(
      /^\S.* was chosen by chance among what is expected of a senior, because there are no answers here to go by yet\.$/,
    );
    expect((await play.press(ben, 'The whole rule', why.id)).text).toMatch(
      /the difficulty of which about 7 of 10 answers are right here/,
    );
    await play.stage.advance(day);
    await play.question(ana);
    expect((await play.type(ben, 'daily why')).text).toMatch(
      / came least in this channel lately and this channel hasn't had this one; until there are answers /,
    );
  },

  async 'takes days off by a line, and each back by its Undo'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    await setUp(play);
    await play.stage.command(ana, backend, 'daily pause until 3 Jan');
    const paused = await play.posted(ana, /^Ana paused the daily challenge until 3 January 2027\. The next question: /);
    const state = await play.type(ana, 'daily');
    expect(state.text).toContain('Paused until 3 January 2027.');
    expect(state.buttons).toEqual(['Change', 'Resume', 'Turn it off', 'Status', 'Remind me']);
    await play.stage.press(ana, backend, 'Undo', paused.id);
    await play.posted(ana, /^Ana changed the daily challenge\. Every day at 09:00/);
    await play.stage.command(ana, backend, 'daily skip 25 Nov, 26 Nov');
    await play.posted(ana, /no question on 25 and 26 November\./);
    await play.stage.command(ana, backend, 'daily holidays DE-BY');
    await play.posted(ana, /^Ana took public holidays in Bayern, Germany off the daily challenge\./);
    await play.stage.advance(nextMorning);
    expect((await play.posted(ana, /took public holidays/)).buttons).toEqual(['Undo']);
    await play.stage.advance(2 * day);
    await play.question(ana);
  },

  async 'has several side by side, each with its buttons and its form'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    await setUp(play);
    await play.stage.command(ana, backend, 'daily add 14:00 sql');
    await play.posted(ana, /^Ana set up daily challenge 2 here\. Monday to Friday at 14:00 \(UTC\), on /);
    const both = await play.type(ana, 'daily');
    expect(both.text).toMatch(/1\. Every day at 09:00.*2\. Monday to Friday at 14:00/s);
    const rows = [
      'Change 1',
      'Post 1 now',
      'Turn 1 off',
      'Change 2',
      'Post 2 now',
      'Turn 2 off',
      'Status',
      'Remind me',
    ];
    expect(both.buttons).toEqual(rows);
    await play.form(ana, () => play.stage.press(ana, backend, 'Change 2', both.id));
    await play.stage.submit(ana, { time: ['15:00'] });
    await play.posted(ana, /^Ana changed daily challenge 2\. Monday to Friday at 15:00/);
    const which = await play.type(ana, 'daily off');
    expect(which.buttons).toEqual(['1: 09:00', '2: 15:00']);
    await play.stage.press(ana, backend, '2: 15:00', which.id);
    await play.posted(ana, /^Ana turned daily challenge 2 off\./);
  },

  async 'lets each choose by a button when to be reminded'(play) {
    const { ana, ben } = play.stage.people;
    await setUp(play);
    for (const person of [ana, ben]) {
      const state = await play.type(person, 'daily');
      const asked = await play.press(person, 'Remind me', state.id);
      expect(asked.text).toMatch(/^Reminders of the daily challenge in #\S+\. I don't remind you at the moment\./);
      expect(asked.buttons).toEqual(['When it is posted', 'An hour before it closes']);
      const chosen = await play.press(person, 'An hour before it closes', asked.id);
      expect(chosen.text).toMatch(/^I write to you in private an hour before the daily challenge of #\S+ closes/);
    }
  },

  async 'asks before it posts an extra one'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    await setUp(play);
    const now = await play.type(ana, 'daily now');
    expect(now.text).toMatch(/An extra one counts for points and for no streak\./);
    await play.stage.press(ana, backend, 'Post an extra one', now.id);
    expect((await play.question(ana)).text).toContain('Asked by Ana.');
  },
};
