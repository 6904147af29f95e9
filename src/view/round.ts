import { actionId } from '../actions.ts';
import type { PlatformName } from '../platform.ts';
import { letterAt, lettersOf, rightOptions } from '../quiz/letters.ts';
import { fullPoints } from '../quiz/score.ts';
import type { Late } from '../schedule/late.ts';
import { dateInWords } from '../standings/periods.ts';
import type { Tally } from '../store/answers.ts';
import type { Round } from '../store/rounds.ts';
import { parseInline, parseMarkdown } from './markdown.ts';
import {
  actions,
  type Block,
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
import { inlineText } from './plain-text.ts';
import { count, difficultyWords, list, platformNames, shortened } from './words.ts';

/** What players read for the question's place in the taxonomy. */
export interface TopicTitles {
  readonly concept: string;
  readonly area: string;
}

/** What stands around a question in its channel's message. */
export interface RoundSetting {
  readonly titles: TopicTitles;
  /** name of who asked it by hand */
  readonly askedBy?: string | undefined;
  /** why it doesn't count: the day's counted questions are done, only the daily challenge counts here, or it just doesn't */
  readonly practice?: 'enough today' | 'daily alone' | 'so' | undefined;
  /** a made-up post says why it is late */
  readonly late?: (Late & { readonly platform: PlatformName }) | undefined;
  /** the date in words on which this channel had it before */
  readonly hadOn?: string | undefined;
  /** the daily challenge before this one */
  readonly foot?: readonly Block[] | undefined;
}

/** Instead of a source: a workspace's own question rests on those who wrote and approved it. */
export const ownQuestion = 'Written by somebody here and approved by a manager.';

/** The message of an open round; nothing in it tells which options are right. */
export function openRound(round: Round, setting: RoundSetting, answered: number): Message {
  return message(
    ...questionBlocks(round, setting),
    { kind: 'actions', buttons: answerButtons(round) },
    note(
      `${setting.titles.area}, ${difficultyWords[round.question.difficulty]}. Open until `,
      instant(round.closesAt),
      answered === 0 ? '. Nobody has answered yet.' : `. ${count(answered, 'has', 'have')} answered.`,
    ),
    ...smallPrint(setting),
  );
}

/** The same message after the close: the question stays on top, so that a latecomer can still try. */
export function revealedRound(round: Round, setting: RoundSetting, tally: Tally, namesShown: boolean): Message {
  const right = rightOptions(round);
  const letters = lettersOf(round, right);
  const source = round.question.sources[0];
  return message(
    ...questionBlocks(round, setting),
    paragraph(
      bold(`${tally.answered === 0 ? 'Nobody answered this one. ' : ''}It was ${list(letters)}.`),
      right.length === 1 && ' ',
      ...(right.length === 1 ? parseInline(round.question.options[right[0] ?? 0]?.text ?? '') : []),
    ),
    { kind: 'prose', prose: parseMarkdown(round.question.answer) },
    tally.answered > 0 && paragraph(tallyLine(round, tally, namesShown)),
    note(
      source ? ended(`${source.title}, ${sectionWords(source.section)}`) : ownQuestion,
      round.question.provedBy &&
        ` Proved by running it: ${round.question.provedBy.runtime}, ${dateInWords(round.question.provedBy.on, round.localDate)}.`,
    ),
    actions(
      { label: 'Why, and my answer', action: actionId('why', round.id), primary: true },
      { label: 'Try it anyway', action: actionId('try', round.id) },
      { label: 'Report', action: actionId('report', round.id), describes: 'Report a fault in this question' },
    ),
    ...smallPrint({ ...setting, foot: undefined }),
  );
}

/** "Yesterday: C. 9 of 14 were right." with a way to the reason. `when` is "Yesterday" or a weekday. */
export function footOf(
  round: Pick<Round, 'id' | 'question' | 'optionOrder'>,
  tally: Pick<Tally, 'answered' | 'right'>,
  when: string,
): Block[] {
  const letters = list(lettersOf(round, rightOptions(round)));
  const result =
    tally.answered === 0
      ? 'Nobody answered.'
      : tally.answered === 1
        ? oneAnswered
        : `${tally.right} of ${tally.answered} ${tally.right === 1 ? 'was' : 'were'} right.`;
  return [
    note(`${when}: ${letters}. ${result}`),
    actions({
      label: 'Why',
      action: actionId('why', round.id),
      describes: `Why the answer ${when === 'Yesterday' ? 'yesterday' : `on ${when}`} was ${letters}`,
    }),
  ];
}

/** Letter buttons, or the one that opens the form; then *My answer*. */
export function answerButtons(round: Round): Button[] {
  const mine: Button = { label: 'My answer', action: actionId('mine', round.id) };
  if (round.question.pick === 'several')
    return [{ label: 'Choose', action: actionId('choose', round.id), primary: true }, mine];
  return [...letterButtons(round), mine];
}

/** One button per letter, labelled for screen readers with the letter and the option's beginning; `without` leaves one out. */
export function letterButtons(round: Round, verb: 'answer' | 'try-pick' = 'answer', without?: string): Button[] {
  return choicesOf(round)
    .map((choice, place) => ({
      label: choice.letter,
      action: actionId(verb, round.id, place),
      describes: shortened(`${choice.letter}. ${inlineText(choice.content, () => '')}`, 75),
    }))
    .filter((button) => button.label !== without);
}

/** The lettered options as everybody may see them. */
export function choicesOf(round: Round): Choice[] {
  return round.optionOrder.map((option, place) => ({
    letter: letterAt(place),
    content: parseInline(round.question.options[option]?.text ?? ''),
  }));
}

/** Heading, prompt and options. */
export function questionBlocks(round: Round, { titles }: { titles: TopicTitles }): Block[] {
  const [prompt, choices] = askedIn(round);
  return [
    { kind: 'heading', text: `${titles.concept}, ${count(fullPoints(round.question), 'point')}` },
    prompt,
    ...(round.question.pick === 'several' ? [paragraph('Choose all that apply.')] : []),
    choices,
  ];
}

/** Prompt and options, as they also stand in a form, which covers the message on a phone. */
export function askedIn(round: Round): [Block, Block] {
  return [
    { kind: 'prose', prose: parseMarkdown(round.question.prompt) },
    { kind: 'choices', choices: choicesOf(round) },
  ];
}

function smallPrint(setting: RoundSetting): Block[] {
  const sentences = [
    setting.askedBy !== undefined && [`Asked by ${setting.askedBy}.`],
    setting.practice && [practiceWords[setting.practice]],
    setting.hadOn !== undefined && [`We had this one on ${setting.hadOn}.`],
    setting.late && [
      `Late today: ${lateWords(setting.late)} from `,
      instant(setting.late.from, 'time'),
      ' to ',
      instant(setting.late.to, 'time'),
      '.',
    ],
  ].filter((sentence) => sentence !== false && sentence !== undefined);
  const said = sentences.flatMap((sentence, index) => inlines(index > 0 && ' ', ...sentence));
  return [...(said.length > 0 ? [{ kind: 'note' as const, content: said }] : []), ...(setting.foot ?? [])];
}

/** What held a post up, as the beginning of a sentence that goes on with from when to when. */
export function lateWords({ cause, platform }: NonNullable<RoundSetting['late']>): string {
  return cause === 'down' ? 'Prep was down' : `${platformNames[platform]} took no posts`;
}

function tallyLine(round: Round, tally: Tally, namesShown: boolean): string {
  if (tally.answered === 1) return oneAnswered;
  const share = Math.round((100 * tally.right) / tally.answered);
  const perOption = round.optionOrder
    .map((option, place) => `${letterAt(place)} ${tally.picks.get(option) ?? 0}`)
    .join(', ');
  const result = tally.right === 0 ? 'Nobody had it, so it was worth asking.' : `${tally.right} right (${share}%).`;
  const counted = tally.right === 0 ? `${tally.answered} answered. ${result}` : `${tally.answered} answered, ${result}`;
  return `${counted} ${perOption}.${namesShown && tally.right > 0 ? ` Right: ${named(tally)}.` : ''}`;
}

const practiceWords = {
  'enough today': "Just for practice: today's three counted questions are done.",
  'daily alone': 'Just for practice: only the daily challenge counts here.',
  so: 'Just for practice.',
} as const;

/** Anything more would say whether that one person was right. */
const oneAnswered = '1 answered.';

/** At most ten names, then how many more. */
function named(tally: Tally): string {
  const shown = tally.rightNames.slice(0, 10);
  const more = tally.right - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : list(shown);
}

/** With a full stop, unless it ends a sentence by itself: "Why use XML tags?" */
function ended(words: string): string {
  return /[.?!]$/.test(words) ? words : `${words}.`;
}

function sectionWords(section: string): string {
  return /^\d/.test(section) ? `section ${section}` : section;
}
