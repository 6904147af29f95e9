import { nanoid } from 'nanoid';
import { longestAction } from '../actions.ts';
import type { Bank } from '../bank/load.ts';
import { topicTitles } from '../bank/read-topics.ts';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { questionsOf } from '../quiz/choose-next.ts';
import type { NextOccurrence, Schedule } from '../store/schedules.ts';
import { dailyForm, dailyOff, dailySetUp } from '../view/daily.ts';
import { message, paragraph } from '../view/message.ts';
import { refusal, runs, say, unknownPress } from '../view/refusals.ts';
import { localDateOf } from './local-time.ts';
import { type ReadTerms, readTerms, type TypedTerms } from './read-terms.ts';
import { announce, nextFree, save } from './save.ts';
import type { ScheduleTerms } from './terms.ts';
import { type Meant, mostSchedules } from './which.ts';

/** For how long a change can be undone (ms). */
const undoMs = 24 * 60 * 60 * 1000;

/**
 * Sets a daily challenge of the channel up, or changes it. The announcement goes first, by the same road as the daily itself:
 * a channel that can't be posted to is found at once, and then nothing is saved.
 */
export async function setUpDaily(
  parts: Parts,
  who: Who,
  { schedule: present, number }: Meant,
  typed: TypedTerms,
  from: 'line' | 'form',
): Promise<Reply> {
  const read = readTerms(typed, present, knownZone(parts, who), await askedHere(parts, who));
  if (read.kind !== 'terms') return askBack(read, typed, from, { action: 'at', present, number });
  const { terms } = read;
  if (present?.enabled && sameTerms(present, terms))
    return say(message(paragraph('That is how it is already. Nothing was changed.')));
  const target = { id: present?.id ?? nanoid(), present };
  const at = parts.clock();
  const next = await nextFree(parts, present, terms);
  const refused = await announce(
    parts,
    who,
    dailySetUp({
      by: who.player.name,
      id: target.id,
      at,
      number,
      terms,
      topics: topicTitles(parts.bank.taxonomy, terms.topics),
      next: next.at,
      what: present?.enabled === true ? 'changed' : 'set up',
      underWay: present && (await parts.store.schedules.underWay(present.id)),
      leavesOutToday: leavesOutToday(parts, present, next),
    }),
  );
  if (refused) return refused;
  await save(parts, who, target, terms, true, at);
  await keepZone(parts, who, terms);
  return { kind: 'done' };
}

/** The bank with the workspace's own questions. */
async function askedHere(parts: Parts, who: Who): Promise<Bank> {
  const history = await parts.store.history.ofChannel(who.workspace.id, who.channel.id, who.at);
  return { ...parts.bank, questions: questionsOf(parts, history) };
}

/** Sets another one up beside those that are there; where no number is free, one that is off makes room. */
export async function addDaily(
  parts: Parts,
  who: Who,
  schedules: readonly Schedule[],
  typed: TypedTerms,
  from: 'line' | 'form',
): Promise<Reply> {
  if (schedules.length === 0)
    return setUpDaily(parts, who, { kind: 'meant', schedule: undefined, number: undefined }, typed, from);
  const [off] = schedules.filter((one) => !one.enabled).sort((a, b) => a.changedAt - b.changedAt);
  if (schedules.length >= mostSchedules && !off) {
    return refusal(
      [`A channel has at most ${mostSchedules} daily challenges, and this one has them. Nothing was saved.`],
      runs('daily', 'Show them'),
    );
  }
  const replaced = schedules.length >= mostSchedules ? off : undefined;
  const numbers = schedules.map((one) => one.number);
  const number = replaced?.number ?? [1, 2, 3, 4, 5].find((free) => !numbers.includes(free)) ?? mostSchedules;
  const read = readTerms(typed, undefined, schedules[0]?.zone ?? knownZone(parts, who), await askedHere(parts, who));
  if (read.kind !== 'terms') return askBack(read, typed, from, { action: 'add', present: undefined, number });
  const { terms } = read;
  if (schedules.some((one) => one.enabled && sameTerms(one, terms)))
    return say(message(paragraph('There is one like that already. Nothing was changed.')));
  const target = { id: replaced?.id ?? nanoid(), present: replaced, another: true };
  const next = await nextFree(parts, replaced, terms);
  const topics = topicTitles(parts.bank.taxonomy, terms.topics);
  const [by, at] = [who.player.name, parts.clock()];
  const content = dailySetUp({ by, id: target.id, at, number, terms, topics, next: next.at, what: 'set up' });
  const refused = await announce(parts, who, content);
  if (refused) return refused;
  await save(parts, who, target, terms, true, at);
  return { kind: 'done' };
}

/** Turns it off. The open question keeps its close and reveal; a channel that can't be told is turned off all the same. */
export async function turnDailyOff(parts: Parts, who: Who, { schedule: present, number }: Meant): Promise<Reply> {
  if (!present?.enabled) return refusal(['The daily challenge is off already.'], runs('daily', 'Show it'));
  const underWay = await parts.store.schedules.underWay(present.id);
  const at = parts.clock();
  await save(parts, who, { id: present.id, present }, present, false, at);
  const refused = await announce(parts, who, dailyOff({ by: who.player.name, id: present.id, at, number, underWay }));
  return refused
    ? say(message(paragraph("The daily challenge is off. I couldn't tell the channel.")))
    : { kind: 'done' };
}

/** Takes the change of that moment back, for a day after it and while nothing newer was changed. */
export async function undoDaily(
  parts: Parts,
  who: Who,
  id: string | undefined,
  change: string | undefined,
): Promise<Reply> {
  const schedules = await parts.store.schedules.schedulesOfChannel(who.channel.id);
  // Of two who set the channel's first one up at the same moment, the second changed what the first had made.
  const present =
    schedules.find((one) => one.id === id) ?? schedules.find(({ changedAt }) => changedAt === Number(change));
  if (!present || change === undefined) return unknownPress();
  const show = runs('daily', 'Show the daily challenge');
  if (who.at > Number(change) + undoMs)
    return refusal(['That change is more than a day old, so it stays. Nothing was changed.'], show);
  if (Number(change) !== present.changedAt)
    return refusal(['It has been changed again since then, so nothing was undone.'], show);
  const back = present.previous ?? { ...present, enabled: false };
  const at = parts.clock();
  const named = { by: who.player.name, id: present.id, at, number: schedules.length > 1 ? present.number : undefined };
  const underWay = await parts.store.schedules.underWay(present.id);
  const content = back.enabled
    ? dailySetUp({
        ...named,
        terms: back,
        topics: topicTitles(parts.bank.taxonomy, back.topics),
        next: (await nextFree(parts, present, back)).at,
        what: 'changed',
        underWay,
      })
    : dailyOff({ ...named, underWay });
  const refused = await announce(parts, who, content);
  if (refused) return refused;
  await save(parts, who, { id: present.id, present }, back, back.enabled, at);
  return { kind: 'done' };
}

/** Was today's question still to come, and is the next one on another day? Changed minutes before its time, that is easily overlooked. */
function leavesOutToday(parts: Parts, present: Schedule | undefined, next: NextOccurrence): boolean {
  if (!present?.enabled || !present.next) return false;
  const today = localDateOf(parts.clock(), present.zone);
  return present.next.localDate === today && next.localDate > today;
}

function knownZone(parts: Parts, who: Who): string | undefined {
  return who.channel.zone ?? (parts.platform(who.workspace.platform).can.knowsZones ? who.player.zone : undefined);
}

/** Said once, the zone is the channel's. */
async function keepZone(parts: Parts, who: Who, terms: ScheduleTerms): Promise<void> {
  if (who.channel.zone !== undefined) return;
  await parts.people.changed(await parts.store.people.changeChannel(who.channel, { zone: terms.zone }));
}

interface Asked {
  readonly action: 'at' | 'add';
  readonly present: Schedule | undefined;
  readonly number: number | undefined;
}

function askBack(
  read: Exclude<ReadTerms, { kind: 'terms' }>,
  typed: TypedTerms,
  from: 'line' | 'form',
  { action, present, number }: Asked,
): Reply {
  const target = present?.id ?? (action === 'add' ? 'add' : undefined);
  const form = dailyForm(
    {
      time: typed.time ?? '09:00',
      zone: typed.zone ?? '',
      weekdays: typed.weekdays ?? '',
      topics: typed.topics ?? '',
      closes: typed.closes ?? '',
    },
    target,
  );
  if (read.kind === 'zone missing') {
    return from === 'line'
      ? { kind: 'form', form }
      : { kind: 'invalid', errors: { zone: 'Which time zone? A city will do.' }, form };
  }
  if (from === 'form') return { kind: 'invalid', errors: read.errors, form };
  const named = action === 'at' ? number : undefined;
  const choices = read.zones
    .slice(0, 4)
    .map((choice) => runs(lineOf(action, { ...typed, zone: choice.zone }, named), choice.label));
  // Another one without its time opens the form.
  const again =
    action === 'add'
      ? lineOf('add', { ...typed, [read.field]: undefined, time: undefined })
      : lineOf('change', { ...typed, [read.field]: undefined }, named);
  const another = runs(again, read.field === 'zone' ? 'Another city' : 'Fill in a form');
  // Whoever typed more than a button holds gets it back in the form, which says what is wrong when it is sent in.
  if ([...choices, another].some(({ action }) => action.length > longestAction)) return { kind: 'form', form };
  return refusal([`${read.reason} Nothing was saved.`], ...choices, another);
}

/** The line that a person would type for these terms. */
export function lineOf(action: 'at' | 'change' | 'add', typed: TypedTerms, number?: number): string {
  const words = [
    `daily ${action}`,
    number !== undefined && `#${number}`,
    typed.time,
    typed.zone,
    typed.weekdays,
    typed.topics,
    typed.closes && `closes ${typed.closes}`,
  ];
  return words.filter(Boolean).join(' ');
}

function sameTerms(a: ScheduleTerms, b: ScheduleTerms): boolean {
  const key = (terms: ScheduleTerms) =>
    JSON.stringify([terms.localTime, terms.zone, terms.weekdays, terms.topics, terms.closes]);
  return key(a) === key(b);
}
