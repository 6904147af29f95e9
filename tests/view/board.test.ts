import { expect, it } from 'vitest';
import { leaderboard } from '../../src/view/board.ts';
import { question } from '../setup/questions.ts';
import { aRound, type Tenant } from '../setup/rows.ts';
import { shownOf } from '../setup/table.ts';

const nowhere = { workspace: { id: 'W' }, channel: { id: 'C' }, players: [] } as unknown as Tenant;

it('names each question that is open and not counted yet by its day', () => {
  const open = (['2026-11-26', '2026-11-27'] as const).map((localDate) =>
    aRound(nowhere, { question: question({ right: [1] }), kind: 'daily', feedback: 'at reveal', localDate }),
  );
  const asked = aRound(nowhere, { question: question({ right: [1] }), kind: 'asked', feedback: 'at once' });
  const board = leaderboard({
    channelName: 'backend',
    period: 'week',
    start: '2026-11-23',
    past: false,
    title: 'This week',
    dates: '23 to 29 November',
    lines: [],
    own: undefined,
    open: [...open, asked],
    before: undefined,
  });
  const closes = new Date(asked.closesAt).toISOString();
  expect(shownOf('', board, true).text.split('\n').slice(2)).toEqual([
    `Thursday's question is open until ${closes} and not counted yet.`,
    `Friday's question is open until ${closes} and not counted yet.`,
    `The question that was asked by hand is open until ${closes}.`,
  ]);
});

it.each(['week', 'month'] as const)(
  'an empty %s that is over starts nothing, and leads back and on to the present',
  (period) => {
    const board = leaderboard({
      channelName: 'backend',
      period,
      start: '2026-11-01',
      past: true,
      title: `Last ${period}`,
      dates: undefined,
      lines: [],
      own: undefined,
      open: [],
      before: '2026-10-01',
    });
    const shown = shownOf('', board, true);
    expect(shown.text).toBe(`Last ${period} in #backend\nNobody had points here that ${period}.`);
    expect(shown.buttons.map(({ label }) => label)).toEqual([
      `The ${period} before`,
      'This month',
      'This week',
      'How is this counted?',
    ]);
  },
);

it('gives nobody a place where nobody has points', () => {
  const own = { player: 'P', name: 'Ana', place: 1, points: 0, answered: 1, right: 0, half: 0, streakNow: 1 };
  const board = (lines: readonly (typeof own)[]) =>
    leaderboard({
      channelName: 'backend',
      period: 'week',
      start: '2026-11-23',
      past: false,
      title: 'This week',
      dates: '23 to 29 November',
      lines,
      own: { ...own, place: lines.length + 1 },
      open: [],
      before: undefined,
    });
  expect(shownOf('', board([]), true).text).toMatch(/\nYou: 0 points, 0 of 1 right, streak 1$/);
  const ben = { ...own, player: 'Q', name: 'Ben', points: 15, right: 1 };
  expect(shownOf('', board([ben]), true).text).toMatch(/\nYou: 2nd, 0 points, 0 of 1 right, streak 1$/);
});
