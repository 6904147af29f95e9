import { askedTopics } from './asked-topics.ts';
import type { Bank } from './load.ts';
import type { Taxonomy, Topic } from './taxonomy.ts';

/** Reads "python, sql and caching" as paths; the first part that is no topic is `unknown`, with what is near it and has questions. "everything" is no path at all. */
export function readTopics(
  bank: Bank,
  typed: string,
): { paths: string[]; unknown?: { word: string; near: readonly Topic[] } } {
  if (wantsEverything(typed)) return { paths: [] };
  const paths: string[] = [];
  for (const word of typed.split(/\s*,\s*|\s+and\s+/).filter(Boolean)) {
    const found = bank.taxonomy.find(word);
    const path = found.matches[0]?.path;
    if (path === undefined)
      return { paths, unknown: { word, near: found.near.filter((one) => askedTopics(bank).includes(one)) } };
    if (!paths.includes(path)) paths.push(path);
  }
  return { paths };
}

/** Titles of topics for players. */
export function topicTitles(taxonomy: Taxonomy, paths: readonly string[]): string[] {
  return paths.map((path) => taxonomy.topic(path)?.title ?? path);
}

/** Does it say that no topic is meant in particular? */
export function wantsEverything(typed: string): boolean {
  return ['', 'all', 'any', 'everything', 'every topic'].includes(typed.trim().toLowerCase());
}
