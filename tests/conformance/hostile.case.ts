import { expect } from 'vitest';
import { parseInline } from '../../src/view/markdown.ts';
import { inlineText } from '../../src/view/plain-text.ts';
import { bare, type Play } from './play.ts';
import type { Cases } from './suite.ts';

/** What people type who mean no good, or write from right to left. */
const texts = [
  '<!channel>',
  '@everyone',
  '<@U012AB3CD>',
  '`whoami`',
  '```',
  'fish&chips&amp;&lt;b&gt;',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '*bold* _under_ ~gone~ ||secret||',
  '[link](https://evil.example)',
  '\u202eevil\u202c',
  'שלום עולם',
  '👩‍👩‍👧‍👦𝒳',
  '{{constructor}} %s %00',
  "'; drop table players; --",
];
const pages = ['a'.repeat(10_000), '😀'.repeat(5_000)];

/** As it is read: without the signs that keep a text's direction from the words around it. */
const read = (text: string): string => text.replaceAll(/[\u200b\u2060\u2066-\u2069]/g, '');
/** The text as it may be shown: on one line, and without the signs that nobody sees. */
const harmless = (text: string): string => text.replaceAll(/[\u202a-\u202e]/g, '');
const firstWord = (text: string): string => harmless(text).split(/\s+/)[0] ?? '';

/** Nobody has read anything but the person who did it. */
async function staysPrivate({ stage }: Play, posts = 0): Promise<void> {
  const { dana } = stage.people;
  expect(await stage.see(dana, stage.channels.backend)).toHaveLength(posts);
}

export const hostileCases: Cases = {
  async 'in a report’s line is kept as it is and shown to nobody'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    await play.ask(ana);
    await play.form(ana, () => play.stage.command(ana, backend, 'report'));
    for (const line of texts) {
      await play.form(ana, () => play.stage.command(ana, backend, 'report'));
      const told = await play.reply(ana, () => play.stage.submit(ana, { reason: ['other'], line: [line] }));
      expect(told.text).toMatch(/^Thank you\./);
    }
    await staysPrivate(play, 1);
  },

  async 'as a subcommand is shown as it was typed, and does nothing'(play) {
    const { ana } = play.stage.people;
    for (const text of texts) {
      const told = await play.type(ana, text);
      expect(read(told.text)).toBe(`There is no ${firstWord(text)}. Nothing was changed.`);
    }
    await staysPrivate(play);
  },

  async 'after a subcommand is shown as it was typed, and does nothing'(play) {
    const { ana } = play.stage.people;
    for (const text of texts) {
      const told = await play.type(ana, `leaderboard ${text}`);
      expect(read(told.text)).toBe(
        `I don't know what ${firstWord(text)} means after leaderboard. Nothing was changed.`,
      );
    }
    for (const text of texts) {
      const told = await play.type(ana, `question ${text}`);
      expect(read(told.text)).toMatch(/^(There is no topic "|I don't know what )/);
      expect(told.buttons.length).toBeGreaterThan(0);
    }
    await staysPrivate(play);
  },

  async 'in the place of a letter is shown as it was typed, and does nothing'(play) {
    const { ana } = play.stage.people;
    await play.ask(ana);
    for (const text of texts) {
      const told = await play.type(ana, `answer ${text}`);
      expect(read(told.text)).toContain(`"${harmless(text)}" is not a letter of this question.`);
    }
    await staysPrivate(play, 1);
  },

  async 'of ten thousand characters is refused shortly'(play) {
    const { ana } = play.stage.people;
    await play.ask(ana);
    for (const page of pages) {
      for (const line of [
        page,
        `leaderboard ${page}`,
        `answer ${page}`,
        `daily at 09:00 ${page}`,
        `question ${page}`,
      ]) {
        const told = await play.type(ana, line);
        expect(told.text.length).toBeLessThan(1_000);
        expect(told.text).not.toMatch(/reach me/);
      }
    }
  },

  async 'in a suggestion is refused by field or shown to a manager as it was typed'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    for (const text of texts) {
      await play.form(ana, () => play.stage.command(ana, backend, 'suggest'));
      const fields = { topic: ['python'], prompt: [`So ${text} here?`], right: ['a'], why: ['It is so.'] };
      await play.stage.submit(ana, { ...fields, options: [`${text} 1\n${text} 2\nx ${text}\nno ${text}`] });
      const kept = await play.until(async () => {
        const waits = (await play.stage.see(ana, backend)).findLast((seen) => seen.private);
        const refused = await play.stage.form(ana);
        const isKept = /^It waits for a manager/.test(waits?.text ?? '');
        if (!isKept) expect(refused?.text).toMatch(/no part of the Markdown|code without|Code without/);
        return isKept ? waits : undefined;
      });
      if (!kept) continue;
      const queued = await play.type(ana, 'suggest queue');
      const shown = parseInline(harmless(fields.prompt[0] ?? ''));
      expect(bare(queued.text)).toContain(bare(inlineText(shown, () => '')));
      await play.press(ana, 'Withdraw', kept.id);
    }
    await staysPrivate(play);
  },

  async 'in the fields of a form is refused with a reason, and nothing is saved'(play) {
    const { ana } = play.stage.people;
    const { backend } = play.stage.channels;
    const state = await play.type(ana, 'daily');
    await play.form(ana, () => play.stage.press(ana, backend, 'Set it up', state.id));
    for (const text of [...texts.slice(0, 8), 'a'.repeat(200)]) {
      await play.stage.submit(ana, { time: ['09:00'], zone: [text], topics: ['everything'] });
      await play.until(async () => {
        const form = await play.stage.form(ana);
        expect(form?.text).toMatch(/I don't know a place called|Which city is it|could be/);
      });
    }
    await staysPrivate(play);
  },
};
