import type { Reply } from '../platform.ts';
import { type AwayRefusal, awayDaysAQuarter, awayDaysLeft, quarterEnd, quarterOf } from '../standings/aways.ts';
import { dateInWords, datesInWords } from '../standings/periods.ts';
import type { Away } from '../standings/streak.ts';
import { actions, code, type Message, message, note, paragraph } from './message.ts';
import { refusal, runs } from './refusals.ts';
import { count, list } from './words.ts';

/** "20 December 2026 to 3 January 2027". */
export function awayInWords({ from, to }: Away, today: string): string {
  return datesInWords({ start: from, end: to }, today);
}

/** What a person said of being away, and what is left of it; to them alone. */
export function awayState(coming: readonly Away[], known: readonly Away[], today: string): Message {
  return message(
    coming.length === 0
      ? paragraph(
          'You are not away. ',
          code('/prep settings away 20 Dec to 3 Jan'),
          ' says beforehand that you will be.',
        )
      : paragraph(
          `You are away ${list(coming.map((away) => awayInWords(away, today)))}. No question of these days ends your streak, in any channel, and you may still answer.`,
        ),
    paragraph(leftWords(coming, known, today)),
    actions(coming.length > 0 && runs('settings away none', 'Take it back')),
    note('Only you see this.'),
  );
}

/** After `away none`. */
export function awayTakenBack(known: readonly Away[], today: string): Message {
  return message(paragraph(`You are not away any more. ${leftWords([], known, today)}`), note('Only you see this.'));
}

/** Why it can't be; `first` is the first date that still can. */
export function awayRefused(wanted: Away, refused: AwayRefusal, first: string, today: string): Reply {
  const nothing = 'Nothing was saved.';
  switch (refused.why) {
    case 'backwards':
      return refusal([
        `That ends before it begins: ${dateInWords(wanted.from, today)} comes after ${dateInWords(wanted.to, today)}. ${nothing}`,
      ]);
    case 'too late': {
      const posted = wanted.from < today ? 'has passed' : 'has its question already, and away is said beforehand';
      const still = wanted.to >= first;
      return refusal(
        [`${dateInWords(wanted.from, today)} ${posted}. ${nothing}`],
        ...(still ? [runs(`settings away ${first} to ${wanted.to}`, `From ${dateInWords(first, today)}`)] : []),
      );
    }
    case 'known already':
      return refusal(
        [`You said already that you are away ${awayInWords(refused.away, today)}. ${nothing}`],
        runs('settings away none', 'Take that back'),
      );
    case 'too long':
      return refusal([
        `${count(refused.wanted, 'day')} is too long: you can be away ${awayDaysAQuarter} days a quarter, and ${quarterWords(refused.quarter, today)} has ${refused.left} left. ${nothing}`,
      ]);
  }
}

function leftWords(coming: readonly Away[], known: readonly Away[], today: string): string {
  const quarters = [
    ...new Set([quarterOf(today), ...coming.flatMap(({ from, to }) => [quarterOf(from), quarterOf(to)])]),
  ];
  const left = quarters.sort().map((quarter) => `${awayDaysLeft(known, quarter)} in ${quarterWords(quarter, today)}`);
  return `Of ${awayDaysAQuarter} days a quarter you have left: ${list(left)}.`;
}

/** "October to December". */
function quarterWords(quarter: string, today: string): string {
  return datesInWords({ start: quarter, end: quarterEnd(quarter) }, today).replaceAll(/\b\d{1,2} /g, '');
}
