import { nanoid } from 'nanoid';
import { topicTitles } from '../bank/read-topics.ts';
import type { Parts, Who } from '../parts.ts';
import { PlatformError, type Reply } from '../platform.ts';
import { channelRef } from '../quiz/ask.ts';
import type { NextOccurrence, Schedule } from '../store/schedules.ts';
import { dailyForm, dailyOff, dailySetUp } from '../view/daily.ts';
import { type Message, message, paragraph } from '../view/message.ts';
import { postRefused, refusal, runs, say } from '../view/refusals.ts';
import { nextOccurrence } from './local-time.ts';
import { type ReadTerms, readTerms, type TypedTerms } from './read-terms.ts';
import type { ScheduleTerms } from './terms.ts';

/** For how long a change can be undone (ms). */
const undoMs = 24 * 60 * 60 * 1000;

/**
 * Sets the channel's daily challenge up, or changes it. The announcement goes first, by the same road as the daily itself:
 * a channel that can't be posted to is found at once, and then nothing is saved.
 */
export async function setUpDaily(parts: Parts, who: Who, typed: TypedTerms, from: 'line' | 'form'): Promise<Reply> {
  const present = await parts.store.schedules.scheduleOfChannel(who.channel.id);
  const knownZone =
    who.channel.zone ?? (parts.platform(who.workspace.platform).can.knowsZones ? who.player.zone : undefined);
  const read = readTerms(typed, present, knownZone, parts.bank.taxonomy);
  if (read.kind !== 'terms') return askBack(read, typed, from);
  const { terms } = read;
  if (present?.enabled && sameTerms(present, terms))
    return say(message(paragraph('That is how it is already. Nothing was changed.')));
  const next = await nextFree(parts, present, terms);
  const topics = topicTitles(parts.bank.taxonomy, terms.topics);
  const announced = await announce(
    parts,
    who,
    dailySetUp(who.player.name, terms, topics, next.at, present?.enabled === true),
  );
  if (announced) return announced;
  await save(parts, who, present, terms, true);
  if (who.channel.zone === undefined) {
    await parts.people.changed(await parts.store.people.changeChannel(who.channel, { zone: terms.zone }));
  }
  return { kind: 'done' };
}

/** Turns it off. The open round keeps its close and reveal; a channel that can't be told is turned off all the same. */
export async function turnDailyOff(parts: Parts, who: Who): Promise<Reply> {
  const present = await parts.store.schedules.scheduleOfChannel(who.channel.id);
  if (!present?.enabled) return refusal(['The daily challenge is off already.'], runs('daily', 'Show it'));
  await save(parts, who, present, present, false);
  const refused = await announce(parts, who, dailyOff(who.player.name));
  return refused
    ? say(message(paragraph("The daily challenge is off. I couldn't tell the channel.")))
    : { kind: 'done' };
}

/** Takes the last change back, for a day after it. */
export async function undoDaily(parts: Parts, who: Who): Promise<Reply> {
  const present = await parts.store.schedules.scheduleOfChannel(who.channel.id);
  if (!present || who.at > present.changedAt + undoMs) {
    return refusal(
      ['That change is more than a day old, so it stays. Nothing was changed.'],
      runs('daily', 'Show the daily challenge'),
    );
  }
  const { previous } = present;
  const back = previous ?? { ...present, enabled: false };
  const content = back.enabled
    ? dailySetUp(
        who.player.name,
        back,
        topicTitles(parts.bank.taxonomy, back.topics),
        nextOccurrence(back, parts.clock()).at,
        true,
      )
    : dailyOff(who.player.name);
  const refused = await announce(parts, who, content);
  if (refused) return refused;
  await save(parts, who, present, back, back.enabled);
  return { kind: 'done' };
}

async function save(
  parts: Parts,
  who: Who,
  present: Schedule | undefined,
  terms: ScheduleTerms,
  enabled: boolean,
): Promise<void> {
  const now = parts.clock();
  const next = enabled ? await nextFree(parts, present, terms) : undefined;
  const where = { workspace: who.workspace.id, channel: who.channel.id, by: who.player.id };
  const saved = await parts.store.schedules.saveSchedule(where, terms, { enabled, next }, now);
  if (present?.next) await parts.wakeUps.cancel({ kind: 'schedule', id: saved.id }, present.next.at);
  if (next) await parts.wakeUps.plan({ kind: 'schedule', id: saved.id }, next.at);
}

/** The first occurrence to come on a date that has none yet: a day's challenge is posted once, whatever its time is changed to. */
async function nextFree(parts: Parts, present: Schedule | undefined, terms: ScheduleTerms): Promise<NextOccurrence> {
  let next = nextOccurrence(terms, parts.clock());
  while (present && (await parts.store.occurrences.occurrenceOn(present.id, next.localDate)))
    next = nextOccurrence(terms, next.at);
  return next;
}

/** Undefined if the channel has it; otherwise what the person reads. */
async function announce(parts: Parts, who: Who, content: Message): Promise<Reply | undefined> {
  const platform = parts.platform(who.workspace.platform);
  try {
    await platform.post(channelRef(who), content, nanoid());
    return undefined;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn({ err: error }, 'the daily challenge could not be announced');
    return say(postRefused(error.code, platform.can));
  }
}

function askBack(read: Exclude<ReadTerms, { kind: 'terms' }>, typed: TypedTerms, from: 'line' | 'form'): Reply {
  const form = dailyForm({
    time: typed.time ?? '09:00',
    zone: typed.zone ?? '',
    weekdays: typed.weekdays ?? '',
    topics: typed.topics ?? '',
    closes: typed.closes ?? '',
  });
  if (read.kind === 'zone missing') {
    return from === 'line'
      ? { kind: 'form', form }
      : { kind: 'invalid', errors: { zone: 'Which time zone? A city will do.' }, form };
  }
  if (from === 'form') return { kind: 'invalid', errors: { [read.field]: read.reason }, form };
  const choices = read.zones
    .slice(0, 4)
    .map((choice) => runs(lineOf('at', { ...typed, zone: choice.zone }), choice.label));
  const another = runs(
    lineOf('change', { ...typed, [read.field]: undefined }),
    read.field === 'zone' ? 'Another city' : 'Fill in a form',
  );
  return refusal([`${read.reason} Nothing was saved.`], ...choices, another);
}

/** The line that a person would type for these terms. */
function lineOf(action: 'at' | 'change', typed: TypedTerms): string {
  const words = [
    `daily ${action}`,
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
