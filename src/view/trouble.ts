import type { Capabilities, PlatformErrorCode } from '../platform.ts';
import type { Schedule } from '../store/schedules.ts';
import { bold, instant, type Message, message, type Part, paragraph, said } from './message.ts';

/** Why a daily challenge was missed: a platform's refusal, or a reason of our own. */
export type WhyMissed = PlatformErrorCode | 'prep was down' | 'no question left' | 'too late' | 'turned off';

interface NotPosted {
  readonly schedule: Schedule;
  readonly channelName: string;
  /** epoch ms: from when to when it was tried */
  readonly plannedAt: number;
  readonly until: number;
  readonly why: WhyMissed;
  readonly can: Capabilities;
}

/** A post that was missed, to the person who set it up. */
export function notPosted(missed: NotPosted): Message {
  const { schedule, channelName } = missed;
  return message(
    paragraph(
      bold(
        missed.why === 'unknown_outcome'
          ? `I can't tell whether the ${schedule.localTime} question in #${channelName} was posted.`
          : `The ${schedule.localTime} question in #${channelName} was not posted.`,
      ),
      ' ',
      ...reason(missed),
      ' No streak is touched.',
      ...(schedule.enabled && schedule.next ? [' The next one: ', instant(schedule.next.at), '.'] : []),
    ),
  );
}

function reason({ why, plannedAt, until, can }: NotPosted): Part[] {
  switch (why) {
    case 'prep was down':
      return ['Prep was down from ', instant(plannedAt), ' to ', instant(until), '.'];
    case 'no question left':
      return [said('No question is left for its topics: add topics with `/prep daily`.')];
    case 'too late':
      return ['It could not be posted in time: I tried from ', instant(plannedAt), ' to ', instant(until), '.'];
    case 'turned off':
      return ['The daily challenge was turned off before it could be posted.'];
    case 'unknown_outcome':
      return [
        "The answer to my request was lost and I may not read the channel's history, so I didn't send it a second time.",
      ];
    case 'not_in_channel':
      return [said("I'm not in the channel: type `/invite @Prep` there. It goes on by itself then.")];
    case 'no_permission':
      return [
        `I'm not allowed to post there: ask somebody who manages the ${can.workspaceWord}. It goes on by itself then.`,
      ];
    case 'channel_gone':
      return [said('The channel is archived or gone. `/prep daily` in another channel sets it up there.')];
    case 'token_revoked':
      return [`Prep was removed from this ${can.workspaceWord}.`];
    default:
      return ['I was refused from ', instant(plannedAt), ' to ', instant(until), '.'];
  }
}
