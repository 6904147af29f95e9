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
