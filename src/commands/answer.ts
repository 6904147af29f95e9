import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { answerRound, lettersInWords } from '../quiz/answer.ts';
import { placesTyped } from '../quiz/letters.ts';
import { ofChannels, refusal, runs } from '../view/refusals.ts';
import { answerButtons } from '../view/round.ts';
import { asTyped } from '../view/words.ts';
import type { Command } from './command.ts';

/** `/prep answer b`: answers the channel's open question by keyboard. */
export function answerCommand(): Command {
  return {
    name: 'answer',
    about: "Answer this channel's open question by its letters",
    usage: 'answer b, or answer a c',
    options: [
      {
        name: 'letters',
        about: 'One letter, or several such as a c',
        take: (words) => (words.length > 0 ? { value: words.join(' '), words: words.length } : undefined),
      },
    ],
    run: answer,
  };
}

async function answer(parts: Parts, who: Who, options: Readonly<Record<string, string>>): Promise<Reply> {
  if (who.asking.channel.kind === 'direct') return ofChannels('Questions are asked in channels');
  const [round] = await parts.store.rounds.openRounds(who.channel.id);
  if (!round) return refusal(['No question is open here.'], runs('question', 'Ask one now'));
  const typed = options.letters ?? '';
  const places = placesTyped(round, typed);
  if (!places) {
    const wrong = typed === '' ? 'Which letter?' : `"${asTyped(typed, 40)}" is not a letter of this question.`;
    return refusal([`${wrong} It has ${lettersInWords(round)}. Nothing was saved.`], ...answerButtons(round));
  }
  return answerRound(parts, who, round.id, places);
}
