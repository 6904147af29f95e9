import type { Question } from '../bank/format.ts';
import type { Bank } from '../bank/load.ts';
import { formOf } from '../quiz/answer.ts';
import type { Answer, Tally } from '../store/answers.ts';
import type { Round } from '../store/rounds.ts';
import type { StandingRow } from '../store/standings.ts';
import { noFields } from '../suggest/fields.ts';
import { leaderboard } from './board.ts';
import { dailyForm, dailySetUp } from './daily.ts';
import { help } from './help.ts';
import type { Form, Message } from './message.ts';
import { recap } from './recap.ts';
import { answerIsIn, result, tooLate, tryAnyway, whole } from './receipt.ts';
import { postRefused } from './refusals.ts';
import { reminder } from './reminder.ts';
import { footOf, openRound, revealedRound, type TopicTitles } from './round.ts';
import { suggestionForm } from './suggestions.ts';
import { notPosted } from './trouble.ts';
import { channelWords } from './words.ts';

/** A message or form that people know Prep by, with made-up people and numbers. */
export type Sample = { readonly name: string } & ({ readonly message: Message } | { readonly form: Form });

const morning = Date.UTC(2026, 10, 24, 9);
const nextMorning = morning + 24 * 60 * 60 * 1000 - 60_000;
const channelName = 'backend';
const workspaceWords = { slack: 'workspace', discord: 'server' } as const;

/** The key messages as `platform` gets them, made from two questions of the bank: one with one right answer, one with several. */
export function keyMessages(bank: Bank, platform: 'slack' | 'discord'): Sample[] {
  const can = { knowsZones: true, findsPosts: true, workspaceWord: workspaceWords[platform] };
  const one = roundOf(bank, 'one');
  const several = roundOf(bank, 'several');
  const titles = (round: Round) => {
    const concept = bank.taxonomy.concept(round.question.concept);
    return { concept: concept?.title ?? '', area: concept?.areaTitle ?? '' };
  };
  const wrong = one.question.options.findIndex((option) => !option.right);
  const right = one.question.options.findIndex((option) => option.right);
  const rightOnes = several.question.options.flatMap((option, index) => (option.right ? [index] : []));
  const missedOne = rightOnes.slice(0, -1);
  const yesterday = footOf(several, tallyOf(several, 9, 14), 'Yesterday');
  const terms = { localTime: '09:00', zone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5], topics: [], closes: 'next' };
  return [
    { name: 'The daily post', message: openRound(one, { titles: titles(one), foot: yesterday }, 7) },
    {
      name: 'A question with several right answers',
      message: openRound(several, { titles: titles(several), askedBy: 'Ana' }, 1),
    },
    { name: 'The form behind Choose', form: formOf(several, 'choose', []) },
    { name: 'Receipt: it is in', message: answerIsIn(one, answerOf([wrong], 'wrong', 0), { length: 12 }) },
    {
      name: 'Receipt: right',
      message: result(one, 'open', answerOf([right], 'right', 15), { streak: { length: 12 } }),
    },
    { name: 'Receipt: wrong', message: result(one, 'open', answerOf([wrong], 'wrong', 0), { streak: { length: 12 } }) },
    ...(missedOne.length > 0
      ? [
          {
            name: 'Receipt: half right',
            message: result(several, 'open', answerOf(missedOne, 'half', 8), { streak: { length: 12 } }),
          },
        ]
      : []),
    { name: 'Too late', message: tooLate(one, nextMorning) },
    { name: 'The reveal', message: revealedRound(one, { titles: titles(one) }, tallyOf(one, 9, 14), true) },
    { name: 'Why, and my answer', message: whole(one, answerOf([wrong], 'wrong', 0)) },
    { name: 'The leaderboard', message: leaderboard(board(one)) },
    {
      name: 'The daily challenge is set up',
      message: dailySetUp({
        by: 'Ana',
        id: '',
        at: nextMorning,
        number: undefined,
        terms,
        topics: ['Python', 'Databases & SQL'],
        next: nextMorning,
        what: 'set up',
      }),
    },
    {
      name: 'The form of the daily challenge',
      form: dailyForm({
        time: '09:00',
        zone: 'Berlin',
        weekdays: 'Monday to Friday',
        topics: 'everything',
        closes: 'next',
      }),
    },
    {
      name: 'A reminder',
      message: reminder({
        moment: 'close',
        channel: { id: 'sample', name: channelName },
        concept: titles(one).concept,
        closesAt: nextMorning,
        link: undefined,
      }),
    },
    {
      name: 'The weekly recap',
      message: recap({
        id: 'sample',
        channelName,
        period: 'week',
        start: '2026-11-23',
        questions: 5,
        people: 14,
        answered: 50,
        right: 34,
        board: [
          { name: 'Ana', points: 60 },
          { name: 'Ben', points: 60 },
          { name: 'Chidi', points: 45 },
        ],
        everyDay: ['Ana', 'Ben', 'Dana'],
        streaks: [{ name: 'Ana', length: 12 }],
        hardest: {
          round: one.id,
          concept: titles(one).concept,
          localDate: '2026-11-24',
          answered: 12,
          right: 3,
        },
        leansOn: ['Python', 'HTTP & APIs'],
      }),
    },
    { name: 'The form of a suggestion', form: suggestionForm(noFields) },
    { name: 'Help', message: help() },
    {
      name: 'Refusal: not in the channel',
      // Nobody invites a bot into one of Discord's channels: there it lacks a permission.
      message: postRefused(platform === 'slack' ? 'not_in_channel' : 'no_permission', can),
    },
    {
      name: 'A post was missed',
      message: notPosted({
        schedule: {
          ...terms,
          id: '',
          workspace: '',
          channel: '',
          number: 1,
          rank: 1,
          enabled: true,
          next: { localDate: '2026-11-25', at: nextMorning },
          setUpBy: '',
          changedAt: 0,
          stopped: undefined,
          previous: undefined,
        },
        channel: channelWords(channelName, 'elsewhere'),
        localDate: '2026-11-24',
        today: '2026-11-24',
        from: morning,
        to: morning + 6 * 60 * 60 * 1000,
        why: 'rate_limited',
        platform,
        can,
      }),
    },
  ];
}

/** All that is ever said of one question: what a platform's limits must leave whole. */
export function everyMessageOf(question: Question, titles: TopicTitles): Sample[] {
  const round = sampleRound(question);
  const indices = question.options.map((_, index) => index);
  const right = indices.filter((index) => question.options[index]?.right);
  const wrong = indices.filter((index) => !question.options[index]?.right);
  const oneWrong = answerOf(wrong.slice(0, question.pick === 'one' ? 1 : wrong.length), 'wrong', 0);
  return [
    { name: 'the post', message: openRound(round, { titles, askedBy: 'Ana', hadOn: '3 March' }, 7) },
    { name: 'the reveal', message: revealedRound(round, { titles }, tallyOf(round, 9, 14), true) },
    {
      name: 'the receipt of a right answer',
      message: result(round, 'open', answerOf(right, 'right', 15), { streak: { length: 12 } }),
    },
    ...(wrong.length > 0
      ? [
          {
            name: 'the receipt of a wrong answer',
            message: result(round, 'open', oneWrong, { streak: { length: 12 } }),
          },
          { name: 'the whole explanation', message: whole(round, oneWrong) },
        ]
      : [{ name: 'the whole explanation', message: whole(round, undefined) }]),
    { name: 'the question for a latecomer', message: tryAnyway(round, titles) },
    ...(question.pick === 'several' ? [{ name: 'the form', form: formOf(round, 'choose', []) }] : []),
  ];
}

function roundOf(bank: Bank, pick: 'one' | 'several'): Round {
  const question = [...bank.questions.values()].find(
    (candidate) => candidate.pick === pick && candidate.difficulty === 2,
  );
  if (!question) throw new Error(`the bank has no question of difficulty 2 that picks ${pick}`);
  return sampleRound(question);
}

function sampleRound(question: Question): Round {
  return {
    id: 'sampleroundsampleround',
    workspace: 'sample',
    channel: 'sample',
    kind: question.pick === 'one' ? 'daily' : 'asked',
    occurrence: undefined,
    askedBy: undefined,
    question,
    revision: '',
    optionOrder: question.options.map((_, index) => index),
    feedback: 'at reveal',
    counts: true,
    localDate: '2026-11-24',
    weekStart: '2026-11-23',
    monthStart: '2026-11-01',
    challengeDay: 12,
    because: undefined,
    late: undefined,
    openedAt: morning,
    closesAt: nextMorning,
  };
}

function answerOf(picked: number[], verdict: Answer['verdict'], points: number): Answer {
  return { picked, verdict, points, eventAt: morning + 60_000, final: true };
}

function tallyOf(round: Round, right: number, answered: number): Tally {
  const wrongOnes = round.question.options.flatMap((option, index) => (option.right ? [] : [index]));
  const picks = new Map(round.question.options.map((option, index) => [index, option.right ? right : 0]));
  for (let left = answered - right; left > 0; left -= 1) {
    const option = wrongOnes[left % Math.max(1, wrongOnes.length)] ?? 0;
    picks.set(option, (picks.get(option) ?? 0) + 1);
  }
  return { answered, right, picks, rightNames: ['Ana', 'Ben', 'Chidi', 'Dana'] };
}

function board(open: Round): Parameters<typeof leaderboard>[0] {
  const line = (
    name: string,
    points: number,
    right: number,
    answered: number,
    place: number,
    streakNow: number,
  ): StandingRow & { streakNow: number } => ({
    player: name,
    name,
    points,
    right,
    answered,
    half: 0,
    place,
    streakNow,
  });
  return {
    channelName,
    period: 'week',
    start: '2026-11-23',
    past: false,
    title: 'This week',
    dates: '23 to 29 November',
    lines: [line('Ana', 45, 3, 4, 1, 12), line('Ben', 45, 3, 4, 1, 8), line('Chidi', 30, 2, 3, 3, 3)],
    own: line('Dana', 15, 1, 2, 9, 2),
    open: [open],
    before: '2026-11-16',
  };
}
