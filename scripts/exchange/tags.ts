import type { AuthoredQuestion } from '../../src/bank/format.ts';
import { ownTag } from './general-feedback.ts';

/** What a tag can say of a question. Each is short: Moodle cuts a tag at 50 characters. */
export type Tagged = Partial<Pick<AuthoredQuestion, 'difficulty' | 'order' | 'sample' | 'as_of'>> & { own: boolean };

export function tagsOf({ difficulty, order, sample, as_of }: AuthoredQuestion): string[] {
  return [
    ownTag,
    `difficulty:${difficulty}`,
    ...(order === 'fixed' ? ['order:fixed'] : []),
    ...(sample ? ['sample'] : []),
    ...(as_of === undefined ? [] : [`as-of:${as_of}`]),
  ];
}

/** What is known of {@link tagsOf}; other tags are passed over. */
export function readTags(tags: readonly string[]): Tagged {
  const said = new Map(tags.map((tag) => [tag.split(':')[0] ?? '', tag.slice(tag.indexOf(':') + 1)]));
  const difficulty = Number(said.get('difficulty'));
  const asOf = said.get('as-of');
  return {
    own: said.has(ownTag),
    ...(difficulty === 1 || difficulty === 2 || difficulty === 3 ? { difficulty } : {}),
    ...(said.get('order') === 'fixed' ? { order: 'fixed' } : {}),
    ...(said.has('sample') ? { sample: true } : {}),
    ...(asOf === undefined ? {} : { as_of: asOf }),
  };
}
