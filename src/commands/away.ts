import { Temporal } from 'temporal-polyfill';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { parseEnds } from '../schedule/date-words.ts';
import { localDateOf } from '../schedule/local-time.ts';
import { refuseAway } from '../standings/aways.ts';
import { awayRefused, awayState, awayTakenBack } from '../view/away.ts';
import { refusal, say } from '../view/refusals.ts';
import type { OptionDefinition } from './definition.ts';

/** `away 20 Dec to 3 Jan`, `away none`, or `away` alone: the rest of the line. */
export function awayOption(): OptionDefinition {
  return {
    name: 'away',
    about: 'Your days away, such as 20 Dec to 3 Jan, or none; they end no streak, and only you see them',
    take([first = '', ...rest]) {
      return first.toLowerCase() === 'away' ? { value: rest.join(' '), words: rest.length + 1 } : undefined;
    },
  };
}

/**
 * Days on which a person, in whatever channel of the workspace, ends no streak by not answering. Anybody says it for themself, and
 * nobody else sees it. It is said beforehand: of a day that any channel has had its question on, nothing is changed any more.
 */
export async function away(parts: Parts, who: Who, typed: string): Promise<Reply> {
  const { player, workspace } = who;
  const today = localDateOf(who.at, who.channel.zone ?? player.zone ?? 'UTC');
  const [known, posted] = await Promise.all([
    parts.store.aways.aways(player.id),
    parts.store.aways.lastPosted(workspace.id),
  ]);
  if (typed.trim() === '') {
    return say(
      awayState(
        known.filter(({ to }) => to >= today),
        known,
        today,
      ),
    );
  }
  const first = posted === undefined || posted < today ? today : later(posted, 1);
  if (/^(none|never|no|off)$/i.test(typed.trim())) {
    await parts.store.aways.cutAfter(player.id, later(first, -1));
    return say(awayTakenBack(await parts.store.aways.aways(player.id), today));
  }
  const [, from = typed, to = from] = /^(?:from )?(.+?)\s*(?:\bto\b|\buntil\b|–)\s*(.+)$/i.exec(typed.trim()) ?? [];
  const ends = parseEnds(from, to, today);
  if (!ends.ok) return refusal([ends.reason]);
  const wanted = ends.value;
  const refused = refuseAway(wanted, known, first);
  if (refused) return awayRefused(wanted, refused, first, today);
  await parts.store.aways.add(workspace.id, player.id, wanted, who.at);
  return say(awayState([wanted], [...known, wanted], today));
}

function later(localDate: string, days: number): string {
  return Temporal.PlainDate.from(localDate).add({ days }).toString();
}
