import { longestAction } from '../actions.ts';
import type { Bank } from '../bank/load.ts';
import { topicTitles } from '../bank/read-topics.ts';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { countUnasked } from '../quiz/choose.ts';
import { questionsOf } from '../quiz/choose-next.ts';
import { addDaily, lineOf, setUpDaily, turnDailyOff } from '../schedule/change.ts';
import { comingDaysOff, whyOff } from '../schedule/days-off.ts';
import { localDateOf } from '../schedule/local-time.ts';
import { dailyNow } from '../schedule/now.ts';
import { pauseDaily, resumeDaily, skipDates, skipHolidays } from '../schedule/pause.ts';
import type { TypedTerms } from '../schedule/read-terms.ts';
import { WORKING_DAYS, weekdaysInWords } from '../schedule/weekdays.ts';
import { whichDaily } from '../schedule/which.ts';
import { zoneLabel } from '../schedule/zones.ts';
import type { Schedule } from '../store/schedules.ts';
import { dailyForm } from '../view/daily.ts';
import { type DailyLine, dailyState, dailyStates } from '../view/daily-state.ts';
import { daysOffInWords } from '../view/days-off.ts';
import { code, type Form } from '../view/message.ts';
import { postRefused, refusal, runs, say } from '../view/refusals.ts';
import type { Command } from './command.ts';
import { dailyOptions } from './daily-options.ts';
import { dailyNotAllowed, mayChange } from './permission.ts';
import { statusDaily } from './status.ts';
import { whyDaily } from './why.ts';

/** Days ahead whose days off `/prep daily` tells. */
const daysAhead = 60;

/** `/prep daily`: when the daily challenge comes, and changes to it. */
export function dailyCommand(bank: Bank): Command {
  return {
    name: 'daily',
    about: 'See and change when the daily challenge comes',
    usage:
      'daily [at 09:00 [zone] [weekdays] [topics] [closes next | 17:00 | 6h] | add 14:00 … | change | off | now | status | why | pause until 3 Jan | resume | skip 25 Dec | holidays Germany]',
    options: dailyOptions(bank),
    run: daily,
  };
}

async function daily(parts: Parts, who: Who, options: Readonly<Record<string, string>>): Promise<Reply> {
  if (who.asking.channel.kind !== 'channel')
    return say(postRefused('not_a_channel', parts.platform(who.workspace.platform).can));
  const schedules = await parts.store.schedules.schedulesOfChannel(who.channel.id);
  const { action, number, dates, country, ...typed } = options;
  if (action === 'why') return whyDaily(parts, who);
  const may = await mayChange(who);
  if (action === 'status') return statusDaily(parts, who, schedules, may);
  if (action === undefined && Object.keys(options).length === 0) return howItIs(parts, who, schedules, may);
  if (!may) return dailyNotAllowed(parts, who, schedules[0]);
  const unused = unusedOption(options);
  if (unused) return unused;
  if (action === 'add') {
    return typed.time === undefined
      ? { kind: 'form', form: filledForm(parts, who, undefined, typed, 'add') }
      : addDaily(parts, who, schedules, typed, 'line');
  }
  const rest = dates ?? country ?? lineOf('at', typed).replace(/^daily at ?/, '');
  const which = whichDaily(schedules, number, { action: action ?? 'at', rest });
  if (which.kind === 'asked back') return which.reply;
  switch (action) {
    case 'off':
      return turnDailyOff(parts, who, which);
    case 'now':
      return dailyNow(parts, who, which);
    case 'pause':
      return pauseDaily(parts, who, which, dates);
    case 'resume':
      return resumeDaily(parts, who, which);
    case 'skip':
      return skipDates(parts, who, which, dates);
    case 'holidays':
      return skipHolidays(parts, who, which, country);
    case 'change':
      return { kind: 'form', form: filledForm(parts, who, which.schedule, typed, which.schedule?.id) };
    default:
      return setUpDaily(parts, who, which, typed, 'line');
  }
}

const terms = ['time', 'weekdays', 'closes', 'topics', 'zone'];
/** What each action makes use of beside a number; the others, and none, use the terms. */
const used: Readonly<Record<string, readonly string[]>> = {
  off: [],
  now: [],
  pause: ['dates'],
  resume: [],
  skip: ['dates'],
  holidays: ['country'],
};

/** Where options have names, all of them are offered with every action; one that would do nothing is said rather than dropped. */
function unusedOption(options: Readonly<Record<string, string>>): Reply | undefined {
  const { action, number, dates, country } = options;
  const useful = ['action', 'number', ...(used[action ?? ''] ?? terms)];
  const unused = Object.keys(options).find((name) => !useful.includes(name));
  if (unused === undefined) return undefined;
  const words =
    action === undefined
      ? [
          code(unused),
          ' needs an action: ',
          ...(unused === 'dates' ? [code('pause'), ' or ', code('skip')] : [code('holidays')]),
        ]
      : [code(action), ' makes no use of ', code(unused)];
  const run = (what: string, rest: string | undefined, label: string) =>
    runs(['daily', what, /^[1-9]$/.test(number ?? '') && `#${number}`, rest].filter(Boolean).join(' '), label);
  const next =
    action !== undefined
      ? []
      : unused === 'dates'
        ? [run('pause', dates, 'Pause until then'), run('skip', dates, 'Skip')]
        : [run('holidays', country, 'Skip these holidays')];
  const fit = next.filter((button) => button.action.length <= longestAction);
  return refusal([...words, '. Nothing was changed.'], ...(fit.length > 0 ? fit : [runs('daily', 'Show it')]));
}

async function howItIs(parts: Parts, who: Who, schedules: readonly Schedule[], may: boolean): Promise<Reply> {
  const history = await parts.store.history.ofChannel(who.workspace.id, who.channel.id, who.at);
  const questions = questionsOf(parts, history);
  const lines = schedules.map((schedule): DailyLine => {
    const today = localDateOf(who.at, schedule.zone);
    return {
      schedule,
      topics: topicTitles(parts.bank.taxonomy, schedule.topics),
      left: countUnasked(questions.values(), { topics: schedule.topics }, history),
      paused: whyOff(schedule, today) === 'paused',
      daysOff: schedule.enabled ? daysOffInWords(schedule, comingDaysOff(schedule, today, daysAhead), today) : [],
    };
  });
  return say(lines.length > 1 ? dailyStates(lines, may) : dailyState(lines[0], may, who.player.zone));
}

/** The form behind *Change*, filled with what holds now; buttons of older messages name no daily challenge. */
export async function showDailyForm(parts: Parts, who: Who, id: string | undefined): Promise<Reply> {
  const schedules = await parts.store.schedules.schedulesOfChannel(who.channel.id);
  if (!(await mayChange(who))) return dailyNotAllowed(parts, who, schedules[0]);
  const named = schedules.find((schedule) => schedule.id === id);
  const which = named ? { schedule: named } : whichDaily(schedules, undefined, { action: 'change' });
  if ('reply' in which) return which.reply;
  return { kind: 'form', form: filledForm(parts, who, which.schedule, {}, which.schedule?.id) };
}

/** What was typed stands in the form, then what holds now, then what is usual. */
function filledForm(
  parts: Parts,
  who: Who,
  schedule: Schedule | undefined,
  typed: TypedTerms,
  target: string | undefined,
): Form {
  const zone = schedule?.zone ?? who.channel.zone ?? who.player.zone;
  return dailyForm(
    {
      time: typed.time ?? schedule?.localTime ?? (target === 'add' ? '' : '09:00'),
      zone: typed.zone ?? (zone === undefined ? '' : zoneLabel(zone)),
      weekdays: typed.weekdays ?? weekdaysInWords(schedule?.weekdays ?? WORKING_DAYS),
      topics: typed.topics ?? (topicTitles(parts.bank.taxonomy, schedule?.topics ?? []).join(', ') || 'everything'),
      closes: typed.closes ?? schedule?.closes ?? 'next',
    },
    target,
  );
}

export async function submitDaily(
  parts: Parts,
  who: Who,
  target: string | undefined,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<Reply> {
  const schedules = await parts.store.schedules.schedulesOfChannel(who.channel.id);
  if (!(await mayChange(who))) return dailyNotAllowed(parts, who, schedules[0]);
  const typed = Object.fromEntries(Object.entries(values).map(([name, [value = '']]) => [name, value]));
  if (target === 'add') return addDaily(parts, who, schedules, typed, 'form');
  const schedule = schedules.find((one) => one.id === target) ?? schedules[0];
  const number = schedules.length > 1 ? schedule?.number : undefined;
  return setUpDaily(parts, who, { kind: 'meant', schedule, number }, typed, 'form');
}
