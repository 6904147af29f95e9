import { actionId } from '../actions.ts';
import { lettersOf, rightOptions } from '../quiz/letters.ts';
import type { Answer } from '../store/answers.ts';
import type { Round, RoundState } from '../store/rounds.ts';
import { parseInline, parseMarkdown } from './markdown.ts';
import {
  actions,
  type Button,
  bold,
  type Choice,
  inlines,
  instant,
  type Message,
  message,
  note,
  paragraph,
} from './message.ts';
import { choicesOf, letterButtons, ownQuestion, questionBlocks, type TopicTitles } from './round.ts';
import { verdictBlocks } from './verdict.ts';
import { areOrIs, count, list } from './words.ts';

/** What a receipt tells of a streak, if the question is of a challenge day. */
export interface StreakTold {
  readonly length: number;
  /** missed days just before that freezes covered, in words such as "Tuesday" or "3 March", and how many freezes are left */
  readonly frozen?: { readonly days: readonly string[]; readonly left: number };
}

/** "B is in.": stored, and still to be changed. */
export function answerIsIn(round: Round, answer: Answer, streak: StreakTold | undefined): Message {
  const letters = lettersOf(round, answer.picked);
  return message(
    paragraph(
      bold(`${list(letters)} ${areOrIs(letters)} in.`),
      ' Change it until ',
      instant(round.closesAt),
      '.',
      streak !== undefined && ` Day ${streak.length} of your streak.${frozenWords(streak)}`,
    ),
    round.feedback === 'strict' && note('The answer is shown to everybody when it closes.'),
    actions(...changeButtons(round, letters)),
  );
}

/** What the person's answer is, on *My answer* while the question is open. */
export function myOpenAnswer(round: Round, answer: Answer | undefined): Message {
  if (!answer) {
    return message(
      paragraph("You haven't answered yet. It is open until ", instant(round.closesAt), '.'),
      actions(...(round.question.pick === 'several' ? [chooseButton(round, 'Choose')] : letterButtons(round))),
    );
  }
  const letters = lettersOf(round, answer.picked);
  return message(
    paragraph(bold(`Your answer is ${list(letters)}.`), ' You can change it until ', instant(round.closesAt), '.'),
    actions(...changeButtons(round, letters)),
  );
}

/** The same once its time is over, until the answer is shown: a moment, or longer while Prep or the platform was away. */
export function myClosedAnswer(round: Round, answer: Answer | undefined): Message {
  return message(
    paragraph(
      answer ? bold(`Your answer is ${list(lettersOf(round, answer.picked))}.`) : "You didn't answer this one.",
      ' It closed at ',
      instant(round.closesAt, 'time'),
      ', and the answer follows in a moment.',
    ),
    actions({ label: 'My answer', action: actionId('mine', round.id) }),
  );
}

/** Final where nothing is shown before the close. */
export function lockedUnseen(round: Round, answer: Answer): Message {
  const letters = lettersOf(round, answer.picked);
  return message(
    paragraph(
      bold(`${list(letters)} ${areOrIs(letters)} locked in.`),
      ' You see the answer when it closes, ',
      instant(round.closesAt),
      '.',
    ),
  );
}

/** Right, half right or wrong, with the reason; only for somebody whose answer is final. `again`: this click came after a final one. */
export function result(
  round: Round,
  state: RoundState,
  answer: Answer,
  told: { streak?: StreakTold | undefined; again?: boolean },
): Message {
  return message(
    told.again === true &&
      paragraph(
        `You locked in ${list(lettersOf(round, answer.picked))} at `,
        instant(answer.eventAt, 'time'),
        '. That is your answer.',
      ),
    ...verdictBlocks(round, answer),
    note(...afterwards(round, state, answer, told.streak)),
    actions(
      { label: 'Whole explanation', action: actionId('why', round.id) },
      { label: 'Report', action: actionId('report', round.id), describes: 'Report a fault in this question' },
    ),
  );
}

/** The result of *Try it anyway*: the same words, and nothing is kept. */
export function tryResult(
  round: Round,
  picked: readonly number[],
  outcome: Pick<Answer, 'verdict' | 'points'>,
): Message {
  const answer: Answer = { picked, final: true, eventAt: 0, ...outcome };
  return message(
    ...verdictBlocks(round, answer, false),
    note('Just for you: it counts for nothing.'),
    actions({ label: 'Whole explanation', action: actionId('why', round.id) }),
  );
}

/** The question again for a latecomer, with buttons of its own. */
export function tryAnyway(round: Round, titles: TopicTitles): Message {
  const buttons =
    round.question.pick === 'several'
      ? [{ label: 'Choose', action: actionId('try-pick', round.id, 'form'), primary: true }]
      : letterButtons(round, 'try-pick');
  return message(
    ...questionBlocks(round, { titles }),
    note('Just for you: it counts for nothing.'),
    actions(...buttons),
  );
}

/** The long explanation, the reason of every option, and what the person picked; after the close or for a final answer only. */
export function whole(round: Round, answer: Answer | undefined): Message {
  const source = round.question.sources.map((one) =>
    inlines({ kind: 'link', text: `${one.title}, ${one.section}`, url: one.url }),
  );
  return message(
    answer
      ? paragraph(bold(`You picked ${list(lettersOf(round, answer.picked))}: ${pointsWords(round, answer)}`))
      : paragraph(bold(`It is ${list(lettersOf(round, rightOptions(round)))}.`), " You didn't answer this one."),
    { kind: 'choices', choices: explained(round, answer?.picked) },
    { kind: 'prose', prose: parseMarkdown(round.question.explanation) },
    source.length > 0 ? { kind: 'lines', lines: source } : note(ownQuestion),
    actions({ label: 'Report', action: actionId('report', round.id), describes: 'Report a fault in this question' }),
  );
}

/** A click that came after the close. */
export function tooLate(round: Round, closedAt: number): Message {
  return message(
    paragraph('This one closed at ', instant(closedAt, 'time'), ', before your click. Nothing counts against you.'),
    actions(
      { label: 'Try it anyway', action: actionId('try', round.id) },
      { label: 'Why', action: actionId('why', round.id) },
    ),
  );
}

function afterwards(round: Round, state: RoundState, answer: Answer, streak: StreakTold | undefined) {
  const day = streak === undefined ? '' : `Day ${streak.length} of your streak`;
  const frozen = streak === undefined ? '' : frozenWords(streak);
  if (!round.counts) return [day && `${day}.${frozen} `, 'Just for practice: it is not on the leaderboard.'];
  if (answer.points === 0) {
    return ['No points this time.', day && ` ${day} stands: it counts answering, not being right.${frozen}`];
  }
  const shown =
    round.feedback === 'at once'
      ? ['It is on the leaderboard now.']
      : ['It is on the leaderboard after ', instant(round.closesAt), '.'];
  return [day && `${day}.${frozen} `, ...(state === 'open' ? shown : ['It is on the leaderboard.'])];
}

/** " Tuesday's miss used a freeze; 1 left." */
function frozenWords({ frozen }: StreakTold): string {
  if (!frozen || frozen.days.length === 0) return '';
  const left = frozen.left === 0 ? 'none' : frozen.left;
  return frozen.days.length === 1
    ? ` ${frozen.days[0]}'s miss used a freeze; ${left} left.`
    : ` The misses of ${list(frozen.days)} used a freeze each; ${left} left.`;
}

function changeButtons(round: Round, letters: readonly string[]): Button[] {
  const lock: Button[] =
    round.feedback === 'strict'
      ? []
      : [{ label: 'Lock in and show me', action: actionId('lock', round.id), primary: true }];
  if (round.question.pick === 'several') return [...lock, chooseButton(round, 'Change it')];
  return [...lock, ...letterButtons(round, 'answer', letters[0])];
}

function chooseButton(round: Round, label: string): Button {
  return { label, action: actionId('choose', round.id) };
}

function explained(round: Round, picked: readonly number[] | undefined): Choice[] {
  return choicesOf(round).map((choice, place) => {
    const index = round.optionOrder[place] ?? 0;
    const option = round.question.options[index];
    const mine = picked?.includes(index) ?? false;
    const mark = option?.right ? (picked && !mine ? 'missed' : 'right') : mine ? 'wrong' : undefined;
    return {
      ...choice,
      ...(mark ? { mark } : {}),
      ...(mine ? { picked: true } : {}),
      ...(option?.why ? { why: parseInline(option.why) } : {}),
    };
  });
}

function pointsWords(round: Round, answer: Answer): string {
  const verdict = { right: 'right', half: 'half right', wrong: 'not right' }[answer.verdict];
  return round.counts ? `${verdict}, ${count(answer.points, 'point')}.` : `${verdict}, just for practice.`;
}
