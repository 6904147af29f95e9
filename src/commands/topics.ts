import { askedTopics } from '../bank/asked-topics.ts';
import type { Bank } from '../bank/load.ts';
import { readTopics, wantsEverything } from '../bank/read-topics.ts';
import type { Topic } from '../bank/taxonomy.ts';
import type { Suggestion } from '../platform.ts';
import type { OptionDefinition } from './definition.ts';
import { longestFirst } from './options.ts';

/** The most words a topic's title has. */
const longestTitle = 5;
const mostSuggestions = 25;

/** An option that takes one topic by slug, title or short name. */
export function topicOption(bank: Bank): OptionDefinition {
  const { taxonomy } = bank;
  const topics = askedTopics(bank);
  return {
    name: 'topic',
    about: 'An area, subject or concept, such as python, indexes or http caching',
    complete: (typed) => suggestTopics(topics, typed),
    fallback: () => true,
    take: (words) => longestFirst(words, longestTitle, (text) => taxonomy.find(text).matches[0]?.path),
  };
}

/** An option that takes several topics, parted by commas or "and". */
export function topicsOption(bank: Bank): OptionDefinition {
  const topics = askedTopics(bank);
  return {
    name: 'topics',
    about: 'Topics parted by commas, such as python, databases; everything if left out',
    complete: (typed) => {
      const parts = typed.split(',');
      const last = (parts.pop() ?? '').trim();
      const before = parts.map((part) => `${part.trim()}, `).join('');
      return suggestTopics(topics, last)
        .filter((one) => before.length + one.value.length <= 100)
        .map((one) => ({ value: `${before}${one.value}`, label: `${before}${one.label}`.slice(0, 100) }));
    },
    take: (words) =>
      longestFirst(words, 12, (text) => {
        const found = readTopics(bank, text);
        return found.unknown === undefined && (found.paths.length > 0 || wantsEverything(text)) ? text : undefined;
      }),
  };
}

function suggestTopics(topics: readonly Topic[], typed: string): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const areas = topics.filter((topic) => topic.level === 'area');
  const matching =
    wanted === ''
      ? areas
      : topics.filter(
          (topic) =>
            topic.title.toLowerCase().includes(wanted) || (topic.path.split('/').at(-1) ?? '').includes(wanted),
        );
  return matching
    .slice(0, mostSuggestions)
    .map((topic) => ({ value: topic.path.split('/').at(-1) ?? topic.path, label: topic.title }));
}
