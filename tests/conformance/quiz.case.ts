import { expect } from 'vitest';
import { hour, minute } from '../setup/game.ts';
import { bare, type Play } from './play.ts';
import type { Cases } from './suite.ts';

const openMs = 4 * hour;

/** A daily challenge that is open: answers can be changed until its close. */
async function openDaily({ stage, question, posted }: Play) {
  const { ana } = stage.people;
  await stage.command(ana, stage.channels.backend, 'daily at 11:00 UTC every day closes 6h');
  await posted(ana, /daily challenge/);
  await stage.advance(hour);
  return question(ana);
}

export const quizCases: Cases = {
  async 'asks with topic, points, prompt, lettered options, buttons and who may answer until when'(play) {
    const { ana, ben } = play.stage.people;
    const told = await play.type(ana, 'question senior one');
    expect(told.text).toMatch(
      /^Your question is open until .*You can close it once two people have answered, or in ten minutes\.$/s,
    );
    const asked = await play.question(ben);
    expect(asked.question).toMatchObject({ difficulty: 2, pick: 'one' });
    expect(asked.text).toContain('15 points');
    expect(bare(asked.text)).toContain(bare(asked.question.prompt.replaceAll(/^```\w+$/gm, '')));
    expect(asked.text).toMatch(/Open until /);
    expect(asked.text).toMatch(/Nobody has answered yet\./);
    expect(asked.text).toContain('Asked by Ana.');
    expect(asked.buttons).toEqual([...asked.letters, 'My answer']);
    expect((await play.stage.see(ben, play.stage.channels.backend)).filter((seen) => seen.private)).toEqual([]);
  },

  async 'tells a right answer its points and a wrong one why it tempts, each to that person alone'(play) {
    const { ana, ben, chidi } = play.stage.people;
    const asked = await play.ask(ana);
    const [right = '', wrong = ''] = [asked.right[0], asked.wrong[0]];
    const told = await play.answer(ben, asked, [right]);
    const points = { 1: 10, 2: 15, 3: 20 }[asked.question.difficulty];
    expect(told.text).toMatch(new RegExp(`^Right: ${right}\\. ${points} points\\.`));
    expect(bare(told.text)).toContain(bare(asked.question.answer));
    expect(told.text).toMatch(/It is on the leaderboard now\./);
    expect(told.buttons).toEqual(expect.arrayContaining(['Whole explanation', 'Report']));
    const pity = await play.answer(chidi, asked, [wrong]);
    expect(pity.text).toMatch(new RegExp(`^Not ${wrong}\\. It is ${right}\\.`));
    expect(pity.text).toContain(`What tempts about ${wrong}: `);
    expect(pity.text).toContain('No points this time.');
    const dana = await play.stage.see(play.stage.people.dana, play.stage.channels.backend);
    expect(dana.filter((seen) => seen.private)).toEqual([]);
    const whole = await play.press(chidi, 'Whole explanation', pity.id);
    expect(bare(whole.text)).toContain(bare(asked.question.explanation.replaceAll(/^```\w+$/gm, '')));
    await play.counted(ana, /2 have answered\./);
  },

  async 'takes several letters by a form of its own, and refuses an empty one'(play) {
    const { ana, ben, chidi } = play.stage.people;
    const asked = await play.ask(ana, 'question several');
    expect(asked.buttons).toEqual(['Choose', 'My answer']);
    expect(asked.text).toContain('Choose all that apply.');
    const form = await play.form(ben, () => play.stage.press(ben, play.stage.channels.backend, 'Choose', asked.id));
    const [field] = form.fields;
    expect(field?.options.map(({ value }) => value)).toEqual(asked.letters.map((_, place) => String(place)));
    // On a phone the form covers the message.
    expect(bare(form.text)).toContain(bare(asked.question.prompt.replaceAll(/^```\w+$/gm, '')));
    const nothing = await play.reply(ben, () => play.stage.submit(ben, { picked: [] }));
    expect(nothing.text).toBe('Nothing was ticked, so nothing was saved. Tick at least one.');
    const told = await play.answer(ben, asked, asked.right);
    expect(told.text).toMatch(/^Right: /);
    const missed = await play.answer(chidi, asked, asked.right.slice(1));
    expect(missed.text).toMatch(/^Half right: \d+ of \d+ points\. You had .*, and missed [A-E]\./);
  },

  async 'keeps one answer of a double click, and tells both clicks what stands'(play) {
    const { ana, ben } = play.stage.people;
    const asked = await play.ask(ana);
    const { backend } = play.stage.channels;
    await Promise.allSettled(
      asked.letters.slice(0, 3).map((letter) => play.stage.press(ben, backend, letter, asked.id)),
    );
    const mine = await play.type(ben, 'answer a');
    const [, letter = ''] = /^You locked in ([A-E]) at .*That is your answer\./s.exec(mine.text) ?? [];
    expect(asked.letters).toContain(letter);
    const again = await play.type(ben, `answer ${asked.letters.find((one) => one !== letter)}`);
    expect(again.text).toMatch(new RegExp(`^You locked in ${letter} at `));
    await play.stage.advance(openMs);
    await play.posted(ana, /1 answered\./);
    expect(await play.stage.wrongStandings()).toEqual([]);
  },

  async 'answers by keyboard, and says which letters there are'(play) {
    const { ana, ben } = play.stage.people;
    expect((await play.type(ben, 'answer b')).text).toBe('No question is open here.');
    const asked = await play.ask(ana);
    expect((await play.type(ben, 'answer z')).text).toMatch(
      /"z" is not a letter of this question\. It has A to [DE]\. Nothing was saved\./,
    );
    expect((await play.type(ben, `answer ${asked.right[0]?.toLowerCase()}`)).text).toMatch(/^Right: /);
  },

  async 'lets an answer be changed until it is locked in, and then shows it'(play) {
    const { ben } = play.stage.people;
    const asked = await openDaily(play);
    const [first = '', second = ''] = asked.letters;
    const several = asked.question.pick === 'several';
    const receipt = await play.answer(ben, asked, [first]);
    expect(receipt.text).toMatch(new RegExp(`^${first} is in\\. Change it until .*Day 1 of your streak\\.`, 's'));
    expect(receipt.buttons[0]).toBe('Lock in and show me');
    if (several) expect(receipt.buttons).toContain('Change it');
    else expect(receipt.buttons.slice(1)).toEqual(asked.letters.filter((letter) => letter !== first));
    const changed = await play.answer(ben, asked, [second]);
    expect(changed.text).toMatch(new RegExp(`^${second} is in\\.`));
    const mine = await play.press(ben, 'My answer', asked.id);
    expect(mine.text).toMatch(new RegExp(`^Your answer is ${second}\\. You can change it until `));
    const locked = await play.press(ben, 'Lock in and show me', mine.id);
    expect(locked.text).toMatch(/^(Right|Half right|Not)\b/);
    expect(bare(locked.text)).toContain(bare(asked.question.answer));
    const late = await play.answerAgain(ben, asked, first);
    expect(late.text).toMatch(new RegExp(`^You locked in ${second} at .*That is your answer\\.`, 's'));
  },

  async 'refuses a click after the close, and offers the reason and a try without points'(play) {
    const { ben, chidi, dana } = play.stage.people;
    const asked = await openDaily(play);
    const unanswered = await play.press(dana, 'My answer', asked.id);
    const receipt = await play.answer(ben, asked, [asked.letters[0] ?? '']);
    expect((await play.type(ben, 'stats')).text).toMatch(/^Day 1 of your streak\. Nothing is counted here yet/);
    await play.stage.advance(6 * hour);
    await play.posted(ben, /It was [A-E]/);
    const [change = ''] = receipt.buttons.slice(1);
    if (change !== 'Change it') {
      const changed = await play.press(ben, change, receipt.id);
      expect(changed.text).toMatch(/^This one closed at .*, before your click\. Nothing counts against you\.$/s);
      expect(changed.buttons).toEqual(['Try it anyway', 'Why']);
    }
    const lock = await play.press(ben, 'Lock in and show me', receipt.id);
    expect(lock.text).toMatch(/^You picked /);
    const late = await play.press(
      dana,
      asked.question.pick === 'one' ? (asked.letters[0] ?? '') : 'Choose',
      unanswered.id,
    );
    expect(late.text).toMatch(/^This one closed at .*, before your click\. Nothing counts against you\.$/s);
    const trial = await play.press(chidi, 'Try it anyway', asked.id);
    expect(trial.text).toContain('Just for you: it counts for nothing.');
    if (asked.question.pick === 'one') {
      const tried = await play.press(chidi, asked.right[0] ?? '', trial.id);
      expect(tried.text).toMatch(/^Right: [A-E]\./);
      expect(tried.text).toContain('Just for you: it counts for nothing.');
    }
    const stats = await play.type(chidi, 'stats');
    expect(stats.text).toMatch(/^You haven't answered anything here yet\./);
  },

  async 'shows my answer before and after, to whoever answered and to whoever did not'(play) {
    const { ana, ben, chidi } = play.stage.people;
    const asked = await play.ask(ana);
    const before = await play.press(ben, 'My answer', asked.id);
    expect(before.text).toMatch(/^You haven't answered yet\. It is open until /);
    expect(before.buttons).toEqual(asked.letters);
    const told = await play.press(ben, asked.wrong[0] ?? '', before.id);
    expect(told.text).toMatch(/^Not /);
    await play.stage.advance(openMs);
    await play.posted(ana, /It was [A-E]/);
    const after = await play.press(ben, 'Why, and my answer', asked.id);
    expect(after.text).toMatch(new RegExp(`^You picked ${asked.wrong[0]}: not right, 0 points\\.`));
    for (const option of asked.question.options) expect(bare(after.text)).toContain(bare(option.why));
    const missed = await play.press(chidi, 'Why, and my answer', asked.id);
    expect(missed.text).toMatch(new RegExp(`^It is ${asked.right[0]}\\. You didn't answer this one\\.`));
  },

  async 'reveals the answer, how many had it, who had it, the source, and ways on'(play) {
    const { ana, ben, chidi, dana } = play.stage.people;
    const asked = await play.ask(ana);
    const [right = '', wrong = ''] = [asked.right[0], asked.wrong[0]];
    for (const [person, letter] of [
      [dana, right],
      [ben, wrong],
      [chidi, right],
    ] as const) {
      await play.answer(person, asked, [letter]);
      await play.stage.advance(1_000);
    }
    await play.stage.advance(openMs);
    const reveal = await play.posted(ana, new RegExp(`It was ${right}\\.`));
    expect(reveal.id).toBe(asked.id);
    expect(reveal.text).toMatch(new RegExp(`3 answered, 2 right \\(67%\\)\\. .*${right} 2.* Right: Chidi and Dana\\.`));
    expect(bare(reveal.text)).toContain(bare(asked.question.prompt.replaceAll(/^```\w+$/gm, '')));
    expect(bare(reveal.text)).toContain(bare(asked.question.answer));
    expect(bare(reveal.text)).toContain(bare(asked.question.sources[0]?.title ?? 'no source'));
    expect(reveal.buttons).toEqual(['Why, and my answer', 'Try it anyway', 'Report']);
  },

  async 'asks one at a time, and lets its asker close it once two have answered'(play) {
    const { ana, ben, chidi, dana } = play.stage.people;
    const asked = await play.ask(ben);
    const again = await play.type(chidi, 'question');
    expect(again.text).toMatch(/^A question is open here already, until /);
    expect(again.buttons).toEqual(['My answer', 'Close it now']);
    expect((await play.press(chidi, 'Close it now', again.id)).text).toMatch(
      /^Only the one who asked it, or a manager, can close it early\./,
    );
    const own = await play.type(ben, 'question');
    expect((await play.press(ben, 'Close it now', own.id)).text).toMatch(
      /^You can close it once two people have answered, or at /,
    );
    await play.answer(dana, asked, [asked.right[0] ?? '']);
    await play.answer(chidi, asked, [asked.right[0] ?? '']);
    const mine = await play.type(ben, 'question');
    expect((await play.press(ben, 'Close it now', mine.id)).text).toBe('Closed. The answer is in the channel.');
    await play.posted(ana, /2 answered, 2 right \(100%\)/);
    // A manager needs no reason.
    await play.stage.advance(minute);
    await play.ask(ben);
    const theirs = await play.type(ana, 'question');
    expect((await play.press(ana, 'Close it now', theirs.id)).text).toBe('Closed. The answer is in the channel.');
  },

  async 'shows the board privately or to all, in shared places, with what is open and how it is counted'(play) {
    const { ana, ben, chidi, dana } = play.stage.people;
    const empty = await play.type(ana, 'leaderboard');
    expect(empty.text).toMatch(
      /^This week in #\S+, 23 to 29 November\nNobody has points here this week\. \/prep question starts it\./,
    );
    const asked = await play.ask(ana, 'question senior one');
    for (const person of [ben, chidi]) await play.answer(person, asked, [asked.right[0] ?? '']);
    await play.answer(dana, asked, [asked.wrong[0] ?? '']);
    const board = await play.type(ben, 'leaderboard');
    expect(board.text).toMatch(
      /^This week in #\S+, 23 to 29 November\n1\. Ben, 15 points, 1 of 1 right\n1\. Chidi, 15 points, 1 of 1 right\n/,
    );
    expect(board.text).not.toContain('Dana');
    expect(board.buttons).toEqual(['Last week', 'This month', 'How is this counted?']);
    expect((await play.type(dana, 'leaderboard')).text).toMatch(/You: .*0 points, 0 of 1 right/);
    expect((await play.press(ben, 'How is this counted?', board.id)).text).toMatch(
      /^10, 15 or 20 points by difficulty\./,
    );
    expect((await play.press(ben, 'Last week', board.id)).text).toMatch(/^Last week in #\S+, 16 to 22 November/);
    await play.stage.command(ben, play.stage.channels.backend, 'leaderboard month public');
    const shown = await play.posted(ana, /^This month in #\S+, November\n1\. Ben/);
    expect(shown.text).not.toContain('You: ');
  },
};
