import type { Parts } from '../parts.ts';
import { weekdayOf } from '../schedule/local-time.ts';
import { weekdayName } from '../schedule/weekdays.ts';
import { dateInWords } from '../standings/periods.ts';
import { recountStreak } from '../standings/recount.ts';
import { coveredBefore } from '../standings/streak.ts';
import type { RecordedAnswer } from '../store/answers.ts';
import type { Round } from '../store/rounds.ts';
import type { StreakTold } from '../view/receipt.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

/**
 * The streak after an answer, with the freezes that the days missed before it used. Mostly the answering statement has raised it
 * already; where the day doesn't follow the last one it is counted from the log.
 */
export async function streakAfter(
  parts: Parts,
  round: Round,
  player: string,
  recorded: RecordedAnswer,
): Promise<StreakTold | undefined> {
  if (round.challengeDay === undefined || recorded.streak === undefined) return undefined;
  if (!recorded.uncounted) return { length: recorded.streak };
  const { log, streak } = await recountStreak(parts.store, { channel: round.channel, player });
  if (!streak) return undefined;
  const covered = coveredBefore(round.challengeDay, log.days, log.answered, log.aways);
  const days = covered.map(({ localDate }) => dayInWords(localDate, round.localDate));
  return { length: streak.length, frozen: { days, left: streak.freezes } };
}

/** The streak as it was last counted. */
export async function keptStreak(parts: Parts, round: Round, player: string): Promise<StreakTold | undefined> {
  if (round.challengeDay === undefined) return undefined;
  const kept = (await parts.store.streaks.streaks(round.channel, [player])).get(player);
  return kept === undefined || kept === 'uncounted' ? undefined : { length: kept.length };
}

/** "Tuesday", or "3 March" where that would be another Tuesday. */
function dayInWords(localDate: string, today: string): string {
  const lately = Date.parse(today) - Date.parse(localDate) < weekMs;
  return lately ? weekdayName(weekdayOf(localDate)) : dateInWords(localDate, today);
}
