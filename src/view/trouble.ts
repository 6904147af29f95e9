import type { Capabilities, PlatformErrorCode, PlatformName } from '../platform.ts';
import { weekdayOf } from '../schedule/local-time.ts';
import { weekdayName } from '../schedule/weekdays.ts';
import { dateInWords } from '../standings/periods.ts';
import type { Schedule } from '../store/schedules.ts';
import { type Block, bold, instant, type Message, message, note, type Part, paragraph, said } from './message.ts';
import { count, platformNames } from './words.ts';

/** Why a daily challenge was missed: a platform's refusal, or a reason of our own. */
export type WhyMissed =
  | PlatformErrorCode
  | 'prep was down'
  | 'no question left'
  | 'too late'
  | 'turned off'
  | 'lost track';

/** A miss, and from when to when (epoch ms) its reason held. */
export interface Missed {
  readonly why: WhyMissed;
  readonly from: number;
  readonly to: number;
}

interface NotPosted extends Missed {
  readonly schedule: Schedule;
  /** the channel as the sentence names it */
  readonly channel: string;
  /** the day that was missed, and the one on which it is told */
  readonly localDate: string;
  readonly today: string;
  readonly platform: PlatformName;
  readonly can: Capabilities;
}

/** A post that was missed, to the person who set it up. */
export function notPosted(missed: NotPosted): Message {
  const { schedule, channel } = missed;
  const which = `${questionOf(schedule.localTime, missed.localDate, missed.today)} in ${channel}`;
  return message(
    paragraph(
      bold(
        missed.why === 'unknown_outcome'
          ? `I can't tell whether ${which.charAt(0).toLowerCase()}${which.slice(1)} was posted`
          : `${which} was not posted`,
      ),
      ': ',
      ...reason(missed),
      ' No streak is touched.',
      ...(schedule.enabled && schedule.next ? [' The next one: ', instant(schedule.next.at), '.'] : []),
    ),
  );
}

/** A miss of which the person who set it up could not be told. */
export interface UntoldMiss {
  readonly localDate: string;
  readonly localTime: string;
  readonly why: WhyMissed;
}

/** One line for the foot of the channel's next post: the newest of these misses (oldest first), and how many came before it. */
export function untoldLine(missed: readonly UntoldMiss[], today: string, platform: PlatformName): Block[] {
  const newest = missed.at(-1);
  if (!newest) return [];
  const which = questionOf(newest.localTime, newest.localDate, today);
  const told =
    newest.why === 'unknown_outcome'
      ? `Nobody knows whether ${which.charAt(0).toLowerCase()}${which.slice(1)} was posted.`
      : `${which} was not posted: ${whyMissedInWords(newest.why, platform)}.`;
  const more = missed.length - 1;
  return [note(told, more > 0 && ` Nor ${more === 1 ? 'was' : 'were'} ${count(more, 'question')} before it.`)];
}

/** The reason as the end of a sentence, for anybody to read: `Slack refused it`. */
export function whyMissedInWords(why: WhyMissed, platform: PlatformName): string {
  const name = platformNames[platform];
  switch (why) {
    case 'prep was down':
      return 'Prep was down';
    case 'no question left':
      return 'no question was left for its topics';
    case 'too late':
      return 'it could not be posted in time';
    case 'turned off':
      return 'the daily challenge was turned off before';
    case 'lost track':
      return 'Prep lost track of it';
    case 'unknown_outcome':
      return `${name} never answered`;
    case 'not_in_channel':
      return 'Prep was not in the channel';
    case 'no_permission':
      return 'Prep was not allowed to post here';
    case 'channel_gone':
      return 'the channel was archived or gone';
    case 'token_revoked':
      return platform === 'discord' ? "Discord didn't accept Prep's token" : 'Prep had been removed';
    case 'unreachable':
      return `${name} could not be reached`;
    default:
      return `${name} refused it`;
  }
}

/** "Today's 09:00 question", "Monday's 09:00 question", or "The 09:00 question of 3 March" once that is a week ago. */
function questionOf(localTime: string, localDate: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(localDate)) / dayMs);
  if (days < 0 || days > 6) return `The ${localTime} question of ${dateInWords(localDate, today)}`;
  const day = days === 0 ? 'Today' : days === 1 ? 'Yesterday' : weekdayName(weekdayOf(localDate));
  return `${day}'s ${localTime} question`;
}

const dayMs = 24 * 60 * 60 * 1000;

function reason({ why, from, to, platform, can }: NotPosted): Part[] {
  const name = platformNames[platform];
  switch (why) {
    case 'prep was down':
      return ['Prep was down from ', instant(from), ' to ', instant(to), '.'];
    case 'no question left':
      return [said('no question is left for its topics. Add topics with `/prep daily`.')];
    case 'too late':
      return ['it could not be posted in time. I tried from ', instant(from), ' to ', instant(to), '.'];
    case 'turned off':
      return ['the daily challenge was turned off before.'];
    case 'lost track':
      return ['I lost track of it, and that is my fault.'];
    case 'unknown_outcome':
      return [
        "the answer to my request was lost and I can't see the channel's history, so I didn't send it a second time.",
      ];
    case 'not_in_channel':
      return [said("I'm not in the channel. Type `/invite @Prep` there, and it goes on by itself.")];
    case 'no_permission':
      return [
        `I'm not allowed to post there. Ask somebody who manages the ${can.workspaceWord}; it goes on by itself then.`,
      ];
    case 'channel_gone':
      return [said('the channel is archived or gone. `/prep daily` in another channel sets it up there.')];
    case 'token_revoked':
      return [
        platform === 'discord'
          ? "Discord doesn't accept my token any more. Tell whoever runs Prep: I need a new one."
          : `Prep was removed from this ${can.workspaceWord}.`,
      ];
    case 'refused_payload':
      return [`${name} refused the message, and that is my fault.`];
    case 'unreachable':
      return [`I couldn't reach ${name} from `, instant(from), ' to ', instant(to), '.'];
    default:
      return [`${name} refused me from `, instant(from), ' to ', instant(to), '.'];
  }
}
