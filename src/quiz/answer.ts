import { actionId } from '../actions.ts';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import type { Answer, RecordedAnswer } from '../store/answers.ts';
import type { Round, RoundStatus } from '../store/rounds.ts';
import type { Form, Message } from '../view/message.ts';
import { actions, instant, message, note, paragraph } from '../view/message.ts';
import { inlineText } from '../view/plain-text.ts';
import {
  answerIsIn,
  lockedUnseen,
  myClosedAnswer,
  myOpenAnswer,
  result,
  type StreakTold,
  tooLate,
  tryAnyway,
  tryResult,
  whole,
} from '../view/receipt.ts';
import { refusal, say, sayInstead, unknownPress } from '../view/refusals.ts';
import { answerButtons, askedIn, choicesOf } from '../view/round.ts';
import { shortened } from '../view/words.ts';
import { findRound } from './find-round.ts';
import { letterAt, optionsAt } from './letters.ts';
import { scoreAnswer } from './score.ts';
import { titlesOf } from './setting.ts';
import { keptStreak, streakAfter } from './streak-told.ts';

/** Takes a pick, given as places of letters; the moment that counts is when Prep received it. */
export async function answerRound(parts: Parts, who: Who, roundId: string, places: readonly number[]): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  const picked = optionsAt(round, places);
  if (!picked) return unknownPress();
  if (picked.length === 0) return nothingTicked(round);
  if (round.question.pick === 'one' && picked.length !== 1) {
    return refusal(
      ['This question has one right answer: pick one letter. Nothing was saved.'],
      ...answerButtons(round),
    );
  }
  const outcome = scoreAnswer(round.question, picked);
  const recorded = await parts.store.answers.recordAnswer(
    round,
    { player: who.player.id, picked, eventAt: who.at, ...outcome },
    parts.clock(),
  );
  if (!recorded) return notOpen(parts, round);
  if (recorded.fresh) parts.edits.answered(round);
  return receipt(round, recorded, picked, await streakAfter(parts, round, who.player.id, recorded));
}

/** Makes the answer final and shows what is so, where the channel lets it be shown before the close. */
export async function lockIn(parts: Parts, who: Who, roundId: string): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  if (round.feedback === 'strict') return myAnswer(parts, who, roundId);
  const locked = await parts.store.answers.lockAnswer(round, who.player.id);
  if (!locked) {
    const status = await parts.store.rounds.status(round);
    return status.state === 'open' ? say(unshown(who, round, undefined)) : myAnswer(parts, who, roundId);
  }
  return sayInstead(result(round, 'open', locked, { streak: await keptStreak(parts, round, who.player.id) }));
}

/** *My answer*: before the close what was picked and until when it can change; afterwards the pick, the points and every why. */
export async function myAnswer(parts: Parts, who: Who, roundId: string): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  const [status, answer] = await Promise.all([
    parts.store.rounds.status(round),
    parts.store.answers.answer(round, who.player.id),
  ]);
  if (status.state === 'withdrawn') return takenBack(status);
  if (status.state !== 'open') return say(whole(round, answer));
  if (!answer?.final || round.feedback === 'strict') return say(unshown(who, round, answer));
  return say(result(round, status.state, answer, { again: true }));
}

/** The whole explanation: after the close to everybody, before it to whoever has a final answer that may be shown. */
export async function explain(parts: Parts, who: Who, roundId: string): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  const [status, answer] = await Promise.all([
    parts.store.rounds.status(round),
    parts.store.answers.answer(round, who.player.id),
  ]);
  if (status.state === 'withdrawn') return takenBack(status);
  const mayKnow = status.state !== 'open' || (answer?.final === true && round.feedback !== 'strict');
  return mayKnow ? say(whole(round, answer)) : say(unshown(who, round, answer));
}

/** What somebody's answer is while the right one is not shown. */
function unshown(who: Who, round: Round, answer: Answer | undefined): Message {
  if (who.at > round.closesAt) return myClosedAnswer(round, answer);
  return answer?.final ? lockedUnseen(round, answer) : myOpenAnswer(round, answer);
}

/** *Try it anyway*: the question again, for somebody who comes after the close. */
export async function tryLate(parts: Parts, who: Who, roundId: string): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  const status = await parts.store.rounds.status(round);
  if (status.state === 'open') return myAnswer(parts, who, roundId);
  return say(tryAnyway(round, titlesOf(parts, round)));
}

/** The result of a late try; nothing is stored. */
export async function tryPick(parts: Parts, who: Who, roundId: string, places: readonly number[]): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  const picked = round && optionsAt(round, places);
  if (!round || !picked) return unknownPress();
  if (picked.length === 0) return nothingTicked(round);
  const status = await parts.store.rounds.status(round);
  if (status.state === 'open') return myAnswer(parts, who, roundId);
  return sayInstead(tryResult(round, picked, scoreAnswer(round.question, picked)));
}

/** The person's own form for a question with several right answers; `verb` says what becomes of it. */
export async function chooseForm(parts: Parts, who: Who, roundId: string, verb: 'choose' | 'try-pick'): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  if (verb === 'try-pick') return { kind: 'form', form: formOf(round, verb, []) };
  const [answer, status] = await Promise.all([
    parts.store.answers.answer(round, who.player.id),
    parts.store.rounds.status(round),
  ]);
  if (answer?.final) return myAnswer(parts, who, roundId);
  if (status.state !== 'open' || who.at > round.closesAt) return notOpen(parts, round);
  return { kind: 'form', form: formOf(round, verb, answer?.picked ?? []) };
}

/** The form as it is, with what was ticked; also after a submission without a tick. */
export function formOf(round: Round, verb: 'choose' | 'try-pick', picked: readonly number[]): Form {
  const choices = choicesOf(round);
  return {
    form: actionId(verb, round.id),
    title: 'Choose all that apply',
    submit: verb === 'choose' ? 'Answer' : 'Try it',
    body: askedIn(round),
    fields: [
      {
        kind: 'checks',
        name: 'picked',
        label: 'Which of them are right?',
        options: choices.map((choice, place) => ({
          value: String(place),
          label: shortened(`${choice.letter}. ${inlineText(choice.content, () => '')}`, 75),
        })),
        picked: picked.map((option) => String(round.optionOrder.indexOf(option))),
      },
    ],
  };
}

function receipt(
  round: Round,
  recorded: RecordedAnswer,
  picked: readonly number[],
  streak: StreakTold | undefined,
): Reply {
  const stands = picked.join() === recorded.picked.join();
  if (round.feedback === 'at once')
    return sayInstead(result(round, 'open', recorded, { streak, again: !recorded.fresh }));
  if (recorded.final) return sayInstead(result(round, 'open', recorded, { streak, again: true }));
  return stands ? sayInstead(answerIsIn(round, recorded, streak)) : say(myOpenAnswer(round, recorded));
}

function nothingTicked(round: Round): Reply {
  const buttons = answerButtons(round);
  return refusal(['Nothing was ticked, so nothing was saved. Tick at least one.'], ...buttons);
}

async function notOpen(parts: Parts, round: Round): Promise<Reply> {
  const status = await parts.store.rounds.status(round);
  if (status.state === 'withdrawn') return takenBack(status);
  if (status.state === 'open') {
    return say(
      message(
        paragraph(
          'This one closed at ',
          instant(round.closesAt, 'time'),
          ', just before your click. Nothing counts against you.',
        ),
        note('The answer follows in a moment.'),
        actions({ label: 'Why', action: actionId('why', round.id) }),
      ),
    );
  }
  // Closed early it ended then; closed late, because Prep or the database was away, it had ended at the time that all were told.
  return say(tooLate(round, Math.min(status.closedAt ?? round.closesAt, round.closesAt)));
}

/** A round that was posted and taken back has lost its message. */
export function takenBack({ message: posted }: RoundStatus): Reply {
  return refusal([
    posted === undefined
      ? 'Prep took this question back. It counts for nobody.'
      : 'This question was deleted in its channel. It counts for nobody, and no streak is touched.',
  ]);
}

/** The letters of a round in words, for a line that was typed wrong. */
export function lettersInWords(round: Round): string {
  return `${letterAt(0)} to ${letterAt(round.optionOrder.length - 1)}`;
}
