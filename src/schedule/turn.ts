import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from '../parts.ts';
import type { Place } from '../quiz/ask.ts';

/**
 * How a schedule comes to ask for its turn: woken; woken again at the moment it was given; or passed by a sweep, which
 * waits for little, because the queue has its wake-up, too.
 */
export type Asks = 'woken' | 'woken again' | 'in passing';

/** How long whoever was woken stands and waits where all posts of a platform share one limit (ms): nobody could make better use of the job. */
const patienceMs = 5_000;
const passingMs = 1_000;

/** It is there, and whether it had to be waited for; or the ms after which to come again, a moment that is then kept free. */
export type Turn = { readonly waited: boolean } | { readonly againMs: number };

/**
 * Waits for the platform's leave to post once more. Where each workspace has a limit of its own, nobody waits here: the job is for
 * another workspace.
 */
export async function awaitTurn(parts: Parts, place: Place, asks: Asks): Promise<Turn> {
  const limit = parts.platform(place.workspace.platform).can.posts;
  if (!limit) return { waited: false };
  const line = lineOf(parts, place);
  if (asks === 'woken again' && !parts.turns.held(line)) return { waited: true };
  const wait = parts.turns.take(line, limit, asks === 'in passing' ? passingMs : undefined);
  if (wait === undefined) return { againMs: passingMs };
  if (wait > (asks === 'in passing' ? passingMs : limit.per === 'platform' ? patienceMs : 0)) return { againMs: wait };
  if (wait > 0) await sleep(wait);
  return { waited: wait > 0 };
}

/** What shares the limit of this place waits so long: the platform said so. */
export function holdBack(parts: Parts, place: Place, ms: number): void {
  const limit = parts.platform(place.workspace.platform).can.posts;
  if (limit) parts.turns.hold(lineOf(parts, place), limit, ms);
}

/** Whose limit a post in this place comes under. */
function lineOf(parts: Parts, { workspace }: Place): string {
  const { can, name } = parts.platform(workspace.platform);
  return can.posts?.per === 'platform' ? name : `${name} ${workspace.id}`;
}
