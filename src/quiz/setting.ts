import type { Parts } from '../parts.ts';
import type { PlatformName } from '../platform.ts';
import { weekdayOf } from '../schedule/local-time.ts';
import { weekdayName } from '../schedule/weekdays.ts';
import { countedADay } from '../settings.ts';
import { dateInWords } from '../standings/periods.ts';
import type { Tally } from '../store/answers.ts';
import type { DueSchedule, PreviousDaily } from '../store/dispatches.ts';
import type { Round } from '../store/rounds.ts';
import type { Block } from '../view/message.ts';
import { footOf, type RoundSetting, type TopicTitles } from '../view/round.ts';
import { untoldLine, type WhyMissed } from '../view/trouble.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What stands around a round's question; the same at every edit, so it is put together once and kept in memory. */
export async function settingOf(parts: Parts, round: Round): Promise<RoundSetting> {
  const key = keyOf(round);
  const known = parts.memory.settings.get(key);
  if (known) return known;
  const platform = await platformOf(parts, round);
  const setting: RoundSetting = {
    titles: titlesOf(parts, round),
    askedBy: await askerName(parts, round),
    practice: round.counts ? undefined : await practice(parts, round),
    hadOn: await hadOn(parts, round),
    late: round.late && { ...round.late, platform },
    foot:
      round.kind === 'daily' ? [...(await untold(parts, round, platform)), ...(await foot(parts, round))] : undefined,
  };
  parts.memory.settings.set(key, setting);
  return setting;
}

/** A round that opens anew, later than it was first tried, is another one here. */
function keyOf(round: Round): string {
  return `${round.id} ${round.openedAt}`;
}

/** Remembers what stands around a daily in time, from what was read when it fell due: no statement more at its post. */
export async function rememberSetting(
  parts: Parts,
  round: Round,
  { previous }: Pick<DueSchedule, 'previous'>,
): Promise<void> {
  const setting: RoundSetting = {
    titles: titlesOf(parts, round),
    askedBy: undefined,
    practice: undefined,
    hadOn: await hadOn(parts, round),
    late: undefined,
    foot: previous ? footAfter(round, previous.round, previous) : [],
  };
  parts.memory.settings.set(keyOf(round), setting);
}

/** Titles for players; a concept that has left the taxonomy keeps its slug. */
export function titlesOf(parts: Parts, round: Round): TopicTitles {
  const { taxonomy } = parts.bank;
  // A workspace's own question may hang on a subject or an area.
  const topic = taxonomy.topic(round.question.concept);
  return {
    concept: topic?.title ?? round.question.concept.split('/').at(-1)?.replaceAll('-', ' ') ?? '',
    area: taxonomy.topic(round.question.area)?.title ?? round.question.area,
  };
}

async function askerName(parts: Parts, round: Round): Promise<string | undefined> {
  if (round.askedBy === undefined) return undefined;
  return (await parts.store.people.player(round.workspace, round.askedBy))?.name;
}

async function practice(parts: Parts, round: Round): Promise<RoundSetting['practice']> {
  if (round.kind !== 'asked') return 'so';
  const counted = await parts.store.history.countedAsked(round.channel, round.localDate);
  return counted >= countedADay ? 'enough today' : 'daily alone';
}

async function hadOn(parts: Parts, round: Round): Promise<string | undefined> {
  // Known since it was chosen, and not worth a statement at every post.
  if (round.because && round.because.repeatOf === undefined) return undefined;
  const before = await parts.store.history.askedBefore(round.channel, round.question.id, round.openedAt);
  return before === undefined ? undefined : dateInWords(before, round.localDate);
}

async function platformOf(parts: Parts, round: Round): Promise<PlatformName> {
  const workspace = await parts.store.people.workspace(round.workspace);
  if (!workspace) throw new Error(`round ${round.id} has lost its workspace`);
  return workspace.platform;
}

async function untold(parts: Parts, round: Round, platform: PlatformName): Promise<Block[]> {
  const missed = await parts.store.occurrences.toldIn(round);
  return untoldLine(
    missed.map(({ reason, ...when }) => ({ ...when, why: reason as WhyMissed })),
    round.localDate,
    platform,
  );
}

async function foot(parts: Parts, round: Round): Promise<Block[]> {
  const previous = await parts.store.rounds.previousDaily(round);
  return previous ? footAfter(round, previous, await parts.store.answers.tally(previous, 0)) : [];
}

/** The daily's foot: how the one before it went. */
function footAfter(round: Round, previous: PreviousDaily['round'], tally: Pick<Tally, 'answered' | 'right'>): Block[] {
  const days = (Date.parse(round.localDate) - Date.parse(previous.localDate)) / dayMs;
  const weekday = weekdayName(weekdayOf(previous.localDate));
  // After a pause a weekday alone would be taken for last week's.
  const when = days === 1 ? 'Yesterday' : days < 7 ? weekday : dateInWords(previous.localDate, round.localDate);
  return footOf(previous, tally, when);
}
