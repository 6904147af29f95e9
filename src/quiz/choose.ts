import type { Question } from '../bank/format.ts';
import type { AreaOrder } from '../settings.ts';
import type { History } from '../store/history.ts';
import { areasDue } from './areas.ts';
import type { Because } from './because.ts';
import { expectationsOf, offAim } from './levels.ts';

/** What a person or a schedule asked for; a topic is a prefix of a question's id, and several mean any of them. */
export interface Filter {
  readonly topics: readonly string[];
  readonly difficulty?: 1 | 2 | 3 | undefined;
  readonly pick?: 'one' | 'several' | undefined;
}

export interface Chosen {
  readonly question: Question;
  readonly because: Because;
}

/** How the caller wants to choose. */
export interface ChoosingRule {
  /** when everything was asked, the one that was asked the longest ago comes again */
  readonly repeats: boolean;
  readonly order: AreaOrder;
  /** what an area weighs by that order */
  readonly weightOf: (area: string) => number;
}

/**
 * Chooses the next question of a channel, by a rule that anybody can be told: it matches the filter, is not set aside, was
 * not asked in this channel, and not in the rest of the workspace in the last seven days; of those, one of the area that is
 * furthest below its share of the channel's last questions; of that area's, one of the difficulty of which about 70% are
 * right here ({@link expectationsOf}); of those, any, by `random` (0 to 1: the same number, the same question). With
 * `repeats`: when everything was asked, the one that was asked the longest ago. Undefined if nothing is left.
 * One pass over the bank, in its order, and nothing is sorted: it is asked for every post.
 */
export function chooseQuestion(
  bank: ReadonlyMap<string, Question>,
  filter: Filter,
  history: History,
  random: number,
  rule: ChoosingRule,
): Chosen | undefined {
  const free: Question[] = [];
  const elsewhere: Question[] = [];
  let oldest: { readonly question: Question; readonly at: number } | undefined;
  for (const question of bank.values()) {
    if (!matches(question, filter) || question.sample || history.setAside.has(question.id)) continue;
    const at = history.had.get(question.id);
    if (at === undefined) (history.elsewhere.has(question.id) ? elsewhere : free).push(question);
    else if (!oldest || at < oldest.at) oldest = { question, at };
  }
  const fresh = free.length > 0 ? free : rule.repeats ? elsewhere : [];
  if (fresh.length > 0) return chooseFresh(bank, fresh, history, random, rule);
  return rule.repeats && oldest ? { question: oldest.question, because: { repeatOf: oldest.at } } : undefined;
}

/** How many questions a filter still has for a channel. */
export function countUnasked(bank: Iterable<Question>, filter: Filter, history: History): number {
  let count = 0;
  for (const question of bank) {
    const unasked = !history.had.has(question.id) && !history.setAside.has(question.id);
    if (unasked && !question.sample && matches(question, filter)) count += 1;
  }
  return count;
}

export function matches(question: Question, filter: Filter): boolean {
  const topic =
    filter.topics.length === 0 ||
    filter.topics.some((path) => question.id === path || question.id.startsWith(`${path}/`));
  return (
    topic &&
    (filter.difficulty ?? question.difficulty) === question.difficulty &&
    (filter.pick ?? question.pick) === question.pick
  );
}

function chooseFresh(
  bank: ReadonlyMap<string, Question>,
  fresh: readonly Question[],
  history: History,
  random: number,
  rule: ChoosingRule,
): Chosen {
  const areas = new Set(fresh.map((question) => question.area));
  const came = new Map<string, number>();
  for (const { question } of history.recent) {
    const area = question.slice(0, question.indexOf('/'));
    if (areas.has(area)) came.set(area, (came.get(area) ?? 0) + 1);
  }
  const due = areasDue(areas, came, rule.weightOf);
  const ofArea = fresh.filter((question) => due.has(question.area));

  const levels = expectationsOf(history.recent, (id) => bank.get(id)?.difficulty);
  const nearest = (among: ReadonlySet<number>) =>
    [...levels]
      .filter(([level]) => among.has(level))
      .reduce((best, one) => (offAim(one[1]) < offAim(best[1]) ? one : best));
  const [level, expectation] = nearest(new Set(ofArea.map((question) => question.difficulty)));
  const candidates = ofArea.filter((question) => question.difficulty === level);

  const question = candidates[Math.floor(random * candidates.length)] ?? candidates[0];
  if (!question) throw new Error('choosing needs a candidate');
  const aimed = nearest(new Set(levels.keys()))[0] === level;
  return {
    question,
    because: {
      ...(areas.size > 1 && {
        area: {
          order: rule.order,
          came: came.get(question.area) ?? 0,
          of: [...came.values()].reduce((a, b) => a + b, 0),
        },
      }),
      level: { ...expectation, ...(!aimed && { left: true as const }) },
    },
  };
}
