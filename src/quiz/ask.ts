import { nanoid } from 'nanoid';
import { revisionOf } from '../bank/format.ts';
import type { Parts, Who } from '../parts.ts';
import { type ChannelRef, PlatformError } from '../platform.ts';
import type { Late } from '../schedule/late.ts';
import type { FeedbackMode } from '../settings.ts';
import { periodOf } from '../standings/periods.ts';
import type { Channel, Workspace } from '../store/people.ts';
import { remindBeforeMs } from '../store/reminders.ts';
import type { Round, RoundKind } from '../store/rounds.ts';
import { openRound as openRoundView } from '../view/round.ts';
import type { Chosen } from './choose.ts';
import { optionOrder } from './order.ts';
import { settingOf } from './setting.ts';

/** Where a round happens. */
export interface Place {
  readonly workspace: Workspace;
  readonly channel: Channel;
}

/** What the caller has decided about a new round. */
export interface RoundPlan {
  readonly kind: RoundKind;
  readonly askedBy?: string;
  readonly occurrence?: string;
  readonly challengeDay?: number;
  readonly feedback: FeedbackMode;
  readonly counts: boolean;
  readonly localDate: string;
  readonly late?: Late | undefined;
  /** epoch ms */
  readonly openedAt: number;
  readonly closesAt: number;
}

/** Commits a round as open, before anything is sent. Undefined if the channel has an open asked round, or the occurrence its round, already. */
export async function openRound(
  parts: Parts,
  place: Place,
  chosen: Chosen,
  plan: RoundPlan,
): Promise<Round | undefined> {
  const round = roundOf(parts, place, chosen, plan);
  return (await parts.store.rounds.openRound(round)) ? round : undefined;
}

/** A round as it will be stored, with its options in an order of its own. */
export function roundOf(parts: Parts, place: Place, chosen: Chosen, plan: RoundPlan): Round {
  return {
    id: nanoid(),
    workspace: place.workspace.id,
    channel: place.channel.id,
    kind: plan.kind,
    occurrence: plan.occurrence,
    askedBy: plan.askedBy,
    question: chosen.question,
    revision: revisionOf(chosen.question),
    optionOrder: optionOrder(chosen.question, parts.random),
    feedback: plan.feedback,
    counts: plan.counts,
    localDate: plan.localDate,
    weekStart: periodOf(plan.localDate, 'week'),
    monthStart: periodOf(plan.localDate, 'month'),
    challengeDay: plan.challengeDay,
    because: chosen.because,
    late: plan.late,
    openedAt: plan.openedAt,
    closesAt: plan.closesAt,
  };
}

/**
 * Sends an open round to its channel and records where it is. The key is the round's id, so that the post can be found again.
 * `mayBeSent` is asked when nothing is left to do but to send; false if it said no, and nothing was sent.
 * @throws PlatformError as the platform has it; the round is as it was
 */
export async function postRound(parts: Parts, place: Place, round: Round, mayBeSent = () => true): Promise<boolean> {
  const platform = parts.platform(place.workspace.platform);
  // Nobody can have answered what isn't in the channel.
  const content = openRoundView(round, await settingOf(parts, round), 0);
  await parts.reached('opened, not sent');
  if (!mayBeSent()) return false;
  const posted = await platform.post(channelRef(place), content, round.id);
  await parts.reached('sent, not recorded');
  const { reminds } = await parts.store.rounds.recordPost(round, posted.message);
  await parts.reached('recorded, close not planned');
  await parts.wakeUps.plan({ kind: 'close', id: round.id }, round.closesAt);
  if (reminds && round.kind === 'daily') {
    await parts.wakeUps.plan({ kind: 'remind', id: round.id }, parts.clock());
    await parts.wakeUps.plan({ kind: 'remind', id: round.id }, round.closesAt - remindBeforeMs);
  }
  return true;
}

/**
 * Opens and sends a round that a person asked for; what the platform refuses leaves nothing behind.
 * @throws PlatformError after the round was withdrawn; with `unknown_outcome`, or if the post could not be recorded, it stays,
 * because it may well stand there, and a click on it shows that it does
 */
export async function askByHand(parts: Parts, who: Who, chosen: Chosen, plan: RoundPlan): Promise<Round | undefined> {
  const round = await openRound(parts, who, chosen, plan);
  if (!round) return undefined;
  try {
    await postRound(parts, who, round);
  } catch (error) {
    const notThere = error instanceof PlatformError && error.code !== 'unknown_outcome';
    if (!notThere) await parts.wakeUps.plan({ kind: 'close', id: round.id }, round.closesAt);
    else await parts.store.rounds.withdraw(round);
    throw error;
  }
  return round;
}

export function channelRef({ workspace, channel }: Place): ChannelRef {
  return { platform: workspace.platform, workspace: workspace.externalId, channel: channel.externalId };
}
