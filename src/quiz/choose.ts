import type { Question } from '../bank/format.ts';
import type { History } from '../store/history.ts';

/** What a person or a schedule asked for; a topic is a prefix of a question's id, and several mean any of them. */
export interface Filter {
  readonly topics: readonly string[];
  readonly difficulty?: 1 | 2 | 3 | undefined;
  readonly pick?: 'one' | 'several' | undefined;
}

export interface Chosen {
  readonly question: Question;
  /** epoch ms: when this channel had it before; undefined if never */
  readonly hadAt: number | undefined;
}

/** How many of the last questions of a channel the spread over areas looks at. */
const remembered = 12;

/**
 * Chooses the next question of a channel, by a rule that anybody can be told: it matches the filter, is not set aside, was
 * not asked in this channel, and not in the rest of the workspace in the last seven days; of those, one of the area that
 * came least among the channel's last twelve; of that area's, any, by `random` (0 to 1: the same number, the same question).
 * `repeats`: when everything was asked, the one that was asked the longest ago. Undefined if nothing is left.
 */
export function chooseQuestion(
  bank: Iterable<Question>,
  filter: Filter,
  history: History,
  random: number,
  options: { repeats: boolean },
): Chosen | undefined {
  const had = new Map(history.asked.map((one) => [one.question, one.at]));
  const fitting = [...bank].filter(
    (question) => matches(question, filter) && !question.sample && !history.setAside.has(question.id),
  );
  const fresh = fitting.filter((question) => !had.has(question.id));
  const free = fresh.filter((question) => !history.elsewhere.has(question.id));
  const candidates = free.length > 0 ? free : options.repeats ? fresh : [];
  if (candidates.length > 0) return { question: spread(candidates, history, random), hadAt: undefined };
  if (!options.repeats) return undefined;
  const oldest = fitting
    .map((question) => ({ question, hadAt: had.get(question.id) ?? 0 }))
    .sort((a, b) => a.hadAt - b.hadAt || (a.question.id < b.question.id ? -1 : 1))[0];
  return oldest;
}

/** How many questions a filter still has for a channel. */
export function countUnasked(bank: Iterable<Question>, filter: Filter, history: History): number {
  const had = new Set(history.asked.map((one) => one.question));
  return [...bank].filter(
    (question) =>
      matches(question, filter) && !question.sample && !had.has(question.id) && !history.setAside.has(question.id),
  ).length;
}

export function matches(question: Question, filter: Filter): boolean {
  const topic = filter.topics.length === 0 || filter.topics.some((path) => `${question.id}/`.startsWith(`${path}/`));
  return (
    topic &&
    (filter.difficulty ?? question.difficulty) === question.difficulty &&
    (filter.pick ?? question.pick) === question.pick
  );
}

function spread(candidates: readonly Question[], history: History, random: number): Question {
  const recent = history.asked.slice(0, remembered).map((one) => one.question.split('/')[0]);
  const times = (area: string) => recent.filter((one) => one === area).length;
  const fewest = Math.min(...candidates.map((question) => times(question.area)));
  const least = candidates.filter((question) => times(question.area) === fewest).sort((a, b) => (a.id < b.id ? -1 : 1));
  const chosen = least[Math.floor(random * least.length)] ?? least[0];
  if (!chosen) throw new Error('spread needs a candidate');
  return chosen;
}
