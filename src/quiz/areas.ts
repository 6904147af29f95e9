import type { Taxonomy } from '../bank/taxonomy.ts';
import type { AreaOrder } from '../settings.ts';

/**
 * What each area weighs: all the same, or by its place in the taxonomy's learning or demand order, the first of six six
 * times as much as the last. (The orders are the source's; it has no figures per area.) An area that isn't listed weighs 1.
 */
export function areaWeights(taxonomy: Taxonomy, order: AreaOrder): (area: string) => number {
  if (order === 'even') return () => 1;
  const listed = order === 'learning' ? taxonomy.studyOrder : taxonomy.demandOrder;
  const weights = new Map(listed.map((area, place) => [area, listed.length - place]));
  return (area) => weights.get(area) ?? 1;
}

/**
 * The areas that are furthest below their share: of `possible` areas, by their weights, over the channel's last questions
 * and the one to be chosen. More than one where they are equally far.
 */
export function areasDue(
  possible: ReadonlySet<string>,
  recent: ReadonlyMap<string, number>,
  weightOf: (area: string) => number,
): ReadonlySet<string> {
  const areas = [...possible];
  const came = (area: string) => recent.get(area) ?? 0;
  const next = 1 + areas.reduce((sum, area) => sum + came(area), 0);
  const whole = areas.reduce((sum, area) => sum + weightOf(area), 0);
  // In whole numbers, so that equal deficits are equal.
  const deficit = (area: string) => weightOf(area) * next - came(area) * whole;
  const most = Math.max(...areas.map(deficit));
  return new Set(areas.filter((area) => deficit(area) === most));
}

/** Questions that are to come, all chosen from the same areas. */
export interface Coming {
  readonly possible: ReadonlySet<string>;
  readonly questions: number;
}

const mostNamed = 2;

/**
 * The areas that at least two of the coming questions will be from whatever chance decides, the most first and two at most; none where
 * there is no choice between areas, or each has its turn.
 */
export function areasAhead(
  coming: readonly Coming[],
  recent: ReadonlyMap<string, number>,
  weightOf: (area: string) => number,
): string[] {
  const came = new Map(recent);
  const ahead = new Map<string, number>();
  for (const { possible, questions } of coming) {
    if (possible.size <= mostNamed) continue;
    for (let left = questions; left > 0; ) {
      // Areas that are equally far come one after the other, in an order that nobody knows.
      const due = areasDue(possible, came, weightOf);
      if (due.size > left) break;
      for (const area of due) for (const counts of [came, ahead]) counts.set(area, (counts.get(area) ?? 0) + 1);
      left -= due.size;
    }
  }
  return [...ahead]
    .filter(([, questions]) => questions > 1)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostNamed)
    .map(([area]) => area);
}
