import type { Question } from '../bank/format.ts';
import type { Parts } from '../parts.ts';
import type { History } from '../store/history.ts';
import { areaWeights } from './areas.ts';
import type { Place } from './ask.ts';
import { type Chosen, chooseFromSample, chooseQuestion, type Filter, sampleOf } from './choose.ts';

/** For this long a question that another channel of the workspace had is not asked here (ms). */
const elsewhereMs = 7 * 24 * 60 * 60 * 1000;

/** What may be asked in a workspace: the bank's questions and its own, which no other workspace ever gets. */
export function questionsOf(parts: Pick<Parts, 'bank'>, { own }: Pick<History, 'own'>): ReadonlyMap<string, Question> {
  if (own.length === 0) return parts.bank.questions;
  return new Map([...parts.bank.questions, ...own.map((question) => [question.id, question] as const)]);
}

/**
 * The next question of a channel by what it and its workspace had until now; undefined if nothing is left. Where it had much,
 * a sample is asked about, and what it had is read whole only where that can't decide.
 */
export async function chooseNext(
  parts: Pick<Parts, 'bank' | 'store' | 'clock' | 'random'>,
  { channel }: Pick<Place, 'channel'>,
  filter: Filter,
  options: { repeats: boolean },
): Promise<Chosen | undefined> {
  const { history } = parts.store;
  const since = parts.clock() - elsewhereMs;
  const random = parts.random();
  const order = channel.settings.areas;
  const rule = { ...options, order, weightOf: areaWeights(parts.bank.taxonomy, order) };

  const askAbout = async (questions: ReadonlyMap<string, Question>) => {
    const sample = sampleOf(questions, filter, random);
    const ids = [...sample.values()].flatMap((levels) => [...levels.values()].flat().map(({ id }) => id));
    return { sample, had: await history.hadAmong(channel.id, ids) };
  };
  // Both at once where it is known that both are needed: a second journey to the database is a third of the time.
  const [lately, early] = await Promise.all([
    history.lately(channel.workspace, channel.id, since),
    history.isLong(channel.id) ? askAbout(parts.bank.questions) : undefined,
  ]);
  const questions = questionsOf(parts, lately);
  if (lately.had) return chooseQuestion(questions, filter, { ...lately, had: lately.had }, random, rule);

  const { sample, had } = early && lately.own.length === 0 ? early : await askAbout(questions);
  const chosen = chooseFromSample(questions, sample, { ...lately, had }, random, rule);
  if (chosen) return chosen;
  const whole = await history.ofChannel(channel.workspace, channel.id, since);
  return chooseQuestion(questions, filter, whole, random, rule);
}
