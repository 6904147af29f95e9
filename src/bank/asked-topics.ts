import type { Bank } from './load.ts';
import type { Topic } from './taxonomy.ts';

/** The topics that can be asked, in the taxonomy's order: those with a question that is no sample. */
export function askedTopics({ questions, taxonomy }: Bank): Topic[] {
  const asked = new Set<string>();
  for (const { concept, sample } of questions.values()) {
    if (sample) continue;
    const parts = concept.split('/');
    for (let length = 1; length <= parts.length; length += 1) asked.add(parts.slice(0, length).join('/'));
  }
  return taxonomy.topics().filter(({ path }) => asked.has(path));
}
