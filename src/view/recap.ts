import { actionId } from '../actions.ts';
import { weekdayOf } from '../schedule/local-time.ts';
import { weekdayName } from '../schedule/weekdays.ts';
import { dateInWords } from '../standings/periods.ts';
import { actions, bold, type Message, message, paragraph } from './message.ts';
import { channelWords, count, list } from './words.ts';

/** Names that a line has before it counts the rest. */
const mostNames = 10;

export interface Hardest {
  readonly round: string;
  readonly concept: string;
  readonly localDate: string;
  readonly answered: number;
  readonly right: number;
}

/** What a channel's week or month came to. Names are of people with points alone, so that none says who was wrong or absent. */
export interface RecapFacts {
  readonly id: string;
  /** its first local date */
  readonly start: string;
  readonly channelName: string;
  readonly period: 'week' | 'month';
  readonly questions: number;
  readonly people: number;
  readonly answered: number;
  readonly right: number;
  /** by points, the most first */
  readonly board: readonly { readonly name: string; readonly points: number }[];
  readonly everyDay: readonly string[];
  readonly streaks: readonly { readonly name: string; readonly length: number }[];
  readonly hardest: Hardest | undefined;
  /** areas that the next week will surely have more than once */
  readonly leansOn: readonly string[];
}

/** The weekly or monthly recap. */
export function recap(facts: RecapFacts): Message {
  const { hardest } = facts;
  const lines = [everyDay(facts), longestStreak(facts)].filter(Boolean).join(' ');
  const when =
    hardest &&
    (facts.period === 'week'
      ? weekdayName(weekdayOf(hardest.localDate))
      : dateInWords(hardest.localDate, hardest.localDate));
  // Of one person it would say whether they were right.
  const share = facts.people > 1 ? `, ${Math.round((100 * facts.right) / facts.answered)}% right` : '';
  return message(
    paragraph(
      bold(`The ${facts.period} in ${channelWords(facts.channelName, 'here')}:`),
      ` ${count(facts.questions, 'question')}, ${count(facts.people, 'person', 'people')}${share}`,
    ),
    facts.board.length > 0 && paragraph(places(facts.board)),
    lines !== '' && paragraph(lines),
    hardest && paragraph(`Hardest: ${hardest.concept} on ${when}, ${hardest.right} of ${hardest.answered} right.`),
    facts.leansOn.length > 0 && paragraph(`Next week leans on ${list(facts.leansOn)}.`),
    actions(
      hardest && {
        label: 'Read why',
        action: actionId('why', hardest.round),
        describes: `Read why: ${hardest.concept}`.slice(0, 75),
      },
      // Its own id stands in it, because by that a platform without metadata finds the message again.
      { label: 'Leaderboard', action: actionId('board', facts.period, facts.start, facts.id) },
    ),
  );
}

/** "First: Ana and Ben, 60 points each. Then Chidi, 45." */
function places(board: RecapFacts['board']): string {
  const [most, second] = [...new Set(board.map(({ points }) => points))];
  const at = (points: number | undefined) => board.filter((line) => line.points === points).map(({ name }) => name);
  const [first, then] = [at(most), at(second)];
  const each = (names: readonly string[]) => (names.length > 1 ? ' each' : '');
  return [
    `First: ${namesOf(first)}, ${count(most ?? 0, 'point')}${each(first)}.`,
    ...(then.length > 0 ? [`Then ${namesOf(then)}, ${second}${each(then)}.`] : []),
  ].join(' ');
}

function everyDay({ everyDay }: RecapFacts): string {
  return everyDay.length > 0 ? `Answered every day: ${namesOf(everyDay)}.` : '';
}

function longestStreak({ streaks }: RecapFacts): string {
  const longest = Math.max(0, ...streaks.map(({ length }) => length));
  if (longest < 2) return '';
  return `Longest streak: ${namesOf(streaks.filter(({ length }) => length === longest).map(({ name }) => name))}, ${longest} days.`;
}

function namesOf(names: readonly string[]): string {
  return names.length <= mostNames
    ? list(names)
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}
