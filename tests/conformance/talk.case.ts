import { expect } from 'vitest';
import type { Cases } from './suite.ts';

export const talkCases: Cases = {
  async 'explains itself, and its rules'(play) {
    const { ana } = play.stage.people;
    const help = await play.type(ana, 'help');
    expect(help.text).toMatch(/^Prep asks interview questions and says why each answer is right\./);
    for (const name of ['question', 'answer', 'daily', 'leaderboard', 'stats', 'report', 'settings']) {
      expect(help.text).toContain(`/prep ${name}`);
    }
    expect(help.buttons).toEqual(['The daily challenge', 'Points', 'Streaks', 'Privacy']);
    expect((await play.press(ana, 'Points', help.id)).text).toMatch(/^10, 15 or 20 points by difficulty\./);
    expect((await play.type(ana, 'help streaks')).text).toMatch(/^Your streak counts the days/);
    expect((await play.type(ana, 'help privacy')).text).toMatch(/Nobody sees which ones you got wrong/);
  },

  async 'answers an unknown command with what there is'(play) {
    const { ana } = play.stage.people;
    const told = await play.type(ana, 'xyzzy');
    expect(told.text).toBe('There is no xyzzy. Nothing was changed.');
    const help = await play.press(ana, 'Show what there is', told.id);
    expect(help.text).toMatch(/^Prep asks interview questions/);
  },

  async 'answers a slip with the nearest thing, one press away'(play) {
    const { ana } = play.stage.people;
    const slip = await play.type(ana, 'leaderbord month');
    expect(slip.text).toBe('There is no leaderbord. Did you mean leaderboard month?');
    const board = await play.press(ana, 'Show it', slip.id);
    expect(board.text).toMatch(/^This month in #\S+/);
  },

  async 'takes a report with a reason and a line, and lets a manager set the question aside'(play) {
    const { ana, ben } = play.stage.people;
    const { backend } = play.stage.channels;
    expect((await play.type(ben, 'report')).text).toMatch(/^There was no question here yet/);
    const asked = await play.ask(ana);
    const told = await play.answer(ben, asked, [asked.right[0] ?? '']);
    const form = await play.form(ben, () => play.stage.press(ben, backend, 'Report', told.id));
    expect(form.fields.map(({ name }) => name)).toEqual(['reason', 'line']);
    const thanks = await play.reply(ben, () =>
      play.stage.submit(ben, { reason: ['unclear'], line: ['Which of the two does it mean?'] }),
    );
    expect(thanks.text).toBe('Thank you. Your report is with whoever keeps the questions.');
    expect(thanks.buttons).toEqual([]);
    await play.form(ana, () => play.stage.command(ana, backend, 'report'));
    const manager = await play.reply(ana, () => play.stage.submit(ana, { reason: ['wrong key'], line: [''] }));
    expect(manager.buttons).toEqual(['Set it aside']);
    const aside = await play.press(ana, 'Set it aside', manager.id);
    expect(aside.text).toMatch(/^Set aside: it is not asked in this (workspace|server) any more\.$/);
    expect((await play.press(ana, 'Undo', aside.id)).text).toBe('It can be asked here again.');
  },

  async 'shows the settings, changes them in a form, and keeps to them'(play) {
    const { ana, ben } = play.stage.people;
    const { backend } = play.stage.channels;
    const shown = await play.type(ana, 'settings');
    expect(shown.text).toMatch(/^Settings of #\S+\n/);
    await play.form(ana, () => play.stage.press(ana, backend, 'Change', shown.id));
    const saved = await play.reply(ana, () =>
      play.stage.submit(ana, { zone: ['Lagos'], names: ['hidden'], managers: ['managers'] }),
    );
    expect(saved.text).toMatch(/^Saved\./);
    const after = await play.type(ben, 'settings');
    expect(after.text).toMatch(/Lagos/);
    expect(after.buttons).toEqual([]);
    const refused = await play.type(ben, 'daily at 09:00 UTC');
    expect(refused.text).toMatch(/^Only managers change the daily challenge here\./);
    const asked = await play.ask(ana);
    await play.answer(ben, asked, [asked.right[0] ?? '']);
    await play.answer(ana, asked, [asked.right[0] ?? '']);
    await play.stage.advance(4 * 60 * 60_000);
    const reveal = await play.posted(ana, /2 answered, 2 right \(100%\)/);
    expect(reveal.text).not.toMatch(/Right: |Ben/);
  },

  async 'takes my days away, and shows them to me alone'(play) {
    const { ana, ben } = play.stage.people;
    const taken = await play.type(ben, 'settings away 20 Dec to 3 Jan');
    expect(taken.text).toMatch(/^You are away 20 December 2026 to 3 January 2027\./);
    expect(taken.buttons).toEqual(['Take it back']);
    expect((await play.type(ana, 'settings')).text).not.toMatch(/20 December/);
    const back = await play.press(ben, 'Take it back', taken.id);
    expect(back.text).toMatch(/^You are not away any more\./);
  },

  async 'says what I have done to me alone, and that there is nothing yet'(play) {
    const { ana, ben } = play.stage.people;
    expect((await play.type(ben, 'stats')).text).toMatch(/^You haven't answered anything here yet\./);
    const asked = await play.ask(ana, 'question senior one');
    await play.answer(ben, asked, [asked.right[0] ?? '']);
    const stats = await play.type(ben, 'stats');
    expect(stats.text).toMatch(/^You in #\S+: 15 points, 1 of 1 right \(100%\)\n/);
    expect(stats.text).toContain('Only you see this.');
  },
};
