import { expect } from 'vitest';
import { parseInline, parseMarkdown } from '../../src/view/markdown.ts';
import type { Inline } from '../../src/view/message.ts';
import { hour } from '../setup/game.ts';
import type { Actor, RawPayload } from './descriptor.ts';
import { type Asked, bare, type Play } from './play.ts';
import type { Cases } from './suite.ts';

/** Runs of a secret text long enough to be nobody else's; platforms part a text at its code spans. */
function fragments(runs: readonly Inline[], known: string): string[] {
  return runs
    .flatMap((run) => (run.kind === 'text' ? [bare(run.text)] : []))
    .filter((run) => run.length >= 16 && !known.includes(run));
}

/** What only somebody with a final answer may have: the answer, its reasons, and the question's name in the public bank. */
function secretsOf({ question }: Asked): string[] {
  const known = bare([question.prompt, ...question.options.map(({ text }) => text)].join(' '));
  const prose = [...parseMarkdown(question.answer), ...parseMarkdown(question.explanation)].flatMap((block) =>
    block.kind === 'paragraph' ? block.content : [],
  );
  const whys = question.options.flatMap(({ why }) => parseInline(why));
  return [...fragments([...prose, ...whys], known), bare(question.id.split('/').at(-1) ?? '')];
}

/** A payload as text in which nothing can hide: as it was sent, without tags, and with every escape undone. */
function readings({ json }: RawPayload): string[] {
  const unescaped = json
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\\[nrt]/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39|#x27);/g, ' ');
  return [bare(unescaped), bare(unescaped.replaceAll(/<[^>]*>/g, ''))];
}

function leaks(payloads: readonly RawPayload[], secrets: readonly string[], readers: readonly Actor[]): string[] {
  const theirs = payloads.filter(({ to }) => to === undefined || readers.some(({ id }) => id === to));
  return theirs.flatMap((payload) => {
    const texts = readings(payload);
    return secrets.filter((secret) => texts.some((text) => text.includes(secret)));
  });
}

/** Everything that an open question offers to somebody without a final answer. */
async function tryEverything(play: Play, person: Actor, asked: Asked): Promise<void> {
  const { backend } = play.stage.channels;
  await play.press(person, 'My answer', asked.id);
  for (const line of ['leaderboard', 'stats', 'daily', 'settings', 'help', 'question', 'answer z']) {
    await play.type(person, line);
  }
  await play.form(person, () => play.stage.command(person, backend, 'report'));
}

export const secretCases: Cases = {
  async 'the answer of a question that is open, unless they have answered it for good'(play) {
    const { ana, ben, chidi, dana } = play.stage.people;
    const asked = await play.ask(ana);
    const secrets = secretsOf(asked);
    expect(secrets.length).toBeGreaterThan(3);
    await play.answer(ben, asked, [asked.right[0] ?? '']);
    await play.answer(dana, asked, [asked.wrong[0] ?? '']);
    await tryEverything(play, chidi, asked);
    await play.counted(chidi, /2 have answered\./);
    expect(leaks(play.stage.payloads(), secrets, [chidi, ana])).toEqual([]);
    // The search finds what is there.
    expect(leaks(play.stage.payloads(), secrets, [ben]).length).toBeGreaterThan(0);
    await play.stage.advance(4 * hour);
    await play.posted(ana, /It was [A-E]/);
    expect(leaks(play.stage.payloads(), secrets, [ana]).length).toBeGreaterThan(0);
  },

  async 'the answer of a daily challenge, until they lock theirs in'(play) {
    const { ana, ben, chidi } = play.stage.people;
    await play.stage.command(ana, play.stage.channels.backend, 'daily at 11:00 UTC every day');
    await play.posted(ana, /daily challenge/);
    await play.stage.advance(hour);
    const asked = await play.question(ana);
    const secrets = secretsOf(asked);
    await play.answer(ben, asked, [asked.right[0] ?? '']);
    await tryEverything(play, ben, asked);
    const receipt = await play.answer(chidi, asked, [asked.wrong[0] ?? '']);
    expect(leaks(play.stage.payloads(), secrets, [ana, ben, chidi])).toEqual([]);
    await play.press(chidi, 'Lock in and show me', receipt.id);
    expect(leaks(play.stage.payloads(), secrets, [ana, ben])).toEqual([]);
    expect(leaks(play.stage.payloads(), secrets, [chidi]).length).toBeGreaterThan(0);
  },

  async 'who was wrong, or half right, or didn’t answer'(play) {
    const { ana, ben, chidi, dana } = play.stage.people;
    const { backend, quiet } = play.stage.channels;
    const asked = await play.ask(ana);
    await play.answer(ben, asked, [asked.wrong[0] ?? '']);
    await play.answer(chidi, asked, [asked.right[0] ?? '']);
    await play.stage.advance(4 * hour);
    await play.posted(ana, /It was [A-E]/);
    await play.press(dana, 'Why, and my answer', asked.id);
    for (const line of ['leaderboard', 'leaderboard month', 'leaderboard all', 'stats']) await play.type(dana, line);
    await play.stage.command(ana, backend, 'leaderboard public');
    await play.posted(ana, /^This week in #\S+/);
    for (const reader of [ana, chidi, dana]) {
      for (const channel of [backend, quiet]) {
        for (const { text } of await play.stage.see(reader, channel)) expect(text).not.toMatch(/\b(Ben|Dana)\b/);
      }
    }
  },
};
