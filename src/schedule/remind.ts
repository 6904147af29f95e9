import type { Parts, Who } from '../parts.ts';
import { PlatformError, type Reply } from '../platform.ts';
import { channelRef } from '../quiz/ask.ts';
import { placeOf } from '../quiz/place.ts';
import { titlesOf } from '../quiz/setting.ts';
import type { ReminderMoment } from '../store/reminders.ts';
import { sayInstead, unknownPress } from '../view/refusals.ts';
import { reminder, reminderChoices, reminderChosen } from '../view/reminder.ts';

/**
 * Tells those who asked and haven't answered of an open question: at its post, or an hour before its close. Each is marked before
 * it is sent, so that nobody is told twice, and whoever dies in between tells nobody; safe to call at any time and by several processes.
 */
export async function remind(parts: Parts, roundId: string): Promise<void> {
  const round = await parts.store.rounds.roundById(roundId);
  if (round?.state !== 'open') return;
  const due = await parts.store.reminders.remindersDue(round, parts.clock());
  if (due.length === 0) return;
  const place = await placeOf(parts, round);
  const platform = parts.platform(place.workspace.platform);
  const link =
    round.message === undefined ? undefined : platform.link({ ...channelRef(place), message: round.message });
  for (const one of due) {
    if (!(await parts.store.reminders.markReminded(round, one, parts.clock()))) continue;
    const content = reminder({
      moment: one.moment,
      channel: place.channel,
      concept: titlesOf(parts, round).concept,
      closesAt: round.closesAt,
      link,
    });
    const person = { platform: platform.name, workspace: place.workspace.externalId, person: one.person };
    await parts.reached('reminder marked, not sent');
    try {
      await platform.tell(person, content);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      parts.log.warn({ err: error, round: round.id }, 'a person could not be reminded');
      const surelyNot = error.code === 'rate_limited' || error.code === 'unreachable';
      if (surelyNot) await parts.store.reminders.unmarkReminded(round, one);
    }
  }
}

/** *Remind me*: the choice, or what was chosen. `channelId` comes from a button, which may stand in a private conversation. */
export async function chooseReminder(
  parts: Parts,
  who: Who,
  channelId: string | undefined,
  choice: string | undefined,
): Promise<Reply> {
  const channel = channelId === undefined ? who.channel : await parts.store.people.channel(who.workspace.id, channelId);
  if (!channel) return unknownPress();
  const owner = { workspace: who.workspace.id, channel: channel.id, player: who.player.id };
  const wanted = choices[choice ?? ''];
  if (wanted === undefined)
    return sayInstead(reminderChoices(channel, await parts.store.reminders.reminder(channel.id, who.player.id)));
  const moment = wanted === 'never' ? undefined : wanted;
  await parts.store.reminders.chooseReminder(owner, moment, parts.clock());
  return sayInstead(reminderChosen(channel, moment));
}

const choices: Readonly<Record<string, ReminderMoment | 'never' | undefined>> = {
  post: 'post',
  close: 'close',
  never: 'never',
};
