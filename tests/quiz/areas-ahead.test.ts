import { expect, it } from 'vitest';
import { areasAhead, type Coming } from '../../src/quiz/areas.ts';

const all = new Set(['a', 'b', 'c', 'd']);
const even = () => 1;
const weights: Readonly<Record<string, number>> = { a: 4, b: 3, c: 2, d: 1 };
const byWeight = (area: string) => weights[area] ?? 1;
const week = (questions: number, possible = all): Coming => ({ possible, questions });

it.each<[string, Coming[], Record<string, number>, (area: string) => number, string[]]>([
  ['nothing where each has its turn', [week(7)], { a: 2, b: 2, c: 2, d: 2 }, even, []],
  ['what came least', [week(5)], { a: 1, b: 4, c: 4, d: 4 }, even, ['a']],
  ['what weighs most', [week(7)], { a: 4, b: 3, c: 2, d: 1 }, byWeight, ['a', 'b']],
  ['nothing where chance decides', [week(3)], {}, even, []],
  ['nothing where there is no choice', [week(7, new Set(['a', 'b']))], { a: 0, b: 9 }, even, []],
  ['what several schedules come to', [week(1), week(1)], { a: 0, b: 4, c: 4, d: 4 }, even, ['a']],
  ['nothing where nothing comes', [week(0)], {}, even, []],
])('a week leans on %s', (_, coming, recent, weightOf, areas) => {
  expect(areasAhead(coming, new Map(Object.entries(recent)), weightOf)).toEqual(areas);
});
