import type { Bank } from '../bank/load.ts';
import { topicTitles } from '../bank/read-topics.ts';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { countUnasked } from '../quiz/choose.ts';
import { setUpDaily, turnDailyOff } from '../schedule/change.ts';
import { dailyNow } from '../schedule/now.ts';
import type { TypedTerms } from '../schedule/read-terms.ts';
import { parseLocalTime } from '../schedule/time-words.ts';
import { parseWeekdays, WORKING_DAYS, weekdaysInWords } from '../schedule/weekdays.ts';
import { completeZone, resolveZone, zoneLabel } from '../schedule/zones.ts';
import type { Schedule } from '../store/schedules.ts';
import { dailyForm, dailyState } from '../view/daily.ts';
import type { Form } from '../view/message.ts';
import { postRefused, say } from '../view/refusals.ts';
import type { Command } from './command.ts';
import { choiceOption, longestFirst } from './options.ts';
import { mayChange, notAllowed } from './permission.ts';
import { topicsOption } from './topics.ts';
import { whyDaily } from './why.ts';

/** `/prep daily`: when the daily challenge comes, and changes to it. */
export function dailyCommand(bank: Bank): Command {
  return {
    name: 'daily',
    about: 'See and change when the daily challenge comes',
    usage: 'daily [at 09:00 [zone] [weekdays] [topics] [closes next | 17:00 | 6h] | change | off | now | why]',
    options: [
      choiceOption('action', 'What to do; it shows how things are if left out', [
        { value: 'at', label: 'Set the time' },
        { value: 'change', label: 'Change it in a form' },
        { value: 'off', label: 'Turn it off' },
        { value: 'now', label: "Post today's now" },
        { value: 'why', label: "Why today's question was chosen" },
      ]),
      {
        name: 'time',
        about: 'The time of day, such as 09:00',
        take: (words) =>
          longestFirst(words, 2, (text) => (parseLocalTime(text).ok ? text : undefined)) ?? figures(words),
      },
      {
        name: 'weekdays',
        about: 'Which days: mon-fri, every day, or mon,wed,fri',
        complete: () => [
          { value: 'mon-fri', label: 'Monday to Friday' },
          { value: 'every day', label: 'Every day' },
          { value: 'mon,wed,fri', label: 'Monday, Wednesday and Friday' },
        ],
        take: (words) => longestFirst(words, 7, (text) => (parseWeekdays(text).ok ? text : undefined)),
      },
      {
        name: 'closes',
        about: 'When each question closes: next, 17:00 or 6h',
        keyword: 'closes',
        take: (words) => (words[0] === undefined ? undefined : { value: words[0], words: 1 }),
      },
      topicsOption(bank),
      {
        name: 'zone',
        about: 'A city or zone, such as Berlin; asked for the first time',
        complete: (typed) => completeZone(typed).map((choice) => ({ value: choice.zone, label: choice.label })),
        fallback: true,
        take: (words) => longestFirst(words, 3, (text) => (resolveZone(text).kind === 'unknown' ? undefined : text)),
      },
    ],
    run: daily,
  };
}

/** A word of figures is meant as a time, so that the answer can say what is wrong with it. */
function figures(words: readonly string[]) {
  const word = words[0] ?? '';
  return /^\d/.test(word) ? { value: word, words: 1 } : undefined;
}

async function daily(parts: Parts, who: Who, options: Readonly<Record<string, string>>): Promise<Reply> {
  if (who.asking.channel.kind !== 'channel')
    return say(postRefused('not_a_channel', parts.platform(who.workspace.platform).can));
  const schedule = await parts.store.schedules.scheduleOfChannel(who.channel.id);
  const { action, ...typed } = options;
  if (action === 'why') return whyDaily(parts, who);
  const may = await mayChange(who);
  if (action === undefined && Object.keys(typed).length === 0) {
    const topics = schedule?.topics ?? [];
    const history = await parts.store.history.ofChannel(who.workspace.id, who.channel.id, who.at);
    const left = countUnasked(parts.bank.questions.values(), { topics }, history);
    return say(dailyState(schedule, topicTitles(parts.bank.taxonomy, topics), left, may));
  }
  if (!may) return notAllowed(parts, who, 'the daily challenge', schedule);
  if (action === 'off') return turnDailyOff(parts, who);
  if (action === 'now') return dailyNow(parts, who);
  if (action === 'change') return { kind: 'form', form: filledForm(parts, who, schedule, typed) };
  return setUpDaily(parts, who, typed, 'line');
}

/** The form behind *Change*, filled with what holds now. */
export async function showDailyForm(parts: Parts, who: Who): Promise<Reply> {
  const schedule = await parts.store.schedules.scheduleOfChannel(who.channel.id);
  if (!(await mayChange(who))) return notAllowed(parts, who, 'the daily challenge', schedule);
  return { kind: 'form', form: filledForm(parts, who, schedule, {}) };
}

/** What was typed stands in the form, then what holds now, then what is usual. */
function filledForm(parts: Parts, who: Who, schedule: Schedule | undefined, typed: TypedTerms): Form {
  const zone = schedule?.zone ?? who.channel.zone ?? who.player.zone;
  return dailyForm({
    time: typed.time ?? schedule?.localTime ?? '09:00',
    zone: typed.zone ?? (zone === undefined ? '' : zoneLabel(zone)),
    weekdays: typed.weekdays ?? weekdaysInWords(schedule?.weekdays ?? WORKING_DAYS),
    topics: typed.topics ?? (topicTitles(parts.bank.taxonomy, schedule?.topics ?? []).join(', ') || 'everything'),
    closes: typed.closes ?? schedule?.closes ?? 'next',
  });
}

export async function submitDaily(
  parts: Parts,
  who: Who,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<Reply> {
  if (!(await mayChange(who))) {
    return notAllowed(parts, who, 'the daily challenge', await parts.store.schedules.scheduleOfChannel(who.channel.id));
  }
  const typed = Object.fromEntries(Object.entries(values).map(([name, [value = '']]) => [name, value]));
  return setUpDaily(parts, who, typed, 'form');
}
