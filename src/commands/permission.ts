import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import type { Schedule } from '../store/schedules.ts';
import { code } from '../view/message.ts';
import { refusal, runs } from '../view/refusals.ts';

/**
 * May this person change the daily challenge and the settings of the channel? On Slack and the web any member may unless
 * the channel says "managers"; on Discord only those with Manage Server unless it says "anyone".
 */
export async function mayChange(who: Who): Promise<boolean> {
  const rule = who.channel.settings.managers;
  const anyone = rule === 'anyone' || (rule === 'platform' && who.workspace.platform !== 'discord');
  return anyone || (await who.asking.person.isManager());
}

/** What somebody reads who may not change the daily challenge; names who set it up, unless that was themself. */
export async function dailyNotAllowed(parts: Parts, who: Who, schedule: Schedule | undefined): Promise<Reply> {
  const setUpBy = schedule && (await parts.store.people.player(who.workspace.id, schedule.setUpBy));
  const ask =
    setUpBy && setUpBy.id !== who.player.id ? `${setUpBy.name} set it up: ask ${setUpBy.name}, or see` : 'See';
  return refusal(
    [
      'Only managers change the daily challenge here.',
      ...(setUpBy ? [` ${ask} it with `, code('/prep daily'), '.'] : []),
    ],
    runs('daily', 'Show the daily challenge'),
  );
}

/** What somebody reads who may not change the settings. */
export function settingsNotAllowed(): Reply {
  return refusal(['Only managers change the settings here.'], runs('settings', 'Show the settings'));
}
