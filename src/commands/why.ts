import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { settingOf } from '../quiz/setting.ts';
import { whyChosen } from '../view/because.ts';
import { refusal, runs, say } from '../view/refusals.ts';

/** `/prep daily why`: why the channel's newest daily question was chosen. It says nothing of who answered what. */
export async function whyDaily(parts: Parts, who: Who): Promise<Reply> {
  const round = await parts.store.rounds.lastDaily(who.channel.id);
  if (!round) return refusal(['No daily challenge was posted here yet.'], runs('daily', 'Show when it comes'));
  const { titles, hadOn } = await settingOf(parts, round);
  return say(whyChosen(round, titles, hadOn));
}
