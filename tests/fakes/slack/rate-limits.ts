/** Slack's rates, and who broke them. Contract section 4 "Rate tiers" and 10.7. */

export type Tier = 2 | 3 | 4 | 'posting' | 'none';
const perMinute: Readonly<Record<2 | 3 | 4, number>> = { 2: 20, 3: 50, 4: 100 };
/** chat.postMessage: about one per second per channel, short bursts allowed. */
const postEveryMs = 1_000;
const postBurst = 2;
/**
 * "…, plus a workspace-wide cap": Slack publishes no number. 300 a minute is the low end of the "several hundred" that its
 * documentation used to name, and so is the burst.
 */
const workspacePostEveryMs = 200;
const workspacePostBurst = 30;

/** Undefined: the call may pass. `early`: it came before an earlier Retry-After was over, which fails the test. */
export type Limited = { readonly retryAfter: number; readonly early: boolean } | undefined;

/** Counts calls; `now` in ms. */
export function createRateLimits(now: () => number) {
  const windows = new Map<string, number[]>();
  const postsFree = new Map<string, number>();
  const held = new Map<string, number>();

  function hold(key: string, seconds: number): void {
    held.set(key, now() + seconds * 1000);
  }

  return {
    /** `method` in `team`, for posts also by `channel`. */
    check(team: string, method: string, tier: Tier, channel: string): Limited {
      const key = `${team} ${method}`;
      const until = held.get(key) ?? 0;
      if (now() < until) return { retryAfter: Math.ceil((until - now()) / 1000), early: true };
      if (tier === 'none') return undefined;
      if (tier === 'posting') {
        const channelKey = `${key} ${channel}`;
        const free = postsFree.get(channelKey) ?? 0;
        if (free - (postBurst - 1) * postEveryMs > now()) {
          hold(key, 1);
          return { retryAfter: 1, early: false };
        }
        const teamFree = postsFree.get(key) ?? 0;
        const overMs = teamFree - (workspacePostBurst - 1) * workspacePostEveryMs - now();
        if (overMs > 0) {
          const retryAfter = Math.ceil(overMs / 1000);
          hold(key, retryAfter);
          return { retryAfter, early: false };
        }
        postsFree.set(channelKey, Math.max(free, now()) + postEveryMs);
        postsFree.set(key, Math.max(teamFree, now()) + workspacePostEveryMs);
        return undefined;
      }
      const recent = (windows.get(key) ?? []).filter((at) => at > now() - 60_000);
      if (recent.length >= perMinute[tier]) {
        const retryAfter = Math.ceil(((recent[0] ?? now()) + 60_000 - now()) / 1000);
        hold(key, retryAfter);
        return { retryAfter, early: false };
      }
      windows.set(key, [...recent, now()]);
      return undefined;
    },
    /** Makes the next calls of `method` in `team` fail with 429 for `seconds`. */
    hold: (team: string, method: string, seconds: number) => hold(`${team} ${method}`, seconds),
  };
}

export type RateLimits = ReturnType<typeof createRateLimits>;
