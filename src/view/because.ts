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
  return message(
    paragraph(bold(titles.concept), ` was chosen ${reasonsOf(round, round.because, titles, hadOn)}.`),
    rule,
  );
}

function reasonsOf(round: Round, because: Because, titles: TopicTitles, hadOn: string | undefined): string {
  const { area, level, repeatOf } = because;
  if (repeatOf !== undefined) {
    const longestAgo = `had this one the longest ago${hadOn ? `, on ${hadOn}` : ''}`;
    return `because this channel has had every question that fits and ${longestAgo}`;
  }
  const { difficulty } = round.question;
  const unknown = level?.answered === 0 && !level.left && difficulty === 2;
  if (unknown && area?.order === 'even' && area.of === 0)
    return `by chance among what is ${difficultyWords[2]}, because there are no answers here to go by yet`;
  const reasons = [areaReason(area, titles.area), "this channel hasn't had this one"];
  if (unknown)
    return `because ${list(reasons)}; until there are answers here to go by, I start with what is ${difficultyWords[2]}`;
  return `because ${list([...reasons, ...(level ? [levelReason(level)] : [])])}`;
}

function areaReason(area: Because['area'], title: string): string {
  if (!area) return `only ${title} had questions left that fit`;
  if (area.order !== 'even') return `${title} was due by the ${area.order} order`;
  return area.of === 0 ? `${title} hadn't come here lately` : `${title} came least in this channel lately`;
}

function levelReason(level: NonNullable<Because['level']>): string {
  if (level.left) return 'only questions of its difficulty were left there';
  const few = level.answered < enoughAnswers;
  const tenths = Math.round(10 * (few ? level.expected : level.right / level.answered));
  return few
    ? `I expect about ${tenths} of 10 answers to be right`
    : `about ${tenths} of 10 answers to questions of its difficulty were right here`;
}
