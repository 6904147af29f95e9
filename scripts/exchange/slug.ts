import type { Taxonomy } from '../../src/bank/taxonomy.ts';
import type { ForeignQuestion } from './foreign.ts';

const words = 6;

/** Names a question: by its own id if it was exported from here, else by its id there, its name, or how its prompt begins. */
export function slugFor(
  { name, idNumber }: ForeignQuestion,
  prompt: string,
  taxonomy: Taxonomy,
): { concept?: string; slug: string } {
  const own = /^((?:[a-z0-9-]+\/){2}[a-z0-9-]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(name);
  if (own?.[1] !== undefined && own[2] !== undefined && taxonomy.concept(own[1]) !== undefined)
    return { concept: own[1], slug: own[2] };
  const given = [idNumber ?? '', name, prompt].map(kebab).find((slug) => /[a-z]/.test(slug));
  return { slug: given ?? 'imported' };
}

function kebab(text: string): string {
  const parts = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}|[’']/gu, '')
    .match(/[a-z0-9]+/g);
  return (parts ?? []).slice(0, words).join('-');
}
