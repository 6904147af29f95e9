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
