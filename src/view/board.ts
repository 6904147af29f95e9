import { actionId } from '../actions.ts';
import { weekdayOf } from '../schedule/local-time.ts';
import { weekdayName } from '../schedule/weekdays.ts';
import type { PeriodKind } from '../standings/periods.ts';
import type { Round } from '../store/rounds.ts';
import type { AreaShare, StandingRow } from '../store/standings.ts';
import {
  actions,
  type Block,
  bold,
  type Inline,
  inlines,
  instant,
  type Message,
  message,
  note,
  paragraph,
} from './message.ts';
import { channelWords, count, list } from './words.ts';

/** One line of a board, with the streak as it is today. */
export interface BoardLine extends StandingRow {
  readonly streakNow: number;
}

export interface Board {
  readonly channelName: string;
  readonly period: PeriodKind;
  readonly start: string;
  /** it is not the present one */
  readonly past: boolean;
  /** "This week", "Last week", "November", "All time" */
  readonly title: string;
  /** the dates in words; undefined for all time */
  readonly dates: string | undefined;
  readonly lines: readonly BoardLine[];
  /** the asker's own line if it is not among them */
  readonly own: BoardLine | undefined;
  /** open rounds that count here and are not counted yet */
  readonly open: readonly Round[];
  /** start of the period before, if there is one */
  readonly before: string | undefined;
}

/** Lines, not a table; nobody is named for being wrong, late or absent. */
export function leaderboard(board: Board): Message {
  const lines = board.lines.map((line) => inlines(`${line.place}. `, bold(line.name), `, ${totals(line)}`));
  return message(
    paragraph(
      bold(`${board.title} in ${channelWords(board.channelName, 'here')}`),
      board.dates !== undefined && `, ${board.dates}`,
    ),
    lines.length > 0
      ? { kind: 'lines', lines }
      : board.past
        ? paragraph(`Nobody had points here that ${board.period}.`)
        : paragraph(
            `Nobody has points here ${emptyWhen[board.period]}. `,
            { kind: 'text', text: '/prep question', code: true },
            ' starts it.',
          ),
    // Where nobody has points there is no place to have.
    board.own && paragraph(bold('You: '), lines.length > 0 && `${ordinal(board.own.place)}, `, totals(board.own)),
    ...board.open.map((round) => note(...notCounted(round))),
    actions(
      board.period !== 'all' &&
        board.before !== undefined && {
          label: board.past ? `The ${board.period} before` : `Last ${board.period}`,
          action: actionId('board', board.period, board.before),
        },
      (board.period !== 'month' || board.past) && { label: 'This month', action: actionId('board', 'month') },
      (board.period !== 'week' || board.past) && { label: 'This week', action: actionId('board', 'week') },
      { label: 'How is this counted?', action: actionId('counted') },
    ),
  );
}

/** The rule behind the numbers. */
export function howCounted(): Message {
  return message(
    paragraph(
      '10, 15 or 20 points by difficulty. Several right answers: all of them is full points, one slip is half.',
    ),
    paragraph(
      "Speed doesn't count, and equal points share a place; among them, more right answers come first, then the name.",
    ),
    paragraph(
      'The daily challenge counts, and the first three questions asked here by hand each day. A question counts in the week and month it was asked in.',
    ),
  );
}

/** A person's streak as they alone see it. */
export interface OwnStreak {
  readonly length: number;
  readonly best: number;
  readonly freezes: number;
  /** challenge days of this month: how many were answered, of how many so far */
  readonly month: { readonly name: string; readonly answered: number; readonly days: number };
  /** dates in words on which they said to be away */
  readonly aways: readonly string[];
}

/** My points, streak and share right by area, to me alone. */
export function stats(own: {
  readonly where: string;
  /** over all channels: it was asked for outside of one */
  readonly everywhere: boolean;
  readonly totals: StandingRow | undefined;
  readonly streak: OwnStreak | undefined;
  readonly areas: readonly (AreaShare & { readonly title: string })[];
  readonly next: number | undefined;
}): Message {
  if (own.areas.length === 0 && own.streak) {
    return message(
      paragraph(
        own.streak.length > 0 && bold(`Day ${own.streak.length} of your streak. `),
        'Nothing is counted here yet: an answer counts when its question closes.',
      ),
      ...aroundStreak(own.streak),
    );
  }
  if (own.areas.length === 0 && own.everywhere) {
    // No question is asked here, and there may be answers in channels whose questions are open.
    return message(
      paragraph(
        `You haven't answered anything that is counted in ${own.where} yet: an answer counts when its question closes.`,
      ),
    );
  }
  if (own.areas.length === 0) {
    return message(
      paragraph(
        "You haven't answered anything here yet. ",
        ...(own.next === undefined
          ? [{ kind: 'text', text: '/prep question', code: true } as const, ' asks one now.']
          : ['The next one comes ', instant(own.next), '.']),
      ),
    );
  }
  const points = own.totals?.points ?? own.areas.reduce((sum, area) => sum + area.points, 0);
  const answered = own.areas.reduce((sum, area) => sum + area.answered, 0);
  const right = own.areas.reduce((sum, area) => sum + area.right, 0);
  return message(
    paragraph(
      bold(
        `You in ${own.where}: ${count(points, 'point')}, ${right} of ${answered} right (${percent(right, answered)})`,
      ),
    ),
    own.streak &&
      paragraph(
        own.streak.length > 0 ? `Day ${own.streak.length} of your streak.` : 'No streak at the moment.',
        ` Your longest: ${count(own.streak.best, 'day')}.`,
      ),
    ...(own.streak ? aroundStreak(own.streak) : []),
    {
      kind: 'lines',
      lines: own.areas.map((area): Inline[] =>
        inlines(bold(area.title), `: ${area.right} of ${area.answered} right (${percent(area.right, area.answered)})`),
      ),
    },
    note('Only you see this.'),
  );
}

/** What stands beside a streak: the month, which it can't lose, and what keeps it. */
function aroundStreak({ month, freezes, aways }: OwnStreak): (Block | false)[] {
  return [
    month.days > 0 && paragraph(`${month.answered} of ${count(month.days, 'day')} in ${month.name} answered.`),
    freezes > 0 && paragraph(`You hold ${count(freezes, 'freeze')}: a missed day uses one by itself.`),
    aways.length > 0 && paragraph(`You are away ${list(aways)}; no day of it ends your streak.`),
  ];
}

const emptyWhen = { week: 'this week', month: 'this month', all: 'yet' } as const;

function totals(line: BoardLine): string {
  const streak = line.streakNow > 0 ? `, streak ${line.streakNow}` : '';
  return `${count(line.points, 'point')}, ${line.right} of ${line.answered} right${streak}`;
}

function notCounted(round: Round) {
  const which =
    round.kind === 'asked'
      ? 'The question that was asked by hand'
      : `${weekdayName(weekdayOf(round.localDate))}'s question`;
  return [
    `${which} is open until `,
    instant(round.closesAt),
    round.feedback === 'at once' ? '.' : ' and not counted yet.',
  ];
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)}%`;
}

function ordinal(n: number): string {
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${n}${suffixes[new Intl.PluralRules('en-GB', { type: 'ordinal' }).select(n)] ?? 'th'}`;
}
