import { actionId } from '../actions.ts';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { instant, message, paragraph } from '../view/message.ts';
import { refusal, sayInstead, unknownPress } from '../view/refusals.ts';
import { takenBack } from './answer.ts';
import { findRound } from './find-round.ts';
import { settleRound } from './settle.ts';

/** The asker may close once this many have answered, or this long after asking (ms). */
const enoughAnswers = 2;
const enoughMs = 10 * 60_000;

/** Closes an asked question before its time: its asker under two conditions, a manager at any time. */
export async function closeEarly(parts: Parts, who: Who, roundId: string): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  const status = await parts.store.rounds.status(round);
  if (status.state !== 'open') return sayInstead(message(paragraph('It is closed already.')));
  const manager = await who.asking.person.isManager();
  if (!manager && round.askedBy !== who.player.id) {
    return refusal([
      'Only the one who asked it, or a manager, can close it early. It closes by itself ',
      instant(round.closesAt),
      '.',
    ]);
  }
  const mayFrom = round.openedAt + enoughMs;
  if (!manager && who.at < mayFrom && (await parts.store.answers.countAnswers(round)) < enoughAnswers) {
    return refusal(
      [
        'You can close it once two people have answered, or at ',
        instant(mayFrom, 'time'),
        '. It stays open until then.',
      ],
      {
        label: 'Close it now',
        action: actionId('close', round.id),
      },
    );
  }
  await settleRound(parts, round.id, { early: true });
  const now = await parts.store.rounds.status(round);
  if (now.state === 'withdrawn') return takenBack(now);
  return sayInstead(message(paragraph('Closed. The answer is in the channel.')));
}
