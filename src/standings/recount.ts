import type { Store } from '../store/index.ts';
import type { Round } from '../store/rounds.ts';
import type { CountedStreak, StreakKey, StreakLog } from '../store/streaks.ts';
import { currentStreak, type Streak, streakOfLog } from './streak.ts';

const rule = ({ days, answered, aways }: StreakLog): Streak | undefined => streakOfLog(days, answered, aways);

/** Nothing bridges so many days: 30 away a quarter and two freezes are fewer. */
const bridged = 150;

/** Counts a streak again from the log, whatever its row says. */
export function recountStreak(store: Store, key: StreakKey): Promise<CountedStreak> {
  return store.streaks.recount(key, rule);
}

/**
 * A round has closed: streaks that have gone on meanwhile are counted again, because its day may be missed now. Mostly there are
 * none, because nobody answers a later day before. Repeatable.
 */
export async function recountAfter(store: Store, closed: Round): Promise<void> {
  if (closed.challengeDay === undefined) return;
  for (const key of await store.streaks.streaksFrom(closed.channel, closed.challengeDay + 1))
    await recountStreak(store, key);
}

/** Counts what is in doubt, or was left to be counted by a process that died, in one channel or everywhere. */
export async function recountLeft(store: Store, channel?: string): Promise<void> {
  for (const key of await store.streaks.uncounted(channel)) await recountStreak(store, key);
}

/** How long players' streaks in a channel are now; who never had one is not in it. */
export async function currentStreaks(
  store: Store,
  channel: string,
  players: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const [kept, days, aways] = await Promise.all([
    store.streaks.streaks(channel, players),
    store.streaks.lastDays(channel, bridged),
    store.aways.awaysOf(players),
  ]);
  const now = new Map<string, number>();
  for (const [player, row] of kept) {
    const streak = row === 'uncounted' ? rule(await store.streaks.streakLog({ channel, player })) : row;
    now.set(player, currentStreak(streak, days, aways.get(player) ?? []).length);
  }
  return now;
}

/** Makes every standing the sum of its answers and every streak what its log says; gives how many standings there are. */
export function rebuild(store: Store): Promise<number> {
  return store.standings.rebuild(rule);
}

export interface WrongStreak extends StreakKey {
  readonly kept: Streak | undefined;
  readonly shouldBe: Streak | undefined;
}

/** Streaks that differ from what the rule makes of their logs: none, or something is broken. */
export async function wrongStreaks(store: Store): Promise<WrongStreak[]> {
  const wrong: WrongStreak[] = [];
  for (const key of await store.streaks.everyone()) {
    const row = (await store.streaks.streaks(key.channel, [key.player])).get(key.player);
    const kept = row === 'uncounted' ? undefined : row;
    const shouldBe = rule(await store.streaks.streakLog(key));
    if (!same(kept, shouldBe)) wrong.push({ ...key, kept, shouldBe });
  }
  return wrong;
}

function same(a: Streak | undefined, b: Streak | undefined): boolean {
  return a?.lastDay === b?.lastDay && a?.length === b?.length && a?.best === b?.best && a?.freezes === b?.freezes;
}
