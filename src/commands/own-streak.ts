import type { Parts, Who } from '../parts.ts';
import { localDateOf } from '../schedule/local-time.ts';
import { monthName, periodOf } from '../standings/periods.ts';
import { currentStreak, daysOfMonth, streakOfLog } from '../standings/streak.ts';
import { awayInWords } from '../view/away.ts';
import type { OwnStreak } from '../view/board.ts';

/** A person's streak in this channel from the log itself, with what keeps it; undefined if they never answered a challenge day here. */
export async function ownStreak(parts: Parts, { channel, player, at }: Who): Promise<OwnStreak | undefined> {
  const { days, answered, aways } = await parts.store.streaks.streakLog({ channel: channel.id, player: player.id });
  const streak = streakOfLog(days, answered, aways);
  if (!streak) return undefined;
  const today = localDateOf(at, channel.zone ?? player.zone ?? 'UTC');
  const month = periodOf(today, 'month');
  return {
    ...currentStreak(streak, days, aways),
    best: streak.best,
    month: { name: monthName(month), ...daysOfMonth(days, answered, month) },
    aways: aways.filter(({ to }) => to >= today).map((away) => awayInWords(away, today)),
  };
}
