import type { Reply } from '../platform.ts';
import type { Schedule } from '../store/schedules.ts';
import { refusal, runs } from '../view/refusals.ts';
import { asTyped } from '../view/words.ts';

/** More would talk a channel to death. */
export const mostSchedules = 5;

/** One of a channel's daily challenges. */
export interface Meant {
  readonly kind: 'meant';
  /** undefined: the channel has none yet */
  readonly schedule: Schedule | undefined;
  /** how it is told from the others; undefined where it is the only one */
  readonly number: number | undefined;
}

/** Asked back, because several could be meant, or there is none of that number. */
export interface AskedBack {
  readonly kind: 'asked back';
  readonly reply: Reply;
}

/**
 * Which of a channel's daily challenges is meant: the one of that number, or the only one, or the only one that is on.
 * `line` is what to run for the one that is picked, without `daily` and its number.
 */
export function whichDaily(
  schedules: readonly Schedule[],
  number: string | undefined,
  line: { readonly action: string; readonly rest?: string },
): Meant | AskedBack {
  const meant = (schedule: Schedule | undefined): Meant => ({
    kind: 'meant',
    schedule,
    number: schedules.length > 1 ? schedule?.number : undefined,
  });
  if (number !== undefined) {
    const schedule = schedules.find((one) => one.number === Number(number));
    if (schedule) return meant(schedule);
    return {
      kind: 'asked back',
      reply: refusal(
        [`There is no daily challenge ${asTyped(number, 40)} here. Nothing was changed.`],
        runs('daily', 'Show what there is'),
      ),
    };
  }
  const on = schedules.filter((schedule) => schedule.enabled);
  const [only] = on.length === 0 ? [...schedules].sort((a, b) => b.changedAt - a.changedAt) : on;
  if (on.length < 2) return meant(only);
  const lines = on.map(
    (schedule) =>
      [schedule, ['daily', line.action, `#${schedule.number}`, line.rest].filter(Boolean).join(' ')] as const,
  );
  const fit = lines.every(([, words]) => words.length <= 90);
  return {
    kind: 'asked back',
    reply: refusal(
      [`There are ${on.length} daily challenges here. Which one? Nothing was changed.`],
      ...(fit
        ? lines.map(([schedule, words]) => runs(words, `${schedule.number}: ${schedule.localTime}`))
        : [runs('daily', 'Show them')]),
    ),
  };
}
