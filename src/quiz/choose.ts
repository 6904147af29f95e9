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
 * right here ({@link expectationsOf}); of those, the next from where `random` points (0 to 1: the same number, the same question). With
 * `repeats`: when everything was asked, the one that was asked the longest ago. Undefined if nothing is left.
 * Of most areas one question is looked at, and nothing is sorted: it is asked for every post.
 */
export function chooseQuestion(
  bank: ReadonlyMap<string, Question>,
  filter: Filter,
  history: History,
  random: number,
  rule: ChoosingRule,
): Chosen | undefined {
  const isLeft = (question: Question) =>
    !question.sample && matches(question, filter) && !history.setAside.has(question.id);
  const isNew = (question: Question) => isLeft(question) && !history.had.has(question.id);
  const areas = areasOf(bank);
  for (const hadElsewhere of rule.repeats ? [false, true] : [false]) {
    const isFresh = (question: Question) => history.elsewhere.has(question.id) === hadElsewhere && isNew(question);
    const fresh = new Map([...areas].filter(([, levels]) => [...levels.values()].some((all) => all.some(isFresh))));
    if (fresh.size > 0) return chooseFresh(bank, fresh, isFresh, history.recent, random, rule);
  }
  return rule.repeats ? longestAgo([...bank.values()].filter(isLeft), history) : undefined;
}

function longestAgo(questions: readonly Question[], { had }: History): Chosen | undefined {
  let oldest: { readonly question: Question; readonly at: number } | undefined;
  for (const question of questions) {
    const at = had.get(question.id);
    if (at !== undefined && (!oldest || at < oldest.at)) oldest = { question, at };
  }
  return oldest && { question: oldest.question, because: { repeatOf: oldest.at } };
}

/** Area → difficulty → its questions. */
type Areas = ReadonlyMap<string, ReadonlyMap<number, readonly Question[]>>;

/** A bank's questions, without its samples, which are for public pages. */
function areasOf(bank: ReadonlyMap<string, Question>): Areas {
  const known = grouped.get(bank);
  if (known) return known;
  const areas = new Map<string, Map<number, Question[]>>();
  for (const question of bank.values()) {
    if (question.sample) continue;
    const levels = areas.get(question.area) ?? new Map<number, Question[]>();
    const ofLevel = levels.get(question.difficulty) ?? [];
    areas.set(question.area, levels.set(question.difficulty, ofLevel));
    ofLevel.push(question);
  }
  grouped.set(bank, areas);
  return areas;
}

const grouped = new WeakMap<ReadonlyMap<string, Question>, Areas>();

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
  fresh: Areas,
  isFresh: (question: Question) => boolean,
  recent: History['recent'],
  random: number,
  rule: ChoosingRule,
): Chosen {
  const areas = new Set(fresh.keys());
  const came = new Map<string, number>();
  for (const { question } of recent) {
    const area = question.slice(0, question.indexOf('/'));
    if (areas.has(area)) came.set(area, (came.get(area) ?? 0) + 1);
  }
  const due = areasDue(areas, came, rule.weightOf);

  const levels = [...expectationsOf(recent, (id) => bank.get(id)?.difficulty)].sort(
    ([, one], [, other]) => offAim(one) - offAim(other),
  );
  for (const [place, [level, expectation]] of levels.entries()) {
    const ofLevel = [...due].map((area) => fresh.get(area)?.get(level) ?? []);
    const question = firstFrom(ofLevel, random, isFresh);
    if (!question) continue;
    const aimed = place === 0;
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
  throw new Error('choosing needs a candidate');
}

/** Of lists that stand for one, which would be long to put together: the first that is `wanted` from the place on that `random` (0 to 1) names, round again to it. */
function firstFrom(
  lists: readonly (readonly Question[])[],
  random: number,
  wanted: (question: Question) => boolean,
): Question | undefined {
  const count = lists.reduce((sum, list) => sum + list.length, 0);
  const start = Math.floor(random * count);
  for (let step = 0; step < count; step += 1) {
    const question = at(lists, (start + step) % count);
    if (question && wanted(question)) return question;
  }
  return undefined;
}

function at(lists: readonly (readonly Question[])[], place: number): Question | undefined {
  let left = place;
  for (const list of lists) {
    if (left < list.length) return list[left];
    left -= list.length;
  }
  return undefined;
}
