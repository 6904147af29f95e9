import type { Question } from '../bank/format.ts';
import type { Parts } from '../parts.ts';
import { areaWeights } from './areas.ts';
import type { Place } from './ask.ts';
import { type Chosen, chooseQuestion, type Filter } from './choose.ts';

/** For this long a question that another channel of the workspace had is not asked here (ms). */
const elsewhereMs = 7 * 24 * 60 * 60 * 1000;

/** What may be asked in a workspace: the bank's questions and its own, which no other workspace ever gets. */
export async function questionsOf(
  parts: Pick<Parts, 'store' | 'bank'>,
  workspace: string,
): Promise<ReadonlyMap<string, Question>> {
  const own = await parts.store.suggestions.ownQuestions(workspace);
  if (own.length === 0) return parts.bank.questions;
  return new Map([...parts.bank.questions, ...own.map((question) => [question.id, question] as const)]);
}

/** The next question of a channel by what it and its workspace had until now; undefined if nothing is left. */
export async function chooseNext(
  parts: Parts,
  { channel }: Pick<Place, 'channel'>,
  filter: Filter,
  options: { repeats: boolean },
): Promise<Chosen | undefined> {
  const [history, questions] = await Promise.all([
    parts.store.history.ofChannel(channel.workspace, channel.id, parts.clock() - elsewhereMs),
    questionsOf(parts, channel.workspace),
  ]);
  const order = channel.settings.areas;
  return chooseQuestion(questions, filter, history, parts.random(), {
    ...options,
    order,
    weightOf: areaWeights(parts.bank.taxonomy, order),
  });
}
