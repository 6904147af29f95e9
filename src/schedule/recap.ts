import type { Parts } from '../parts.ts';
import { PlatformError } from '../platform.ts';
import { channelRef, type Place } from '../quiz/ask.ts';
import { placeOf } from '../quiz/place.ts';
import { titlesOf } from '../quiz/setting.ts';
import { currentStreaks } from '../standings/recount.ts';
import { claimMs } from '../store/occurrences.ts';
import type { Recap, RecapQuestion } from '../store/recaps.ts';
import type { Round } from '../store/rounds.ts';
import type { Message } from '../view/message.ts';
import { type Hardest, recap as recapView } from '../view/recap.ts';
import { weekAhead } from './week-ahead.ts';

/** A period that isn't over is looked at again after this: its last question may have been called off meanwhile (ms). */
const lookAgainMs = 60 * 60_000;
/** When a platform says "later" without saying when (ms). */
const retryMs = 60_000;
/** Fewer answers would tell who was wrong. */
const fewestAnswers = 3;
const mostPlaces = 200;

/** After a round was revealed: the recaps of its channel whose period is over with it. A failure is left to the sweep. */
export async function recapAfter(parts: Parts, round: Round): Promise<void> {
  for (const recap of await parts.store.recaps.plannedRecaps(round.channel)) {
    await runRecap(parts, recap).catch((error: unknown) => {
      parts.log.error({ err: error, recap: recap.id }, 'a recap could not be sent, and is left to the sweep');
    });
  }
}

/** Sends a recap if its period is over, at most once whatever dies at whatever point: claim, look for it, send, record. */
export async function runRecap(parts: Parts, recap: Recap): Promise<void> {
  const { recaps } = parts.store;
  if (recap.state === 'planned') {
    const stands = await recaps.periodStands(recap);
    if (stands === 'empty') return recaps.settleRecap(recap, 'missed');
    if (stands === 'going on') return recaps.lookAgain(recap, parts.clock() + lookAgainMs);
  }
  const claimed = await recaps.claimRecap(recap, parts.clock());
  if (!claimed) return;
  const place = await placeOf(parts, claimed);
  if (recap.state === 'claimed') {
    const platform = parts.platform(place.workspace.platform);
    const found = await platform.find(channelRef(place), recap.id, recap.sendBefore - claimMs);
    if (found.kind === 'found') return recaps.settleRecap(claimed, 'posted', found.message.message);
    if (found.kind === 'unknown') return recaps.settleRecap(claimed, 'unknown');
  }
  await send(parts, place, claimed);
}

async function send(parts: Parts, place: Place, recap: Recap): Promise<void> {
  const { recaps } = parts.store;
  const content = await contentOf(parts, place, recap);
  await parts.reached('recap claimed, not sent');
  if (parts.clock() >= recap.sendBefore) return;
  try {
    const posted = await parts.platform(place.workspace.platform).post(channelRef(place), content, recap.id);
    await parts.reached('recap sent, not recorded');
    await recaps.settleRecap(recap, 'posted', posted.message);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn({ err: error, recap: recap.id }, 'a recap could not be posted');
    if (error.permanent) return recaps.settleRecap(recap, 'missed');
    if (error.code !== 'unknown_outcome')
      await recaps.postponeRecap(recap, parts.clock() + (error.retryAfterMs ?? retryMs));
  }
}

async function contentOf(parts: Parts, place: Place, recap: Recap): Promise<Message> {
  const { channel } = place;
  const { recaps, standings } = parts.store;
  const [questions, people, lines] = await Promise.all([
    recaps.recapQuestions(recap),
    recaps.recapPeople(recap),
    standings.leaderboard(channel.id, recap.period, recap.start, mostPlaces),
  ]);
  // Whoever has no points is named nowhere: it would say that they were wrong.
  const board = channel.settings.names === 'shown' ? lines : [];
  const streaks = await currentStreaks(
    parts.store,
    channel.id,
    board.map(({ player }) => player),
  );
  return recapView({
    id: recap.id,
    channelName: channel.name,
    period: recap.period,
    start: recap.start,
    questions: questions.length,
    people: people.people,
    answered: sum(questions.map(({ answered }) => answered)),
    right: sum(questions.map(({ right }) => right)),
    board,
    everyDay: people.days > 1 ? board.filter(({ player }) => people.everyDay.has(player)).map(({ name }) => name) : [],
    streaks: board.map(({ player, name }) => ({ name, length: streaks.get(player) ?? 0 })),
    hardest: await hardest(parts, questions),
    leansOn: recap.period === 'week' ? await weekAhead(parts, place, recap.start) : [],
  });
}

async function hardest(parts: Parts, questions: readonly RecapQuestion[]): Promise<Hardest | undefined> {
  const known = questions.filter(({ answered, right }) => answered >= fewestAnswers && right < answered);
  const [first] = [...known].sort((a, b) => a.right / a.answered - b.right / b.answered);
  const round = first && (await parts.store.rounds.roundById(first.round));
  return round && { ...first, concept: titlesOf(parts, round).concept };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
