import type { Parts } from '../parts.ts';
import { weekdayOf } from '../schedule/local-time.ts';
import { weekdayName } from '../schedule/weekdays.ts';
import { countedADay } from '../settings.ts';
import { dateInWords } from '../standings/periods.ts';
import type { Round } from '../store/rounds.ts';
import { footOf, type RoundSetting, type TopicTitles } from '../view/round.ts';

/** A post that comes more than this after its time says why (ms). */
const lateMs = 5 * 60_000;

/** What stands around a round's question; the same at every edit, so it is put together once and kept in memory. */
export async function settingOf(parts: Parts, round: Round): Promise<RoundSetting> {
  const known = parts.memory.settings.get(round.id);
  if (known) return known;
  const setting: RoundSetting = {
    titles: titlesOf(parts, round),
    askedBy: await askerName(parts, round),
    practice: round.counts ? undefined : await practice(parts, round),
    hadOn: await hadOn(parts, round),
    late: await lateness(parts, round),
    foot: round.kind === 'daily' ? await foot(parts, round) : undefined,
  };
  parts.memory.settings.set(round.id, setting);
  return setting;
}

/** Titles for players; a concept that has left the taxonomy keeps its slug. */
export function titlesOf(parts: Parts, round: Round): TopicTitles {
  const concept = parts.bank.taxonomy.concept(round.question.concept);
  return {
    concept: concept?.title ?? round.question.concept.split('/').at(-1)?.replaceAll('-', ' ') ?? '',
    area: concept?.areaTitle ?? round.question.area,
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

async function lateness(parts: Parts, round: Round): Promise<RoundSetting['late']> {
  if (round.occurrence === undefined) return undefined;
  const occurrence = await parts.store.occurrences.occurrence(round.occurrence);
  if (!occurrence || round.openedAt - occurrence.plannedAt < lateMs) return undefined;
  return { from: occurrence.plannedAt, to: round.openedAt };
}

async function foot(parts: Parts, round: Round): Promise<RoundSetting['foot']> {
  const previous = await parts.store.rounds.previousDaily(round.channel, round.openedAt);
  if (!previous) return undefined;
  const yesterday = new Date(Date.parse(round.localDate) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const when = previous.localDate === yesterday ? 'Yesterday' : weekdayName(weekdayOf(previous.localDate));
  return footOf(previous, await parts.store.answers.tally(previous, 0), when);
}
