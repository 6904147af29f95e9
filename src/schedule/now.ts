import type { Parts, Who } from '../parts.ts';
import { PlatformError, type Reply } from '../platform.ts';
import { askByHand } from '../quiz/ask.ts';
import { chooseNext } from '../quiz/choose-next.ts';
import type { Schedule } from '../store/schedules.ts';
import { extraQuestion, postedEarly } from '../view/daily-now.ts';
import { instant, message, paragraph } from '../view/message.ts';
import { postRefused, refusal, runs, say, sayInstead } from '../view/refusals.ts';
import { notPosted, type WhyMissed } from '../view/trouble.ts';
import { channelWords } from '../view/words.ts';
import { extraClosesAt, parseCloses } from './closes.ts';
import { ruleOf, whyOff } from './days-off.ts';
import { runNext } from './dispatch.ts';
import { missedFor } from './grace.ts';
import { localDateOf, weekdayOf } from './local-time.ts';
import type { Meant } from './which.ts';

/** `/prep daily now`: today's occurrence if it is still to come; otherwise it asks before an extra one. */
export async function dailyNow(parts: Parts, who: Who, { schedule, number }: Meant): Promise<Reply> {
  if (!schedule?.enabled || !schedule.next) {
    return refusal(
      ['There is no daily challenge here at the moment.'],
      runs('daily', 'Show it'),
      runs('question', 'Ask a question now'),
    );
  }
  const today = localDateOf(parts.clock(), schedule.zone);
  if (schedule.next.localDate !== today) {
    const earlier = await parts.store.occurrences.occurrenceOn(schedule.id, today);
    return say(extraQuestion(schedule, earlier?.state ?? whyNone(schedule, today), parts.clock()));
  }
  const { openUntil } = await parts.store.schedules.underWay(schedule.id);
  // Somebody else was quicker: look at how it is now.
  const due = await parts.store.dispatches.due(schedule.id, parts.clock());
  if (!due || !(await runNext(parts, due)))
    return dailyNow(parts, who, { kind: 'meant', schedule: await parts.store.schedules.schedule(schedule.id), number });
  const occurrence = await parts.store.occurrences.occurrenceOn(schedule.id, today);
  if (occurrence?.state === 'posted') {
    const open = openUntil !== undefined && openUntil > parts.clock();
    return open ? say(postedEarly(openUntil)) : { kind: 'done' };
  }
  if (occurrence?.state === 'missed') {
    return say(
      notPosted({
        schedule: (await parts.store.schedules.schedule(schedule.id)) ?? schedule,
        channel: channelWords(who.channel.name, 'here'),
        ...missedFor(occurrence.reason as WhyMissed, parts, occurrence),
        localDate: today,
        today,
        platform: who.workspace.platform,
        can: parts.platform(who.workspace.platform).can,
      }),
    );
  }
  return say(
    message(paragraph("It isn't posted yet: the platform asked me to wait. It follows as soon as it lets me.")),
  );
}

/** Why a day has no occurrence at all, and none is to come. */
function whyNone(schedule: Schedule, today: string): 'day off' | 'set later' {
  const asks = schedule.weekdays.includes(weekdayOf(today)) && whyOff(schedule, today) === undefined;
  return asks ? 'set later' : 'day off';
}

/** An extra question of the daily challenge's kind; it belongs to no occurrence and counts for no streak. */
export async function postExtra(parts: Parts, who: Who, id: string | undefined): Promise<Reply> {
  const schedules = await parts.store.schedules.schedulesOfChannel(who.channel.id);
  const schedule = schedules.find((one) => one.id === id) ?? schedules[0];
  const closes = schedule && parseCloses(schedule.closes);
  if (!schedule || !closes?.ok)
    return refusal(['There is no daily challenge here at the moment.'], runs('daily', 'Show it'));
  const now = parts.clock();
  const chosen = await chooseNext(parts, who, { topics: schedule.topics }, { repeats: true });
  if (!chosen) return refusal(['No question is left for these topics.'], runs('daily', 'Show the daily challenge'));
  const localDate = localDateOf(now, schedule.zone);
  const round = {
    kind: 'extra',
    askedBy: who.player.id,
    feedback: who.channel.settings.feedback,
    counts: true,
    localDate,
  } as const;
  try {
    await askByHand(parts, who, chosen, {
      ...round,
      openedAt: now,
      closesAt: extraClosesAt(closes.value, now, ruleOf(schedule)),
    });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return say(postRefused(error.code, parts.platform(who.workspace.platform).can));
  }
  return sayInstead(
    message(
      paragraph(
        'An extra question is in the channel. The next daily challenge comes ',
        instant(schedule.next?.at ?? now),
        '.',
      ),
    ),
  );
}
