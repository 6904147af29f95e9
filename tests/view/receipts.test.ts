import { describe, expect, it } from 'vitest';
import { scoreAnswer } from '../../src/quiz/score.ts';
import type { Round } from '../../src/store/rounds.ts';
import type { Message } from '../../src/view/message.ts';
import {
  answerIsIn,
  lockedUnseen,
  myOpenAnswer,
  result,
  type StreakTold,
  tooLate,
  whole,
} from '../../src/view/receipt.ts';
import { footOf, openRound, revealedRound } from '../../src/view/round.ts';
import { day, hour, tuesday } from '../setup/game.ts';
import { checkMessage } from '../setup/port-rules.ts';
import { question } from '../setup/questions.ts';
import { aRound, type Tenant } from '../setup/rows.ts';
import { shownOf } from '../setup/table.ts';

const nowhere = { workspace: { id: 'W' }, channel: { id: 'C' }, players: [] } as unknown as Tenant;
/** Options stand as A 2, B 0, C 1, D 3. */
const roundOf = (right: readonly number[], more: Partial<Round> = {}): Round =>
  aRound(nowhere, { question: question({ right }), ...more });
const closes = new Date(tuesday + 4 * hour).toISOString();
const setting = { titles: { concept: 'Generators', area: 'Python' } };

function read(message: Message): string[] {
  checkMessage(message);
  return shownOf('', message, true).text.split('\n');
}
const labels = (message: Message): string[] => shownOf('', message, true).buttons.map(({ label }) => label);

function told(round: Round, picked: readonly number[], more: { streak?: StreakTold; again?: boolean } = {}): string[] {
  const answer = { picked, eventAt: tuesday, final: true, ...scoreAnswer(round.question, picked) };
  return read(result(round, 'open', answer, more));
}

describe('a receipt', () => {
  it('of an answer that can be changed', () => {
    const answer = { picked: [0], points: 0, verdict: 'wrong', eventAt: tuesday, final: false } as const;
    const message = answerIsIn(roundOf([1]), answer, { length: 12 });
    expect(read(message)).toEqual([`B is in. Change it until ${closes}. Day 12 of your streak.`]);
    expect(labels(message)).toEqual(['Lock in and show me', 'A', 'C', 'D']);
    const several = answerIsIn(roundOf([0, 1]), { ...answer, picked: [0, 2] }, undefined);
    expect(read(several)).toEqual([`A and B are in. Change it until ${closes}.`]);
    expect(labels(several)).toEqual(['Lock in and show me', 'Change it']);
  });

  it('tells the freezes that missed days used', () => {
    const answer = { picked: [0], points: 0, verdict: 'wrong', eventAt: tuesday, final: false } as const;
    const line = (days: readonly string[], left: number) =>
      read(answerIsIn(roundOf([1]), answer, { length: 12, frozen: { days, left } }))[0];
    const open = `B is in. Change it until ${closes}. Day 12 of your streak.`;
    expect(line([], 1)).toBe(open);
    expect(line(['Tuesday'], 1)).toBe(`${open} Tuesday's miss used a freeze; 1 left.`);
    expect(line(['Tuesday', 'Wednesday'], 0)).toBe(
      `${open} The misses of Tuesday and Wednesday used a freeze each; none left.`,
    );
    const frozen = { days: ['Tuesday'], left: 0 };
    expect(told(roundOf([1]), [0], { streak: { length: 12, frozen } }).at(-1)).toBe(
      "No points this time. Day 12 of your streak stands: it counts answering, not being right. Tuesday's miss used a freeze; none left.",
    );
  });

  it('where nothing is shown before the close', () => {
    const strict = roundOf([1], { feedback: 'strict' });
    const answer = { picked: [1], points: 15, verdict: 'right', eventAt: tuesday, final: false } as const;
    expect(labels(answerIsIn(strict, answer, { length: 1 }))).toEqual(['A', 'B', 'D']);
    expect(read(answerIsIn(strict, answer, { length: 1 }))[1]).toBe('The answer is shown to everybody when it closes.');
    expect(read(lockedUnseen(strict, { ...answer, final: true }))).toEqual([
      `C is locked in. You see the answer when it closes, ${closes}.`,
    ]);
  });

  it.each<[string, readonly number[], readonly number[], string[]]>([
    [
      'right',
      [1],
      [1],
      ['Right: C. 15 points.', 'The short answer.', `Day 12 of your streak. It is on the leaderboard after ${closes}.`],
    ],
    [
      'wrong',
      [1],
      [0],
      [
        'Not B. It is C.',
        'What tempts about B: the reason of zero',
        'The short answer.',
        'No points this time. Day 12 of your streak stands: it counts answering, not being right.',
      ],
    ],
    [
      'half, one missed',
      [0, 1, 3],
      [0, 3],
      [
        'Half right: 8 of 15 points. You had B and D, and missed C.',
        'C: the reason of one',
        'The short answer.',
        `Day 12 of your streak. It is on the leaderboard after ${closes}.`,
      ],
    ],
    [
      'half, one too many',
      [0, 1],
      [0, 1, 2],
      [
        'Half right: 8 of 15 points. You had B and C, and A was one too many.',
        'What tempts about A: the reason of two',
        'The short answer.',
        `Day 12 of your streak. It is on the leaderboard after ${closes}.`,
      ],
    ],
  ])('of one that is %s', (_, right, picked, lines) => {
    expect(told(roundOf(right), picked, { streak: { length: 12 } })).toEqual(lines);
  });

  it.each<[string, readonly number[], readonly number[], string]>([
    ['two missed', [0, 1, 3], [0], 'Not B: it is exactly B, C and D. You had B, and missed C and D.'],
    [
      'one missed and one too many',
      [0, 1],
      [0, 2],
      'Not A and B: it is exactly B and C. You had B, missed C, and A was one too many.',
    ],
    [
      'everything ticked',
      [0, 1],
      [0, 1, 2, 3],
      'Not A, B, C and D: it is exactly B and C. You had B and C, and A and D were too many.',
    ],
    ['nothing of it', [0, 1], [2, 3], 'Not A and D: it is exactly B and C. You had none of them.'],
  ])('names the slips: %s', (_, right, picked, line) => {
    expect(told(roundOf(right), picked)[0]).toBe(line);
  });

  it('of a second click says what stands', () => {
    expect(told(roundOf([1]), [1], { again: true })[0]).toBe(
      `You locked in C at ${new Date(tuesday).toISOString()}. That is your answer.`,
    );
  });

  it('of practice promises no points', () => {
    const practice = roundOf([1], { counts: false, feedback: 'at once' });
    expect(told(practice, [1])).toEqual([
      'Right: C.',
      'The short answer.',
      'Just for practice: it is not on the leaderboard.',
    ]);
    expect(told(practice, [0]).join(' ')).not.toMatch(/point/);
  });

  it('of a click that came too late', () => {
    const message = tooLate(roundOf([1]), tuesday);
    expect(read(message)).toEqual([
      `This one closed at ${new Date(tuesday).toISOString()}, before your click. Nothing counts against you.`,
    ]);
    expect(labels(message)).toEqual(['Try it anyway', 'Why']);
  });

  it('of nobody’s answer yet', () => {
    expect(read(myOpenAnswer(roundOf([1]), undefined))).toEqual([
      `You haven't answered yet. It is open until ${closes}.`,
    ]);
  });

  it('with the whole explanation marks what was right, wrong and missed, with every reason', () => {
    const answer = { picked: [0, 2], points: 0, verdict: 'wrong', eventAt: tuesday, final: true } as const;
    expect(read(whole(roundOf([0, 1]), answer))).toEqual([
      'You picked A and B: not right, 0 points.',
      'A. option two (not right, your pick) the reason of two',
      'B. option zero (right, your pick) the reason of zero',
      'C. option one (right, and missed) the reason of one',
      'D. option three the reason of three',
      'The long explanation.',
      'A source, 1.2 Words',
    ]);
  });
});

describe('the channel’s message', () => {
  const tally = (answered: number, right: number, names: readonly string[] = []) => ({
    answered,
    right,
    picks: new Map([[1, right]]),
    rightNames: names,
  });
  const lineOf = (given: ReturnType<typeof tally>, shown = true) =>
    read(revealedRound(roundOf([1]), setting, given, shown)).find((line) => /\d answered/.test(line));

  it('begins with the question and ends with how many have answered', () => {
    expect(read(openRound(roundOf([1]), setting, 7))).toEqual([
      'Generators, 15 points',
      'Which of these is so?',
      'A. option two',
      'B. option zero',
      'C. option one',
      'D. option three',
      `Python, expected of a senior. Open until ${closes}. 7 have answered.`,
    ]);
    expect(read(openRound(roundOf([1]), setting, 1)).at(-1)).toMatch(/1 has answered\.$/);
  });

  it('says who asked, that it is practice, that it is late, and when it was had', () => {
    const late = { cause: 'down', platform: 'slack', from: tuesday, to: tuesday + day } as const;
    const practice = roundOf([1], { counts: false, kind: 'asked' });
    expect(
      read(openRound(practice, { ...setting, askedBy: 'Ana', practice: 'enough today', hadOn: '3 March', late }, 0)).at(
        -1,
      ),
    ).toBe(
      "Asked by Ana. Just for practice: today's three counted questions are done. We had this one on 3 March. " +
        `Late today: Prep was down from ${new Date(late.from).toISOString()} to ${new Date(late.to).toISOString()}.`,
    );
    expect(read(openRound(practice, { ...setting, late: { ...late, cause: 'refused' } }, 0)).at(-1)).toMatch(
      /^Late today: Slack took no posts from /,
    );
  });

  it('reveals the answer with counts and names', () => {
    const proved = roundOf([1]);
    const shown = {
      ...proved,
      question: { ...proved.question, provedBy: { runtime: 'Node.js 24', on: '2026-11-03' } },
    };
    const lines = read(revealedRound(shown, setting, tally(14, 9, ['Ana', 'Ben', 'Chidi', 'Dana']), true));
    expect(lines.slice(6)).toEqual([
      'It was C. option one',
      'The short answer.',
      '14 answered, 9 right (64%). A 0, B 0, C 9, D 0. Right: Ana, Ben, Chidi, Dana and 5 more.',
      'A source, section 1.2 Words. Proved by running it: Node.js 24, 3 November.',
    ]);
  });

  it('ends a source that asks something without a second mark', () => {
    const asked = roundOf([1]);
    const source = { ref: 'made-up', title: 'A source', section: 'Why?', url: 'https://example.com/' };
    const lines = read(
      revealedRound({ ...asked, question: { ...asked.question, sources: [source] } }, setting, tally(0, 0), true),
    );
    expect(lines.at(-1)).toBe('A source, Why?');
  });

  it.each<[string, ReturnType<typeof tally>, string | undefined]>([
    [
      'all of few',
      tally(3, 3, ['Ana', 'Ben', 'Chidi']),
      '3 answered, 3 right (100%). A 0, B 0, C 3, D 0. Right: Ana, Ben and Chidi.',
    ],
    ['nobody right', tally(5, 0), '5 answered. Nobody had it, so it was worth asking. A 0, B 0, C 0, D 0.'],
    ['one answer, right', tally(1, 1, ['Ana']), '1 answered.'],
    ['one answer, wrong', tally(1, 0), '1 answered.'],
    ['no answer', tally(0, 0), undefined],
  ])('counts %s', (_, given, line) => {
    expect(lineOf(given)).toBe(line);
  });

  it('names nobody where the channel wants no names', () => {
    expect(lineOf(tally(2, 2, ['Ana', 'Ben']), false)).toBe('2 answered, 2 right (100%). A 0, B 0, C 2, D 0.');
  });

  it('says that nobody answered', () => {
    expect(read(revealedRound(roundOf([1]), setting, tally(0, 0), true))[6]).toBe(
      'Nobody answered this one. It was C. option one',
    );
  });

  it('tells yesterday’s result in a line', () => {
    const foot = (given: ReturnType<typeof tally>, when: string) => read({ blocks: footOf(roundOf([1]), given, when) });
    expect(foot(tally(14, 9), 'Yesterday')).toEqual(['Yesterday: C. 9 of 14 were right.']);
    expect(foot(tally(3, 1), 'Yesterday')).toEqual(['Yesterday: C. 1 of 3 was right.']);
    expect(foot(tally(1, 1), 'Friday')).toEqual(['Friday: C. 1 answered.']);
    expect(foot(tally(0, 0), 'Friday')).toEqual(['Friday: C. Nobody answered.']);
  });
});
