import type { Parts, Who } from '../parts.ts';
import type { Round } from '../store/rounds.ts';

/** The round of an id that came from outside, if it is of this workspace; its unchanging part is kept in memory. */
export async function findRound(parts: Parts, who: Who, id: string): Promise<Round | undefined> {
  const known = parts.memory.rounds.get(id);
  if (known) return known.workspace === who.workspace.id ? known : undefined;
  const found = await parts.store.rounds.round(who.workspace.id, id);
  if (found) parts.memory.rounds.set(id, found);
  return found;
}

/** A click on a round's message proves that it was posted, also where the platform never said so. */
export async function noticePost(parts: Parts, who: Who, id: string | undefined, message: string): Promise<void> {
  if (id === undefined || parts.memory.posted.has(id)) return;
  const round = await findRound(parts, who, id);
  if (!round || round.channel !== who.channel.id) return;
  await parts.store.rounds.recordPost(round, message);
  parts.memory.posted.add(id);
}
