import { expect } from 'vitest';
import type { Play } from './play.ts';
import type { Cases } from './suite.ts';

const whole = {
  topic: ['python'],
  prompt: ['Which of our services *owns* the `orders` table?'],
  options: ['billing\nshipping\nthe catalogue\nnone, it is shared'],
  right: ['b'],
  why: ['Shipping migrates it.\n\nEverybody else reads its events.\nA: It only reads.'],
};

/** Fills the form and sends it; returns what the person then reads. */
async function suggest(play: Play, over: Partial<typeof whole> = {}) {
  const { ben } = play.stage.people;
  await play.form(ben, () => play.stage.command(ben, play.stage.channels.backend, 'suggest'));
  return play.reply(ben, () => play.stage.submit(ben, { ...whole, ...over }));
}

export const suggestCases: Cases = {
  async 'takes a question in a form of five fields, and shows it to managers alone'(play) {
    const { ana, ben, dana } = play.stage.people;
    const { backend } = play.stage.channels;
    const form = await play.form(ben, () => play.stage.command(ben, backend, 'suggest'));
    expect(form.fields.map(({ name }) => name)).toEqual(['topic', 'prompt', 'options', 'right', 'why']);
    const kept = await play.reply(ben, () => play.stage.submit(ben, whole));
    expect(kept.text).toMatch(/^It waits for a manager/);
    expect(kept.private).toBe(true);
    expect((await play.type(ben, 'suggest queue')).text).toMatch(/^Only managers decide about suggestions here/);
    const queued = await play.type(ana, 'suggest queue');
    expect(queued.text).toMatch(/^Python\n[\s\S]*Which of our services owns the orders table\?/);
    expect(queued.text).toMatch(/1 of 1\. Suggested by Ben\./);
    expect(queued.buttons).toEqual(['Approve', 'Edit', 'Refuse', 'Mute the author']);
    expect(await play.stage.see(dana, backend)).toEqual([]);
  },

  async 'keeps what was typed into a suggestion where a field is wrong'(play) {
    const { ben } = play.stage.people;
    const { backend } = play.stage.channels;
    await play.form(ben, () => play.stage.command(ben, backend, 'suggest'));
    await play.stage.submit(ben, { ...whole, right: ['x'] });
    await play.until(async () => {
      const form = await play.stage.form(ben);
      expect(form?.text).toMatch(/Name the right options by their letters/);
      expect(form?.fields.find(({ name }) => name === 'prompt')?.values).toEqual(whole.prompt);
    });
    const kept = await play.reply(ben, () => play.stage.submit(ben, { right: ['b'] }));
    expect(kept.text).toMatch(/^It waits for a manager/);
  },

  async 'approves a suggestion, edited or not, and refuses one with a reason'(play) {
    const { ana, ben } = play.stage.people;
    const { backend } = play.stage.channels;
    await suggest(play);
    await suggest(play, { prompt: ['Which of our services comes second?'] });
    const first = await play.type(ana, 'suggest queue');
    expect(first.buttons).toContain('Next');
    const edit = await play.form(ana, () => play.stage.press(ana, backend, 'Edit', first.id));
    expect(edit.fields.find(({ name }) => name === 'options')?.values).toEqual([
      'A. billing\nB. shipping\nC. the catalogue\nD. none, it is shared',
    ]);
    const edited = await play.reply(ana, () => play.stage.submit(ana, { prompt: ['Which service owns `orders`?'] }));
    expect(edited.text).toMatch(/Which service owns orders\?/);
    const approved = await play.press(ana, 'Approve', edited.id);
    expect(approved.text).toMatch(/^Approved: it can be asked here from now on, under Python\./);
    const second = await play.press(ana, 'Show the next', approved.id);
    await play.form(ana, () => play.stage.press(ana, backend, 'Refuse', second.id));
    const refused = await play.reply(ana, () => play.stage.submit(ana, { reason: ['We have this one <already>.'] }));
    expect(refused.text).toMatch(/^Not taken\./);
    const mine = await play.type(ben, 'suggest mine');
    expect(mine.text).toMatch(/is asked here/);
    expect(mine.text).toContain('not taken. We have this one <already>.');
  },

  async 'takes three suggestions at a time, and one back'(play) {
    const { ben } = play.stage.people;
    for (const n of ['one', 'two', 'three']) await suggest(play, { prompt: [`What is ours, number ${n}?`] });
    const full = await play.type(ben, 'suggest');
    expect(full.text).toMatch(/^3 of your suggestions wait for a manager/);
    const mine = await play.press(ben, 'What I suggested', full.id);
    expect(mine.buttons).toHaveLength(3);
    expect((await play.press(ben, mine.buttons[0] ?? '', mine.id)).text).toMatch(/^Withdrawn/);
  },

  async 'mutes the author of a suggestion, and unmutes them'(play) {
    const { ana, ben } = play.stage.people;
    await suggest(play);
    const queued = await play.type(ana, 'suggest queue');
    const muted = await play.press(ana, 'Mute the author', queued.id);
    expect(muted.text).toMatch(/^Muted: what Ben suggests/);
    expect((await play.type(ben, 'suggest')).text).toMatch(/^Managers take no suggestions from you/);
    expect((await play.press(ana, 'Unmute', muted.id)).text).toMatch(/^Unmuted/);
  },
};
