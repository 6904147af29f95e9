import type { Bank } from '../bank/load.ts';
import { completeHolidays } from '../schedule/holidays.ts';
import { parseLocalTime } from '../schedule/time-words.ts';
import { parseWeekdays } from '../schedule/weekdays.ts';
import { completeZone, resolveZone } from '../schedule/zones.ts';
import type { OptionDefinition } from './definition.ts';
import { choiceOption, longestFirst } from './options.ts';
import { topicsOption } from './topics.ts';

/** Actions after which a figure alone is the number of a daily challenge; after the others it is a time. */
const numbered = ['off', 'now', 'change', 'pause', 'resume', 'skip', 'holidays'];

const dayGoesOn = /^(?:to|of|-|–|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

/** What may follow `/prep daily`. What a word means depends on the action: after `skip` it is a date, after `at` a time. */
export function dailyOptions(bank: Bank): readonly OptionDefinition[] {
  return [
    choiceOption('action', 'What to do; it shows how things are if left out', [
      { value: 'at', label: 'Set the time' },
      { value: 'change', label: 'Change it in a form' },
      { value: 'add', label: 'Add another one' },
      { value: 'off', label: 'Turn it off' },
      { value: 'now', label: "Post today's now" },
      { value: 'status', label: 'What was posted, and what was not' },
      { value: 'why', label: "Why today's question was chosen" },
      { value: 'pause', label: 'Pause until a date' },
      { value: 'resume', label: 'End a pause, or turn it on again' },
      { value: 'skip', label: 'Skip dates' },
      { value: 'holidays', label: 'Skip public holidays' },
    ]),
    {
      name: 'number',
      about: 'Which one, where a channel has several: 2',
      take([word = '', after = ''], { action = '' }) {
        const number = /^#?([1-9])$/.exec(word)?.[1];
        // "pause 3 Jan" and "skip 3 to 5 Jan" begin with a day.
        const bare = numbered.includes(action) && !dayGoesOn.test(after);
        return number === undefined || !(word.startsWith('#') || bare) ? undefined : { value: number, words: 1 };
      },
    },
    {
      name: 'dates',
      about: 'After pause a date, after skip one or more: 25 Dec, 1 Jan; none to skip none',
      take: (words, { action = '' }) => (['pause', 'skip'].includes(action) ? theRest(words) : undefined),
    },
    {
      name: 'country',
      about: 'After holidays: a country or its region, such as Germany or DE-BY; off for none',
      complete: (typed, have) => (have && have.action !== 'holidays' ? [] : completeHolidays(typed)),
      take: (words, { action }) => (action === 'holidays' ? theRest(words) : undefined),
    },
    {
      name: 'time',
      about: 'The time of day, such as 09:00',
      take: (words) => longestFirst(words, 2, (text) => (parseLocalTime(text).ok ? text : undefined)) ?? figures(words),
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
      // A word that comes first is rather meant as an action, and most actions have no zone.
      fallback: (have) => Object.keys(have).length > 0 && ['at', 'add', 'change'].includes(have.action ?? 'at'),
      take: (words) => longestFirst(words, 3, (text) => (resolveZone(text).kind === 'unknown' ? undefined : text)),
    },
  ];
}

function theRest(words: readonly string[]) {
  return { value: words.join(' '), words: words.length };
}

/** A word of figures is meant as a time, so that the answer can say what is wrong with it. */
function figures(words: readonly string[]) {
  const word = words[0] ?? '';
  return /^\d/.test(word) ? { value: word, words: 1 } : undefined;
}
