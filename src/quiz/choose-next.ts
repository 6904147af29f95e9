import type { Question } from '../bank/format.ts';
import type { Parts } from '../parts.ts';
import type { History } from '../store/history.ts';
import { areaWeights } from './areas.ts';
import type { Place } from './ask.ts';
import { type Chosen, chooseQuestion, type Filter } from './choose.ts';

/** For this long a question that another channel of the workspace had is not asked here (ms). */
const elsewhereMs = 7 * 24 * 60 * 60 * 1000;

/** What may be asked in a workspace: the bank's questions and its own, which no other workspace ever gets. */
export function questionsOf(parts: Pick<Parts, 'bank'>, { own }: Pick<History, 'own'>): ReadonlyMap<string, Question> {
  if (own.length === 0) return parts.bank.questions;
  return new Map([...parts.bank.questions, ...own.map((question) => [question.id, question] as const)]);
}

/** The next question of a channel by what it and its workspace had until now; undefined if nothing is left. */
export async function chooseNext(
  parts: Pick<Parts, 'bank' | 'store' | 'clock' | 'random'>,
  { channel }: Pick<Place, 'channel'>,
  filter: Filter,
  options: { repeats: boolean },
): Promise<Chosen | undefined> {
  const history = await parts.store.history.ofChannel(channel.workspace, channel.id, parts.clock() - elsewhereMs);
  const order = channel.settings.areas;
  const rule = { ...options, order, weightOf: areaWeights(parts.bank.taxonomy, order) };
  return chooseQuestion(questionsOf(parts, history), filter, history, parts.random(), rule);
}
