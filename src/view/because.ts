import { actionId } from '../actions.ts';
import type { Because } from '../quiz/because.ts';
import type { Round } from '../store/rounds.ts';
import { actions, bold, type Message, message, paragraph } from './message.ts';
import type { TopicTitles } from './round.ts';
import { difficultyWords, list } from './words.ts';

/** With fewer answers a share is what is expected, not what was. */
const enoughAnswers = 10;

/** `/prep daily why`, in one sentence. `hadOn`: the date in words on which the channel had the question before. */
export function whyChosen(round: Round, titles: TopicTitles, hadOn: string | undefined): Message {
  const rule = actions({ label: 'The whole rule', action: actionId('chosen') });
  if (!round.because) {
    return message(paragraph(bold(titles.concept), ': why it was chosen was not noted yet at that time.'), rule);
  }
  const reasons =
    round.because.repeatOf === undefined
      ? freshReasons(round, round.because, titles)
      : [
          'this channel has had every question that fits',
          `had this one the longest ago${hadOn ? `, on ${hadOn}` : ''}`,
        ];
  return message(paragraph(bold(titles.concept), ` was chosen because ${list(reasons)}.`), rule);
}

function freshReasons(round: Round, { area, level }: Because, titles: TopicTitles): string[] {
  return [
    areaReason(area, titles.area),
    "this channel hasn't had this one",
    ...(level ? [levelReason(level, round.question.difficulty)] : []),
  ];
}

function areaReason(area: Because['area'], title: string): string {
  if (!area) return `only ${title} had questions left that fit`;
  if (area.order !== 'even') return `${title} was due by the ${area.order} order`;
  return area.of === 0 ? 'every area was due' : `${title} came least in this channel lately`;
}

function levelReason(level: NonNullable<Because['level']>, difficulty: keyof typeof difficultyWords): string {
  if (level.left) return 'only questions of its difficulty were left there';
  if (level.answered === 0 && difficulty === 2) return `with no answers to go by it is ${difficultyWords[2]}`;
  const few = level.answered < enoughAnswers;
  const tenths = Math.round(10 * (few ? level.expected : level.right / level.answered));
  return `about ${tenths} of 10 answers to questions of its difficulty ${few ? 'should be' : 'were'} right here`;
}
