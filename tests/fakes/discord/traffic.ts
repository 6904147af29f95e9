import { Refusal } from './refusal.ts';

/** One request that the fake answered. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly at: number;
}

/** What goes wrong with a request that matches, instead of or besides doing it. */
export type Trouble =
  /** done, and then the connection is cut without an answer */
  | { readonly kind: 'drop answer' }
  /** the connection is cut before anything is done */
  | { readonly kind: 'cut' }
  | { readonly kind: 'status'; readonly status: number; readonly body?: Record<string, unknown> }
  | { readonly kind: 'limit'; readonly retryAfterMs: number; readonly scope?: 'user' | 'global' | 'shared' }
  /** done, but answered later */
  | { readonly kind: 'slow'; readonly ms: number };

export interface Traffic {
  readonly sent: Sent[];
  /** texts that would have notified somebody (contract, section 10, item 10) */
  readonly pings: string[];
  /** answers 401, 403 and 429, of which 10,000 in ten minutes ban an address (section 7) */
  invalid: number;
  count(method: string, path: RegExp): number;
  /** The next `times` requests that match are troubled so. */
  trouble(method: string, path: RegExp, trouble: Trouble, times?: number): void;
  take(method: string, path: string): Trouble | undefined;
  record(sent: Sent): void;
}

/** Counts what was sent and makes trouble where a test asks for it. `record`: keep the requests themselves. */
export function createTraffic(record: boolean): Traffic {
  const planned: { method: string; path: RegExp; trouble: Trouble; left: number }[] = [];
  const sent: Sent[] = [];
  return {
    sent,
    pings: [],
    invalid: 0,
    count: (method, path) => sent.filter((one) => one.method === method && path.test(one.path)).length,
    trouble: (method, path, trouble, times = 1) => {
      planned.push({ method, path, trouble, left: times });
    },
    take(method, path) {
      const found = planned.find((one) => one.left > 0 && one.method === method && one.path.test(path));
      if (found) found.left -= 1;
      return found?.trouble;
    },
    record(one) {
      const shared = one.status === 429 && JSON.stringify(one.body ?? '').includes('"shared"');
      if ([401, 403, 429].includes(one.status) && !shared) this.invalid += 1;
      if (record) sent.push(one);
    },
  };
}

/** The 429 of section 7. */
export function limited(retryAfterMs: number, scope: 'user' | 'global' | 'shared' = 'user'): Refusal {
  const seconds = retryAfterMs / 1000;
  return new Refusal(
    429,
    { message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' },
    {
      'Retry-After': String(Math.ceil(seconds)),
      'X-RateLimit-Scope': scope,
      'X-RateLimit-Reset-After': String(seconds),
      ...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
    },
  );
}

/** Counts requests of a bucket in a window (contract, section 10, item 13) and gives its headers. */
export function createBuckets(now: () => number) {
  const windows = new Map<string, { until: number; used: number }>();
  let rule: { readonly limit: number; readonly perMs: number } | undefined;
  let most = Number.POSITIVE_INFINITY;
  let recent: number[] = [];
  return {
    /** At most `limit` posts in a channel within `perMs`. */
    limitPosts(limit: number, perMs: number): void {
      rule = { limit, perMs };
    },
    /** At most so many requests of the bot in any second (section 7, "Global"). */
    limitAll(perSecond: number): void {
      most = perSecond;
    },
    /** Counts one more request of the bot, or is its 429. */
    takeAny(): void {
      recent = recent.filter((at) => at > now() - 1_000);
      const oldest = recent[0];
      if (recent.length >= most && oldest !== undefined) throw limited(oldest + 1_000 - now(), 'global');
      recent.push(now());
    },
    /** Headers for one more request of the bucket, or its 429. */
    take(bucket: string): Record<string, string> {
      if (!rule) return {};
      const open = windows.get(bucket);
      const window = open && open.until > now() ? open : { until: now() + rule.perMs, used: 0 };
      windows.set(bucket, window);
      const leftMs = window.until - now();
      if (window.used >= rule.limit) throw limited(leftMs);
      window.used += 1;
      return {
        'X-RateLimit-Limit': String(rule.limit),
        'X-RateLimit-Remaining': String(rule.limit - window.used),
        'X-RateLimit-Reset': String(window.until / 1000),
        'X-RateLimit-Reset-After': String(leftMs / 1000),
        'X-RateLimit-Bucket': `posts-${bucket.slice(0, 4)}`,
      };
    },
  };
}
