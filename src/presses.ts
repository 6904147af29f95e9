import { parseAction, type Verb } from './actions.ts';
import { showDailyForm, submitDaily } from './commands/daily.ts';
import { showBoard } from './commands/leaderboard.ts';
import { dailyNotAllowed, mayChange } from './commands/permission.ts';
import { reportForm, setAside, submitReport } from './commands/report.ts';
import { settingsForm, submitSettings } from './commands/settings.ts';
import type { Parts, Who } from './parts.ts';
import type { Reply } from './platform.ts';
import { answerRound, chooseForm, explain, lockIn, myAnswer, tryLate, tryPick } from './quiz/answer.ts';
import { closeEarly } from './quiz/close-early.ts';
import { undoDaily } from './schedule/change.ts';
import { postExtra } from './schedule/now.ts';
import { keepGoing } from './schedule/pause.ts';
import { chooseReminder } from './schedule/remind.ts';
import {
  amendForm,
  approve,
  mute,
  refuseForm,
  showQueue,
  submitAmended,
  submitRefusal,
  unmute,
} from './suggest/decide.ts';
import { openSuggestionForm, submitSuggestion, withdrawSuggestion } from './suggest/suggest.ts';
import { howCounted } from './view/board.ts';
import { howChosen } from './view/help.ts';
import { say, unknownPress } from './view/refusals.ts';

type Press = (parts: Parts, who: Who, args: readonly string[]) => Promise<Reply>;

/** What each button does; `run` is the engine's own, because it is a typed line. */
const presses: Readonly<Record<Exclude<Verb, 'run'>, Press>> = {
  answer: (parts, who, [round = '', place]) => answerRound(parts, who, round, placesOf([place])),
  choose: (parts, who, [round = '']) => chooseForm(parts, who, round, 'choose'),
  mine: (parts, who, [round = '']) => myAnswer(parts, who, round),
  lock: (parts, who, [round = '']) => lockIn(parts, who, round),
  why: (parts, who, [round = '']) => explain(parts, who, round),
  try: (parts, who, [round = '']) => tryLate(parts, who, round),
  'try-pick': (parts, who, [round = '', place]) =>
    place === 'form' ? chooseForm(parts, who, round, 'try-pick') : tryPick(parts, who, round, placesOf([place])),
  close: (parts, who, [round = '']) => closeEarly(parts, who, round),
  report: (parts, who, [round = '']) => reportForm(parts, who, round),
  aside: (parts, who, [round = '']) => setAside(parts, who, round, true),
  unaside: (parts, who, [round = '']) => setAside(parts, who, round, false),
  'undo-daily': once(managed((parts, who, [id, change]) => undoDaily(parts, who, id, change))),
  extra: once(managed((parts, who, [id]) => postExtra(parts, who, id))),
  remind: (parts, who, [channel, choice]) => chooseReminder(parts, who, channel, choice),
  'keep-going': managed((parts, who, [id]) => keepGoing(parts, who, id)),
  daily: (parts, who, [id]) => showDailyForm(parts, who, id),
  settings: settingsForm,
  counted: async () => say(howCounted()),
  chosen: async () => say(howChosen()),
  suggest: openSuggestionForm,
  suggestions: (parts, who, [passed = '0']) => showQueue(parts, who, Number(passed) || 0),
  approve: (parts, who, [suggestion = '', seen = '']) => approve(parts, who, suggestion, seen),
  amend: (parts, who, [suggestion = '']) => amendForm(parts, who, suggestion),
  refuse: (parts, who, [suggestion = '']) => refuseForm(parts, who, suggestion),
  withdraw: (parts, who, [suggestion = '']) => withdrawSuggestion(parts, who, suggestion),
  mute: (parts, who, [suggestion = '']) => mute(parts, who, suggestion),
  unmute: (parts, who, [player = '']) => unmute(parts, who, player),
  board: (parts, who, [period = 'week', start]) => showBoard(parts, who, period, start),
};

/** Does what a button of one of our messages says; anything else is a message that is no longer known. */
export async function press(parts: Parts, who: Who, id: string): Promise<Reply> {
  const action = parseAction(id);
  return !action || action.verb === 'run' ? unknownPress() : presses[action.verb](parts, who, action.args);
}

/** Takes a submitted form. */
export async function submit(
  parts: Parts,
  who: Who,
  id: string,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<Reply> {
  const action = parseAction(id);
  const [round = ''] = action?.args ?? [];
  switch (action?.verb) {
    case 'choose':
      return answerRound(parts, who, round, placesOf(values.picked ?? []));
    case 'try-pick':
      return tryPick(parts, who, round, placesOf(values.picked ?? []));
    case 'report':
      return submitReport(parts, who, round, values);
    case 'daily':
      return submitDaily(parts, who, action.args[0], values);
    case 'settings':
      return submitSettings(parts, who, values);
    case 'suggest':
      return submitSuggestion(parts, who, values);
    case 'amend':
      return submitAmended(parts, who, round, values);
    case 'refuse':
      return submitRefusal(parts, who, round, values);
    default:
      return unknownPress();
  }
}

function managed(what: Press): Press {
  return async (parts, who, args) => {
    if (await mayChange(who)) return what(parts, who, args);
    const [schedule] = await parts.store.schedules.schedulesOfChannel(who.channel.id);
    return dailyNotAllowed(parts, who, schedule);
  };
}

/** Something that is said in the channel: whoever presses twice before it is done, as in a double click, means it once. */
function once(what: Press): Press {
  const underWay = new Set<string>();
  return async (parts, who, args) => {
    const pressed = [who.channel.id, who.player.id, ...args].join(' ');
    if (underWay.has(pressed)) return { kind: 'done' };
    underWay.add(pressed);
    try {
      return await what(parts, who, args);
    } finally {
      underWay.delete(pressed);
    }
  };
}

/** Places of letters as numbers; what is no number stands for no place. */
function placesOf(given: readonly (string | undefined)[]): number[] {
  return given.map((place) => (place !== undefined && /^\d$/.test(place) ? Number(place) : -1));
}
